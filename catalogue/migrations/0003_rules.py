"""Rules that Django has no word for: composite foreign keys over constant and copied columns, and text functions.

A kind's table repeats its kind in a generated column and points at (id, kind) of the record, so that a Person row
can never hang on an event. A reference to a term repeats the scheme it must belong to in the same way. The `single`
flag of a type is copied into its claims by a foreign key that cascades updates, because a partial unique index
cannot look into another table.
"""

from __future__ import annotations

from django.db import migrations

KINDS = ("person", "unit", "organization", "event", "place", "source")

# table, column, scheme of the term it must point at
SCHEMES = (
    ("catalogue_person", "gender_id", "gender"),
    ("catalogue_unit", "echelon_id", "echelon"),
    ("catalogue_unit", "branch_id", "branch"),
    ("catalogue_unit", "allegiance_id", "allegiance"),
    ("catalogue_organization", "type_id", "organization-type"),
    ("catalogue_event", "type_id", "event-type"),
    ("catalogue_place", "type_id", "place-type"),
    ("catalogue_name", "type_id", "name-type"),
    ("catalogue_dating", "type_id", "dating-type"),
    ("catalogue_narrative", "type_id", "narrative-type"),
    ("catalogue_attribute", "property_id", "property"),
    ("catalogue_relation", "role_id", "role"),
    ("catalogue_identifier", "scheme_id", "identifier-scheme"),
)

# table, column of the type, column of the copied flag, table of the type
SINGLES = (
    ("catalogue_name", "type_id", "type_single", "catalogue_term"),
    ("catalogue_dating", "type_id", "type_single", "catalogue_term"),
    ("catalogue_narrative", "type_id", "type_single", "catalogue_term"),
    ("catalogue_attribute", "property_id", "property_single", "catalogue_term"),
    ("catalogue_relation", "type_id", "type_single", "catalogue_relationtype"),
)


def constant(table: str, column: str, value: str, target: str, key: str) -> migrations.RunSQL:
    """A generated constant column beside a reference, and the composite foreign key over both."""
    name = f"{column.removesuffix('_id')}_{key}_is"
    return migrations.RunSQL(
        f"""ALTER TABLE {table}
            ADD COLUMN {name} varchar(60) GENERATED ALWAYS AS ('{value}') STORED,
            ADD CONSTRAINT {table}_{name} FOREIGN KEY ({column}, {name}) REFERENCES {target} (id, {key})
            DEFERRABLE INITIALLY IMMEDIATE""",
        f"ALTER TABLE {table} DROP COLUMN {name}",
    )


def copied(table: str, column: str, flag: str, target: str) -> migrations.RunSQL:
    """The composite foreign key that keeps a copied flag equal to its original."""
    return migrations.RunSQL(
        f"""ALTER TABLE {table} ADD CONSTRAINT {table}_{flag}_copy
            FOREIGN KEY ({column}, {flag}) REFERENCES {target} (id, single) ON UPDATE CASCADE
            DEFERRABLE INITIALLY IMMEDIATE""",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{flag}_copy",
    )


UNACCENT = """
CREATE FUNCTION catalogue_unaccent(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT unaccent('unaccent', words) $$
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_models")]
    operations = [
        *(constant(f"catalogue_{kind}", "record_ptr_id", kind, "catalogue_record", "kind") for kind in KINDS),
        *(constant(table, column, scheme, "catalogue_term", "scheme") for table, column, scheme in SCHEMES),
        *(copied(*row) for row in SINGLES),
        constant("catalogue_relation", "context_id", "event", "catalogue_record", "kind"),
        migrations.RunSQL(UNACCENT, "DROP FUNCTION catalogue_unaccent(text)"),
    ]
