"""An entry is dated by its changes, which saves that touch it side by side write without waiting for each other."""

from __future__ import annotations

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_keyholder")]
    operations = [
        migrations.AlterField(
            model_name="change",
            name="subject",
            field=models.UUIDField(help_text="UUID of the entry; outlives it.", verbose_name="subject"),
        ),
        migrations.AlterField(
            model_name="item",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                db_index=True,
                help_text="When it last became public, or ceased to be.",
                verbose_name="changed at",
            ),
        ),
        migrations.AddIndex(
            model_name="change", index=models.Index(fields=["subject", "at"], name="change_subject_at")
        ),
        migrations.AddIndex(model_name="change", index=models.Index(fields=["at"], name="change_at")),
    ]
