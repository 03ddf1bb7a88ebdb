"""The API that programs build on: keys, kept answers, counts of requests, the feed of changes, webhooks."""

from __future__ import annotations

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def grant(apps: Any, schema_editor: Any) -> None:
    """Gives administrators what belongs to the new tables."""
    alias = schema_editor.connection.alias
    config = apps.get_app_config("catalogue")
    # Without models of its own an app has no permissions, and the app of a migration does not know that it has them.
    config.models_module = True
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    own = permission.objects.using(alias).filter(content_type__app_label="catalogue")
    group.objects.using(alias).get(name="administrator").permissions.add(*own)


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0008_facet_numbers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RequestCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Who asks and for what: an API key or an address, and the sort of limit.', max_length=100, verbose_name='key')),
                ('window', models.BigIntegerField(help_text='The number of the span since 1970.', verbose_name='window')),
                ('count', models.PositiveIntegerField(help_text='How many requests were counted.', verbose_name='count')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, help_text='When the first one came.', verbose_name='at')),
            ],
            options={
                'verbose_name': 'count of requests',
                'verbose_name_plural': 'counts of requests',
                'constraints': [models.UniqueConstraint(fields=('key', 'window'), name='requestcount_unique')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='Who listens there.', max_length=100, verbose_name='name')),
                ('url', models.URLField(help_text='Where the changes are sent (POST, HTTPS).', max_length=1000, verbose_name='URL')),
                ('secret', models.CharField(help_text='Key of the signature (HMAC-SHA-256); shown once, when it is made.', max_length=100, verbose_name='secret')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, help_text='Kinds of entry that it is told of; none: all.', size=None, verbose_name='kinds')),
                ('active', models.BooleanField(default=True, help_text='Whether anything is sent.', verbose_name='active')),
                ('position', models.BigIntegerField(default=0, help_text='The last change of the feed that was put into its queue.', verbose_name='position')),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When it was made.', verbose_name='created at')),
                ('created_by', models.ForeignKey(help_text='Who made it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='webhooks', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ('name',),
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What the key is for: the program, the machine.', max_length=100, verbose_name='name')),
                ('hint', models.CharField(help_text='Its first letters, to tell keys apart.', max_length=16, verbose_name='begins with')),
                ('digest', models.CharField(help_text='SHA-256 of the key, in hex.', max_length=64, unique=True, verbose_name='digest')),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('read', 'Read'), ('write', 'Write'), ('publish', 'Publish')], max_length=10), help_text='What the key is good for: read, write, publish.', size=None, verbose_name='scopes')),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When it was made.', verbose_name='created at')),
                ('expires_at', models.DateTimeField(blank=True, help_text='From when it opens nothing; empty: it does not expire.', null=True, verbose_name='expires at')),
                ('last_used_at', models.DateTimeField(blank=True, help_text='When it was last used, to about a minute.', null=True, verbose_name='last used at')),
                ('revoked_at', models.DateTimeField(blank=True, help_text='When it was taken back; it never opens anything again.', null=True, verbose_name='revoked at')),
                ('user', models.ForeignKey(help_text='The account in whose name the program acts.', on_delete=django.db.models.deletion.CASCADE, related_name='api_tokens', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'API key',
                'verbose_name_plural': 'API keys',
                'ordering': ('-id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['read', 'write', 'publish']), ('scopes__len__gt', 0)), name='apitoken_scopes_known', violation_error_message='A key has at least one of the scopes read, write and publish.'), models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('expires_at__gt', models.F('created_at')), _connector='OR'), name='apitoken_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.Cast(models.Func(function='pg_current_xact_id', output_field=models.TextField()), models.TextField()), models.BigIntegerField()), help_text='Number of the transaction that wrote it: the feed is told only as far as all have ended.', verbose_name='transaction')),
                ('subject', models.UUIDField(db_index=True, help_text='UUID of the entry; outlives it.', verbose_name='subject')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('unit', 'Unit'), ('organization', 'Organization'), ('event', 'Event'), ('place', 'Place'), ('source', 'Source')], help_text='Kind of the entry.', max_length=20, verbose_name='kind')),
                ('act', models.CharField(choices=[('created', 'Created'), ('updated', 'Updated'), ('deleted', 'Deleted'), ('merged', 'Merged'), ('rippled', 'Shown otherwise')], help_text='What happened to it.', max_length=10, verbose_name='act')),
                ('version', models.PositiveIntegerField(help_text='Version of the entry after it.', verbose_name='version')),
                ('merged_into', models.UUIDField(help_text='UUID of the entry that took it in, when it was merged.', null=True, verbose_name='merged into')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When the transaction that wrote it began.', verbose_name='at')),
                ('revision', models.ForeignKey(help_text="The save that it was; of a ripple none: a neighbour's save changed what is shown.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='catalogue.revision', verbose_name='revision')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'changes',
                'ordering': ('transaction', 'id'),
                'indexes': [models.Index(fields=['transaction', 'id'], name='change_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'unit', 'organization', 'event', 'place', 'source'])), name='change_kind_known'), models.CheckConstraint(condition=models.Q(('act__in', ['created', 'updated', 'deleted', 'merged', 'rippled'])), name='change_act_known'), models.CheckConstraint(condition=models.Q(('act', 'merged'), ('merged_into__isnull', True), _connector='OR'), name='change_merged_says_into_what')],
            },
        ),
        migrations.CreateModel(
            name='IdempotentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='The header Idempotency-Key.', max_length=255, verbose_name='key')),
                ('request_digest', models.CharField(help_text='SHA-256 of method, address and body, in hex.', max_length=64, verbose_name='digest of the request')),
                ('status', models.PositiveSmallIntegerField(help_text='The status that was answered.', verbose_name='status')),
                ('headers', models.JSONField(default=dict, help_text='The headers that belong to the answer.', verbose_name='headers')),
                ('body', models.TextField(help_text='What was answered.', verbose_name='body')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, help_text='When it was answered.', verbose_name='at')),
                ('user', models.ForeignKey(help_text='Who sent it; the same word of another account is another key.', on_delete=django.db.models.deletion.CASCADE, related_name='idempotent_answers', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'answer kept for a repeated request',
                'verbose_name_plural': 'answers kept for repeated requests',
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='idempotentanswer_key_unique')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('uuid', models.UUIDField(default=uuid.uuid4, help_text='UUID of the entry, which it outlives.', primary_key=True, serialize=False, verbose_name='UUID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('unit', 'Unit'), ('organization', 'Organization'), ('event', 'Event'), ('place', 'Place'), ('source', 'Source')], help_text='Kind of the entry.', max_length=20, verbose_name='kind')),
                ('gone', models.BooleanField(default=False, help_text='Whether it was deleted, merged, redacted or withdrawn.', verbose_name='gone')),
                ('merged_into', models.UUIDField(help_text='UUID of the entry that took it in, when it was merged.', null=True, verbose_name='merged into')),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, help_text='When what the public sees of it last changed.', verbose_name='changed at')),
                ('record', models.OneToOneField(help_text='The record, while it exists.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='item', to='catalogue.record', verbose_name='record')),
            ],
            options={
                'verbose_name': 'public entry',
                'verbose_name_plural': 'public entries',
                'indexes': [models.Index(fields=['kind', 'uuid'], name='item_kind_uuid')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'unit', 'organization', 'event', 'place', 'source'])), name='item_kind_known'), models.CheckConstraint(condition=models.Q(('gone', True), ('merged_into__isnull', True), _connector='OR'), name='item_merged_is_gone')],
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(help_text='Sent along, so that a message is known when it comes twice.', unique=True, verbose_name='UUID')),
                ('body', models.TextField(help_text='The message as it is signed and sent (JSON).', verbose_name='body')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('given-up', 'Given up')], default='waiting', help_text='What became of it.', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, help_text='How often it was sent.', verbose_name='attempts')),
                ('next_at', models.DateTimeField(help_text='Not sent again before.', null=True, verbose_name='next attempt')),
                ('status_code', models.PositiveSmallIntegerField(help_text='What was answered last (HTTP); empty when nothing answered.', null=True, verbose_name='status code')),
                ('problem', models.CharField(blank=True, help_text='What went wrong last.', max_length=300, verbose_name='problem')),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When it was put into the queue.', verbose_name='created at')),
                ('delivered_at', models.DateTimeField(help_text='When it was taken.', null=True, verbose_name='delivered at')),
                ('webhook', models.ForeignKey(help_text='Where it goes.', on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='catalogue.webhook', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ('-id',),
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_at'], name='webhookdelivery_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'delivered', 'given-up'])), name='webhookdelivery_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('next_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('next_at__isnull', True)), _connector='OR'), name='webhookdelivery_waiting_has_time')],
            },
        ),
        # Counts of requests may be lost in a crash, and need not be written twice.
        migrations.RunSQL(
            "ALTER TABLE catalogue_requestcount SET UNLOGGED", "ALTER TABLE catalogue_requestcount SET LOGGED"
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
