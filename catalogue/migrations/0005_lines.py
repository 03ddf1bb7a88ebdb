"""The lines of the exports are kept beside the ready documents."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_finding")]
    operations = [
        migrations.AlterField(
            model_name="readydocument",
            name="document",
            field=models.TextField(
                help_text="The public document as JSON text, its keys in their order; empty until it is first asked for.",  # noqa: E501
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="readydocument",
            name="line",
            field=models.TextField(default="", help_text="Its line in the public export.", verbose_name="line"),
        ),
        migrations.AddField(
            model_name="readydocument",
            name="full_line",
            field=models.TextField(
                default="",
                help_text="Its line in the internal export, where that is another.",
                verbose_name="full line",
            ),
        ),
    ]
