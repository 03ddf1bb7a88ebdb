"""The feed of changes is written by the database itself: whatever keeps a revision is a change that the public sees."""

from __future__ import annotations

from django.db import migrations

# The feed is told as far as every transaction that is older has ended. Those of other databases of the server, which
# are known by a lock that they hold there, do not delay it; one that ended since the snapshot was taken still counts.
SETTLED = """
CREATE FUNCTION catalogue_settled_before() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT least(
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        (
            SELECT min(running.xid::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running (xid)
            WHERE NOT EXISTS (
                SELECT FROM pg_locks own JOIN pg_locks held ON held.pid = own.pid
                WHERE own.locktype = 'transactionid' AND own.granted AND own.mode = 'ExclusiveLock'
                    AND own.transactionid = running.xid::xid
                    AND held.locktype = 'relation' AND held.database <> 0
                    AND held.database <> (SELECT oid FROM pg_database WHERE datname = current_database())
            )
        )
    )
$$;
"""
# Of an entry that stays public only the change is written: two saves would wait for each other over a common item.
# A revision without its record is the last of an entry that is gone; one with its record says whether it is public.
FOLLOW = """
CREATE FUNCTION catalogue_follow_revisions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH latest AS (
        SELECT DISTINCT ON (subject) id, subject, kind, version, record_id,
            public AND record_id IS NOT NULL AS shown
        FROM written
        WHERE state = 'applied'
            AND kind IN ('person', 'unit', 'organization', 'event', 'place', 'source')
        ORDER BY subject, id DESC
    ), steps AS (
        SELECT latest.*, merge.survivor_uuid,
            CASE
                WHEN shown AND (item.uuid IS NULL OR item.gone) THEN 'created'
                WHEN shown THEN 'updated'
                WHEN merge.survivor_uuid IS NOT NULL THEN 'merged'
                ELSE 'deleted'
            END AS act
        FROM latest
        LEFT JOIN catalogue_item item ON item.uuid = latest.subject
        LEFT JOIN catalogue_merge merge
            ON merge.absorbed_uuid = latest.subject AND merge.undone_at IS NULL AND latest.record_id IS NULL
        WHERE shown OR NOT item.gone
    ), kept AS (
        INSERT INTO catalogue_item (uuid, kind, record_id, gone, merged_into, changed_at)
        SELECT subject, kind, record_id, NOT shown, survivor_uuid, now() FROM steps WHERE act <> 'updated'
        ON CONFLICT (uuid) DO UPDATE SET
            record_id = EXCLUDED.record_id, gone = EXCLUDED.gone, merged_into = EXCLUDED.merged_into,
            changed_at = EXCLUDED.changed_at
    )
    INSERT INTO catalogue_change (subject, kind, act, version, revision_id, merged_into)
    SELECT subject, kind, act, version, id, survivor_uuid FROM steps ORDER BY id;
    RETURN NULL;
END $$;
CREATE TRIGGER revision_followed AFTER INSERT ON catalogue_revision
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION catalogue_follow_revisions();
"""
UNFOLLOW = """
DROP TRIGGER revision_followed ON catalogue_revision;
DROP FUNCTION catalogue_follow_revisions();
"""
# What there was before the feed began is its beginning: each entry once, as the public sees it now.
BEGIN = """
INSERT INTO catalogue_item (uuid, kind, record_id, gone, merged_into, changed_at)
SELECT uuid, kind, id, false, NULL, modified_at FROM catalogue_record WHERE status = 'published' AND version > 0
UNION ALL
SELECT once.subject, once.kind, record.id, true, CASE WHEN record.id IS NULL THEN merge.survivor_uuid END, once.at
FROM (
    SELECT subject, min(kind) AS kind, max(at) AS at FROM catalogue_revision
    WHERE state = 'applied' AND public AND kind IN ('person', 'unit', 'organization', 'event', 'place', 'source')
    GROUP BY subject
) once
LEFT JOIN catalogue_record record ON record.uuid = once.subject
LEFT JOIN catalogue_merge merge ON merge.absorbed_uuid = once.subject AND merge.undone_at IS NULL
WHERE record.id IS NULL OR record.status <> 'published'
ON CONFLICT DO NOTHING;
INSERT INTO catalogue_item (uuid, kind, record_id, gone, merged_into, changed_at)
SELECT subject, kind, NULL, true, NULL, at FROM catalogue_redaction WHERE scope = 'record' AND slug <> ''
ON CONFLICT DO NOTHING;
INSERT INTO catalogue_change (transaction, subject, kind, act, version, revision_id, merged_into, at)
SELECT 0, item.uuid, item.kind,
    CASE WHEN NOT item.gone THEN 'created' WHEN item.merged_into IS NULL THEN 'deleted' ELSE 'merged' END,
    coalesce(revision.version, record.version, 1), revision.id, item.merged_into, item.changed_at
FROM catalogue_item item
LEFT JOIN catalogue_record record ON record.id = item.record_id
LEFT JOIN LATERAL (
    SELECT id, version FROM catalogue_revision WHERE subject = item.uuid AND state = 'applied' ORDER BY version DESC LIMIT 1
) revision ON true
ORDER BY item.changed_at, item.uuid;
"""
EMPTY = "DELETE FROM catalogue_change; DELETE FROM catalogue_item;"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_api")]
    operations = [
        migrations.RunSQL(SETTLED, "DROP FUNCTION catalogue_settled_before()"),
        migrations.RunSQL(FOLLOW, UNFOLLOW),
        migrations.RunSQL(BEGIN, EMPTY),
    ]
