"""What the curators' desk keeps: proposals, merges, imports, reports, redactions."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Stable identifier of the report.",
                        unique=True,
                        verbose_name="UUID",
                    ),
                ),
                (
                    "subject",
                    models.UUIDField(
                        db_index=True, help_text="UUID of the record; outlives it.", verbose_name="subject"
                    ),
                ),
                (
                    "claim",
                    models.UUIDField(
                        blank=True,
                        help_text="UUID of the statement that is said to be wrong, if one.",
                        null=True,
                        verbose_name="claim",
                    ),
                ),
                ("message", models.TextField(help_text="What is wrong, and how you know.", verbose_name="message")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Only if you want an answer; never shown.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        db_index=True,
                        help_text="Keyed hash of the address it came from; throttles.",
                        max_length=64,
                        verbose_name="sender",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("accepted", "Corrected"), ("dismissed", "Dismissed")],
                        default="new",
                        help_text="What became of it.",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        help_text="What was done, in a sentence for the colleagues.",
                        max_length=500,
                        verbose_name="answer",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, help_text="When it came.", verbose_name="at")),
                (
                    "handled_at",
                    models.DateTimeField(help_text="When it was handled.", null=True, verbose_name="handled at"),
                ),
            ],
            options={
                "verbose_name": "error report",
                "verbose_name_plural": "error reports",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="A word to find it by: “battles-1862”.",
                        max_length=100,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="The profile in TOML; see the documentation of tables.", verbose_name="text"
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(auto_now=True, help_text="When it last changed.", verbose_name="modified at"),
                ),
            ],
            options={
                "verbose_name": "import profile",
                "verbose_name_plural": "import profiles",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Stable identifier of the import.",
                        unique=True,
                        verbose_name="UUID",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("table", "Table"),
                            ("bibliography", "Bibliography"),
                            ("article", "Article with notes"),
                            ("eac", "EAC-CPF"),
                        ],
                        help_text="What sort of file it was.",
                        max_length=20,
                        verbose_name="format",
                    ),
                ),
                ("file_name", models.CharField(help_text="The name of the file.", max_length=300, verbose_name="file")),
                (
                    "sha256",
                    models.CharField(
                        blank=True,
                        help_text="Of the bytes of the file: the same file is recognised.",
                        max_length=64,
                        verbose_name="SHA-256",
                    ),
                ),
                (
                    "profile",
                    models.TextField(
                        blank=True,
                        help_text="The profile by which a table was read, as it then was.",
                        verbose_name="profile",
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        default=dict,
                        help_text="How many records were created, updated, unchanged, refused.",
                        verbose_name="counts",
                    ),
                ),
                (
                    "report",
                    models.JSONField(
                        default=list,
                        help_text="What was refused or left aside: row, column, value, reason.",
                        verbose_name="report",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, help_text="When it was imported.", verbose_name="at")),
                (
                    "undone_at",
                    models.DateTimeField(
                        help_text="When it was taken back, if it was.", null=True, verbose_name="taken back at"
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ImportUpload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Stands in the address of the steps.",
                        unique=True,
                        verbose_name="UUID",
                    ),
                ),
                ("file_name", models.CharField(help_text="The name of the file.", max_length=300, verbose_name="file")),
                ("data", models.BinaryField(help_text="The bytes of the file.", verbose_name="data")),
                (
                    "answers",
                    models.JSONField(
                        default=dict,
                        help_text="What the curator has chosen in the steps so far.",
                        verbose_name="answers",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, help_text="When it was uploaded.", verbose_name="at")),
            ],
            options={
                "verbose_name": "uploaded file",
                "verbose_name_plural": "uploaded files",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "url",
                    models.URLField(
                        help_text="The address that a source names.", max_length=1000, unique=True, verbose_name="URL"
                    ),
                ),
                ("checked_at", models.DateTimeField(help_text="When it was last asked.", verbose_name="checked at")),
                (
                    "status_code",
                    models.PositiveSmallIntegerField(
                        help_text="What it answered (HTTP); empty when nothing answered.",
                        null=True,
                        verbose_name="status code",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        help_text="What went wrong; empty when it is alive.",
                        max_length=300,
                        verbose_name="problem",
                    ),
                ),
                (
                    "failing_since",
                    models.DateTimeField(
                        help_text="When it first failed, if it has failed ever since.",
                        null=True,
                        verbose_name="failing since",
                    ),
                ),
            ],
            options={
                "verbose_name": "link check",
                "verbose_name_plural": "link checks",
                "ordering": ("url",),
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uuid",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Public, stable identifier.",
                        unique=True,
                        verbose_name="UUID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("unit", "Unit"),
                            ("organization", "Organization"),
                            ("event", "Event"),
                            ("place", "Place"),
                            ("source", "Source"),
                        ],
                        help_text="Kind of both records; only equals are merged.",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "survivor_uuid",
                    models.UUIDField(
                        db_index=True, help_text="Outlives the record.", verbose_name="UUID of the surviving record"
                    ),
                ),
                (
                    "absorbed_uuid",
                    models.UUIDField(
                        help_text="Leads to the surviving record from now on.",
                        verbose_name="UUID of the absorbed record",
                    ),
                ),
                (
                    "absorbed_slug",
                    models.CharField(
                        help_text="Its former address redirects.",
                        max_length=100,
                        verbose_name="slug of the absorbed record",
                    ),
                ),
                (
                    "absorbed_title",
                    models.CharField(
                        help_text="What it was called.", max_length=500, verbose_name="title of the absorbed record"
                    ),
                ),
                (
                    "absorbed_public",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the public knew the absorbed record.",
                        verbose_name="was published",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Why both are one, in a sentence.", max_length=500, verbose_name="reason"
                    ),
                ),
                (
                    "before",
                    models.JSONField(
                        help_text="Full contents of every record that the merge touched, by UUID, as they were.",
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        help_text="Version of every record that the merge touched, by UUID, as it left them.",
                        verbose_name="after",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, help_text="When they were merged.", verbose_name="at")),
                (
                    "undone_at",
                    models.DateTimeField(
                        help_text="When it was taken back, if it was.", null=True, verbose_name="taken back at"
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PossibleDuplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "likeness",
                    models.FloatField(help_text="From 0 to 1; the surest are offered first.", verbose_name="likeness"),
                ),
                (
                    "grounds",
                    models.JSONField(
                        default=list,
                        help_text="Why they look alike: a list of name, identifier, dates.",
                        verbose_name="grounds",
                    ),
                ),
                (
                    "found_at",
                    models.DateTimeField(
                        auto_now=True, help_text="When the likeness was last seen.", verbose_name="found at"
                    ),
                ),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
                "ordering": ("-likeness", "id"),
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.UUIDField(help_text="UUID of the record or claim.", unique=True, verbose_name="subject"),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("record", "The whole record"), ("claim", "One claim")],
                        help_text="What was taken away.",
                        max_length=20,
                        verbose_name="scope",
                    ),
                ),
                (
                    "record_uuid",
                    models.UUIDField(
                        db_index=True,
                        help_text="The record itself, or the one whose claim it was.",
                        verbose_name="UUID of the record",
                    ),
                ),
                ("kind", models.CharField(help_text="Kind of the record.", max_length=20, verbose_name="kind")),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The word in its address, which answers that it is gone.",
                        max_length=100,
                        verbose_name="slug",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        help_text="Why, in a sentence that the public may read.", max_length=500, verbose_name="reason"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, help_text="When it was taken away.", verbose_name="at")),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ("-id",),
            },
        ),
        migrations.AlterModelOptions(
            name="record",
            options={
                "ordering": ("sort_key", "id"),
                "permissions": (
                    ("publish_record", "Can publish entries and decide on proposals"),
                    ("merge_record", "Can merge, unmerge and split entries"),
                    ("import_record", "Can import files and take imports back"),
                    ("redact_record", "Can redact entries and claims"),
                    ("tend_record", "Can handle reports of errors and run the worklists"),
                ),
                "verbose_name": "record",
                "verbose_name_plural": "records",
            },
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="revision_action_known",
        ),
        migrations.AddField(
            model_name="revision",
            name="base_version",
            field=models.PositiveIntegerField(
                help_text="Version on which a proposal was written.", null=True, verbose_name="base version"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="decided_at",
            field=models.DateTimeField(
                help_text="When a proposal was decided on.", null=True, verbose_name="decided at"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="decided_by",
            field=models.ForeignKey(
                help_text="Who approved or returned a proposal.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="revisions_decided",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="decision",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="Why a proposal was approved or returned.",
                max_length=500,
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="action",
            field=models.CharField(
                choices=[
                    ("created", "Created"),
                    ("updated", "Updated"),
                    ("deleted", "Deleted"),
                    ("merged", "Merged"),
                    ("reverted", "Reverted"),
                    ("imported", "Imported"),
                    ("unmerged", "Merge taken back"),
                    ("moved", "Claims moved"),
                    ("restored", "Restored"),
                    ("undone", "Import taken back"),
                    ("redacted", "Redacted"),
                ],
                help_text="What the save did.",
                max_length=20,
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("applied", "Applied"),
                    ("proposed", "Proposed"),
                    ("returned", "Returned"),
                    ("approved", "Approved"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="applied",
                help_text="Applied, or a proposal that waits for approval.",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="errorreport",
            name="handled_by",
            field=models.ForeignKey(
                help_text="Who looked into it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="error_reports_handled",
                to=settings.AUTH_USER_MODEL,
                verbose_name="handled by",
            ),
        ),
        migrations.AddField(
            model_name="errorreport",
            name="record",
            field=models.ForeignKey(
                help_text="The entry, while it exists.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="error_reports",
                to="catalogue.record",
                verbose_name="record",
            ),
        ),
        migrations.AddField(
            model_name="importprofile",
            name="modified_by",
            field=models.ForeignKey(
                editable=False,
                help_text="Who last changed it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="import_profiles",
                to=settings.AUTH_USER_MODEL,
                verbose_name="modified by",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_by",
            field=models.ForeignKey(
                help_text="Who took it back.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="import_runs_undone",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="user",
            field=models.ForeignKey(
                help_text="Who imported it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="import_runs",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="run",
            field=models.ForeignKey(
                help_text="The import that saved it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="catalogue.importrun",
                verbose_name="import",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(condition=models.Q(("state", "proposed")), fields=["id"], name="revision_waiting"),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "created",
                            "updated",
                            "deleted",
                            "merged",
                            "reverted",
                            "imported",
                            "unmerged",
                            "moved",
                            "restored",
                            "undone",
                            "redacted",
                        ],
                    )
                ),
                name="revision_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["applied", "proposed", "returned", "approved", "withdrawn"])),
                name="revision_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "applied"), ("base_version__isnull", False), _connector="OR"),
                name="revision_proposal_has_base",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), ("state", "returned"), _negated=True),
                name="revision_return_reasoned",
                violation_error_message="A proposal is returned with a reason.",
            ),
        ),
        migrations.AddField(
            model_name="importupload",
            name="user",
            field=models.ForeignKey(
                help_text="Who uploaded it; nobody else sees it.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="import_uploads",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failing_since__isnull", True), ("problem", "")),
                    models.Q(models.Q(("problem", ""), _negated=True), ("failing_since__isnull", False)),
                    _connector="OR",
                ),
                name="linkcheck_failing_has_problem",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="citation",
            field=models.ForeignKey(
                blank=True,
                help_text="The place in a source that says that both are one, if there is one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merges",
                to="catalogue.citation",
                verbose_name="citation",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="survivor",
            field=models.ForeignKey(
                help_text="The record that stayed, while it exists.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merges",
                to="catalogue.record",
                verbose_name="surviving record",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                help_text="Who took the merge back.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merges_undone",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taken back by",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="user",
            field=models.ForeignKey(
                help_text="Who merged them.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merges",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddField(
            model_name="possibleduplicate",
            name="first",
            field=models.ForeignKey(
                help_text="The older of both.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="possible_duplicates",
                to="catalogue.record",
                verbose_name="first record",
            ),
        ),
        migrations.AddField(
            model_name="possibleduplicate",
            name="second",
            field=models.ForeignKey(
                help_text="The younger of both.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="possible_duplicates_of",
                to="catalogue.record",
                verbose_name="second record",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="user",
            field=models.ForeignKey(
                help_text="Who took it away.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="redactions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="user",
            ),
        ),
        migrations.AddIndex(
            model_name="errorreport",
            index=models.Index(fields=["state", "id"], name="errorreport_state"),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "accepted", "dismissed"])), name="errorreport_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="errorreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("message", ""), _negated=True), name="errorreport_message_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="importprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="importprofile_name_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", ["table", "bibliography", "article", "eac"])),
                name="importrun_format_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("absorbed_uuid",),
                name="merge_absorbed_once",
                violation_error_message="This record has already been merged into another.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("absorbed_uuid", models.F("survivor_uuid")), _negated=True),
                name="merge_of_two",
                violation_error_message="A record cannot be merged with itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="merge_reason_given",
                violation_error_message="A merge needs a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="possibleduplicate",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="possibleduplicate_pair_once"),
        ),
        migrations.AddConstraint(
            model_name="possibleduplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="possibleduplicate_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["record", "claim"])), name="redaction_scope_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="redaction_reason_given",
                violation_error_message="A redaction needs a reason.",
            ),
        ),
    ]
