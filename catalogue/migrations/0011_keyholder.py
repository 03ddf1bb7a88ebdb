"""An account as a program acts in its name; a view of the accounts, no table."""

from __future__ import annotations

import django.contrib.auth.models
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('catalogue', '0010_feed'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeyHolder',
            fields=[
            ],
            options={
                'verbose_name': 'account of a key',
                'verbose_name_plural': 'accounts of keys',
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('auth.user',),
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
    ]
