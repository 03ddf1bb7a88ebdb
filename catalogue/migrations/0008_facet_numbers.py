"""Numbers of facets are as wide as any: those of trials that were taken back are never used again."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_roles")]
    operations = [
        migrations.AlterField(
            model_name="indexedfacet",
            name="id",
            field=models.AutoField(help_text="The number of the facet.", primary_key=True, serialize=False),
        ),
    ]
