#include "catalog/sql.h"

#include "base/error.h"

/* One entry for each version of the schema, from 1; a released entry is never changed. Paths are
 * bytes: a name on a share need not be UTF-8. */
static const char *const migrations[] = {
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT;"
    "CREATE TABLE shares (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, root BLOB NOT NULL)"
    "  STRICT;"
    "CREATE TABLE scans (id INTEGER PRIMARY KEY, share_id INTEGER NOT NULL REFERENCES shares,"
    "  rules_digest TEXT NOT NULL, is_full INTEGER NOT NULL, started_s INTEGER NOT NULL,"
    "  finished_s INTEGER) STRICT;"
    "CREATE INDEX scans_share ON scans (share_id);"
    "CREATE TABLE items (id INTEGER PRIMARY KEY, share_id INTEGER NOT NULL REFERENCES shares,"
    "  file_id INTEGER REFERENCES items ON DELETE CASCADE, path BLOB NOT NULL,"
    "  part TEXT NOT NULL, type TEXT NOT NULL, charset TEXT NOT NULL, state INTEGER NOT NULL,"
    "  reason TEXT NOT NULL, purpose TEXT NOT NULL DEFAULT '', marker TEXT NOT NULL DEFAULT '',"
    "  device INTEGER NOT NULL, inode INTEGER NOT NULL, size_bytes INTEGER NOT NULL,"
    "  mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, mode INTEGER NOT NULL,"
    "  uid INTEGER NOT NULL, gid INTEGER NOT NULL, acl TEXT NOT NULL, digest TEXT NOT NULL,"
    "  content_bytes INTEGER NOT NULL, records INTEGER NOT NULL, rules_digest TEXT NOT NULL,"
    "  seen_scan INTEGER NOT NULL, read_scan INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX items_file ON items (share_id, path) WHERE file_id IS NULL;"
    "CREATE INDEX items_member ON items (file_id) WHERE file_id IS NOT NULL;"
    "CREATE INDEX items_digest ON items (digest) WHERE digest != '' AND file_id IS NULL;"
    "CREATE INDEX items_marker ON items (share_id) WHERE marker != '';"
    "CREATE TABLE findings (id INTEGER PRIMARY KEY,"
    "  item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE, rule TEXT NOT NULL,"
    "  category TEXT NOT NULL, kind TEXT NOT NULL, confidence INTEGER NOT NULL,"
    "  record INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,"
    "  in_name INTEGER NOT NULL, sample TEXT NOT NULL, fingerprint BLOB NOT NULL) STRICT;"
    "CREATE INDEX findings_item ON findings (item_id);"
    "CREATE INDEX findings_fingerprint ON findings (fingerprint);"
    "CREATE TABLE requests (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,"
    "  subject BLOB, agent BLOB, authority BLOB, evidence BLOB, reason BLOB, response BLOB,"
    "  check_code TEXT NOT NULL, decision TEXT NOT NULL, ground TEXT NOT NULL,"
    "  received_s INTEGER NOT NULL, returned_s INTEGER NOT NULL, due_s INTEGER NOT NULL,"
    "  closed_s INTEGER NOT NULL, made_by TEXT NOT NULL) STRICT;"
    "CREATE TABLE plans (number INTEGER PRIMARY KEY, request INTEGER NOT NULL, text BLOB,"
    "  hash TEXT NOT NULL, state TEXT NOT NULL, made_by TEXT NOT NULL, made_s INTEGER NOT NULL,"
    "  approved_by TEXT NOT NULL, approved_s INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;"
    "CREATE TABLE journal (plan INTEGER NOT NULL REFERENCES plans, target INTEGER NOT NULL,"
    "  step TEXT NOT NULL, staged_name TEXT NOT NULL, result_digest TEXT NOT NULL,"
    "  vault INTEGER NOT NULL, note TEXT NOT NULL, at_s INTEGER NOT NULL,"
    "  PRIMARY KEY (plan, target)) STRICT;"
    "CREATE TABLE vault (number INTEGER PRIMARY KEY, plan INTEGER NOT NULL,"
    "  target INTEGER NOT NULL, share TEXT NOT NULL, path BLOB NOT NULL, what TEXT NOT NULL,"
    "  blob TEXT NOT NULL, key BLOB, detail TEXT NOT NULL, state TEXT NOT NULL,"
    "  stored_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE holds (number INTEGER PRIMARY KEY, reason TEXT NOT NULL, share TEXT NOT NULL,"
    "  path_glob TEXT NOT NULL, fingerprints BLOB NOT NULL, placed_by TEXT NOT NULL,"
    "  placed_s INTEGER NOT NULL, released_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE tombstones (request INTEGER NOT NULL, kind TEXT NOT NULL,"
    "  fingerprint BLOB NOT NULL, at_s INTEGER NOT NULL, PRIMARY KEY (kind, fingerprint)) STRICT;"
    "CREATE TABLE certificates (number INTEGER PRIMARY KEY, plan INTEGER NOT NULL,"
    "  text TEXT NOT NULL, signature BLOB NOT NULL, at_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE audit (sequence INTEGER PRIMARY KEY, at_s INTEGER NOT NULL, user TEXT NOT NULL,"
    "  as_user TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL, detail TEXT NOT NULL,"
    "  hash TEXT NOT NULL) STRICT;"
    "CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL,"
    "  hash TEXT NOT NULL, signature BLOB NOT NULL) STRICT;",
    /* What a marker names may be anything, a person too: it is sealed. Those that stood in clear are
     * read again. */
    "UPDATE items SET rules_digest = '' WHERE marker != '';"
    "DROP INDEX items_marker;"
    "ALTER TABLE items DROP COLUMN marker;"
    "ALTER TABLE items ADD COLUMN marker BLOB;"
    "CREATE INDEX items_marker ON items (share_id) WHERE marker IS NOT NULL;",
    /* Where in a document a finding lies, in words. */
    "ALTER TABLE findings ADD COLUMN locator TEXT NOT NULL DEFAULT '';",
    /* When a scan first saw a file, which retention may count from. Of what is known already that
     * is the scan that last read it: later than the truth, so that nothing goes too early. */
    "ALTER TABLE items ADD COLUMN found_s INTEGER NOT NULL DEFAULT 0;"
    "UPDATE items SET found_s = COALESCE((SELECT started_s FROM scans"
    "  WHERE scans.id = items.read_scan), 0);",
    /* What a person decided about a file whose period had ended; the file by a fingerprint. */
    "CREATE TABLE dispositions (number INTEGER PRIMARY KEY, file BLOB NOT NULL,"
    "  purpose TEXT NOT NULL, decision TEXT NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL,"
    "  mtime_ns INTEGER NOT NULL, size_bytes INTEGER NOT NULL, made_by TEXT NOT NULL,"
    "  made_s INTEGER NOT NULL) STRICT;"
    "CREATE INDEX dispositions_file ON dispositions (file);",
    /* To whom work is entrusted; name and contact may be one person's, and are sealed. */
    "CREATE TABLE consignees (number INTEGER PRIMARY KEY, print BLOB NOT NULL UNIQUE,"
    "  name BLOB NOT NULL, contact BLOB, task TEXT NOT NULL, agreement TEXT NOT NULL,"
    "  is_confidential INTEGER NOT NULL, reconsignment TEXT NOT NULL, categories TEXT NOT NULL,"
    "  folders TEXT NOT NULL, reviewed TEXT NOT NULL, next_review TEXT NOT NULL,"
    "  ended_s INTEGER NOT NULL, made_by TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT;",
    /* What was provided to whom; whose it was by fingerprints alone. */
    "CREATE TABLE provisions (number INTEGER PRIMARY KEY, print BLOB NOT NULL,"
    "  recipient BLOB NOT NULL, consignee INTEGER NOT NULL, ground TEXT NOT NULL,"
    "  basis TEXT NOT NULL, provided TEXT NOT NULL, categories TEXT NOT NULL,"
    "  items TEXT NOT NULL, persons INTEGER NOT NULL, is_partly INTEGER NOT NULL,"
    "  made_by TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT;"
    "CREATE INDEX provisions_print ON provisions (print);"
    "CREATE TABLE provision_subjects (provision INTEGER NOT NULL REFERENCES provisions,"
    "  kind TEXT NOT NULL, fingerprint BLOB NOT NULL,"
    "  PRIMARY KEY (provision, kind, fingerprint)) STRICT;",
    /* Persons whose data is provided no more. */
    "CREATE TABLE suspensions (request INTEGER NOT NULL, kind TEXT NOT NULL,"
    "  fingerprint BLOB NOT NULL, at_s INTEGER NOT NULL, lifted_s INTEGER NOT NULL,"
    "  PRIMARY KEY (request, kind, fingerprint)) STRICT;",
    /* What consignees are to be told when a request was carried out. */
    "CREATE TABLE notices (request INTEGER NOT NULL, consignee INTEGER NOT NULL,"
    "  kind TEXT NOT NULL, why TEXT NOT NULL, made_s INTEGER NOT NULL, sent_s INTEGER NOT NULL,"
    "  confirmed_s INTEGER NOT NULL, way TEXT NOT NULL, said BLOB,"
    "  PRIMARY KEY (request, consignee)) STRICT;",
    /* Holds on a purpose or a period, with an owner; and why and by whom they were released. */
    "ALTER TABLE holds ADD COLUMN purpose TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE holds ADD COLUMN since TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE holds ADD COLUMN until TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE holds ADD COLUMN owner TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE holds ADD COLUMN release_reason TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE holds ADD COLUMN released_by TEXT NOT NULL DEFAULT '';"
    "UPDATE holds SET owner = placed_by;",
    /* Who may act, in which roles; without any, everybody who can open the catalog may. */
    "CREATE TABLE users (name TEXT PRIMARY KEY, roles TEXT NOT NULL, disabled_s INTEGER NOT NULL,"
    "  made_by TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT;",
    /* Records that are another person's, and whose they are not, by fingerprints. */
    "CREATE TABLE namesakes (number INTEGER PRIMARY KEY, request INTEGER NOT NULL,"
    "  record INTEGER NOT NULL, place BLOB NOT NULL, content BLOB NOT NULL, told BLOB,"
    "  reason TEXT NOT NULL, made_by TEXT NOT NULL, made_s INTEGER NOT NULL,"
    "  ended_by TEXT NOT NULL, ended_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE namesake_prints (namesake INTEGER NOT NULL REFERENCES namesakes,"
    "  kind TEXT NOT NULL, fingerprint BLOB NOT NULL,"
    "  PRIMARY KEY (namesake, kind, fingerprint)) STRICT;"
    "CREATE INDEX namesakes_request ON namesakes (request);"
    "CREATE INDEX namesake_prints_fingerprint ON namesake_prints (fingerprint);",
    /* What a reviewer has looked at; the finding's row has the dismissal that lasts the longest. */
    "CREATE TABLE dismissals (number INTEGER PRIMARY KEY, share TEXT NOT NULL,"
    "  path_glob BLOB, rule TEXT NOT NULL, category TEXT NOT NULL, kind TEXT NOT NULL,"
    "  fingerprint BLOB NOT NULL, place BLOB, is_listed INTEGER NOT NULL, reason TEXT NOT NULL,"
    "  until TEXT NOT NULL, until_s INTEGER NOT NULL, made_by TEXT NOT NULL,"
    "  made_s INTEGER NOT NULL, ended_by TEXT NOT NULL, end_reason TEXT NOT NULL,"
    "  ended_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE dismissed_findings (place BLOB NOT NULL, fingerprint BLOB NOT NULL,"
    "  rule TEXT NOT NULL, category TEXT NOT NULL, record INTEGER NOT NULL,"
    "  dismissal INTEGER NOT NULL REFERENCES dismissals,"
    "  PRIMARY KEY (place, fingerprint, rule, category, record, dismissal))"
    "  STRICT, WITHOUT ROWID;"
    "CREATE INDEX dismissed_findings_dismissal ON dismissed_findings (dismissal);"
    "ALTER TABLE findings ADD COLUMN dismissal INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX findings_dismissal ON findings (dismissal) WHERE dismissal > 0;",
    /* In which column of a table a finding lies: numbers only, since what looks like a header may be a
     * person. */
    "ALTER TABLE findings ADD COLUMN table_no INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE findings ADD COLUMN column_no INTEGER NOT NULL DEFAULT 0;",
    /* What a column's header refutes is no finding and has no fingerprint: a search has to read there. */
    "ALTER TABLE items ADD COLUMN has_refuted INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX items_refuted ON items (has_refuted) WHERE has_refuted;",
    /* Sums of an item's findings (sums.h), so that a report reads as many rows as there are items; an index
     * of fingerprints that is written at its end (SQL_HAS_PRINT); the policy's own findings and what is
     * unread without a look at the rest. */
    "CREATE TABLE finding_sums (item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,"
    "  rule TEXT NOT NULL, category TEXT NOT NULL, dismissal INTEGER NOT NULL,"
    "  findings INTEGER NOT NULL, counted INTEGER NOT NULL, high INTEGER NOT NULL,"
    "  PRIMARY KEY (item_id, rule, category, dismissal)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE item_sums (item_id INTEGER NOT NULL REFERENCES items ON DELETE CASCADE,"
    "  dismissal INTEGER NOT NULL, findings INTEGER NOT NULL, counted INTEGER NOT NULL, high "
    "INTEGER NOT NULL,"
    "  records INTEGER NOT NULL, categories TEXT NOT NULL,"
    "  PRIMARY KEY (item_id, dismissal)) STRICT, WITHOUT ROWID;"
    "INSERT INTO finding_sums SELECT item_id, rule, category, dismissal, COUNT(*),"
    "  SUM(confidence >= 40), SUM(confidence >= 75) FROM findings WHERE NOT (rule >= 'policy.' AND "
    "rule < 'policy/')"
    "  GROUP BY item_id, rule, category, dismissal;"
    "INSERT INTO item_sums SELECT item_id, dismissal, SUM(findings), SUM(counted), SUM(high), 0,"
    "  COALESCE(group_concat(DISTINCT CASE WHEN counted > 0 THEN category END), '')"
    "  FROM finding_sums GROUP BY item_id, dismissal;"
    "UPDATE item_sums SET records = p.records FROM"
    "  (SELECT item_id, dismissal, COUNT(*) AS records FROM"
    "   (SELECT f.item_id, f.dismissal, MIN(CASE WHEN x.number IS NULL THEN -1"
    "     WHEN x.until_s = 0 THEN 9223372036854775807 ELSE x.until_s END)"
    "    FROM findings f LEFT JOIN dismissals x ON x.number = f.dismissal"
    "    WHERE f.confidence >= 40 AND NOT (f.rule >= 'policy.' AND f.rule < 'policy/')"
    "    AND f.category IN ('name', 'contact', 'address', 'birth-date', 'government-id')"
    "    GROUP BY f.item_id, f.record)"
    "   GROUP BY item_id, dismissal) p"
    "  WHERE p.item_id = item_sums.item_id AND p.dismissal = item_sums.dismissal;"
    "DROP INDEX findings_fingerprint;"
    "CREATE INDEX findings_print ON findings (id >> 18, substr(fingerprint, 1, 8));"
    "CREATE INDEX findings_policy ON findings (item_id)"
    "  WHERE rule >= 'policy.' AND rule < 'policy/';"
    "CREATE INDEX items_unread ON items (share_id) WHERE state > 0;",
    /* How scans went, those that failed too; a share need not be in the catalog. */
    "CREATE TABLE runs (number INTEGER PRIMARY KEY, share TEXT NOT NULL,"
    "  is_scheduled INTEGER NOT NULL, started_s INTEGER NOT NULL,"
    "  ended_s INTEGER NOT NULL DEFAULT 0, result INTEGER NOT NULL DEFAULT 0,"
    "  reason TEXT NOT NULL DEFAULT '', files INTEGER NOT NULL DEFAULT 0,"
    "  unread INTEGER NOT NULL DEFAULT 0, high INTEGER NOT NULL DEFAULT 0,"
    "  medium INTEGER NOT NULL DEFAULT 0, low INTEGER NOT NULL DEFAULT 0,"
    "  dismissed INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX runs_share ON runs (share);",
};

static gboolean migrate_one(DaichoCatalog *catalog, gsize version, GError **error)
{
    g_autofree char *mark = g_strdup_printf("PRAGMA user_version = %zu", version + 1);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    return transaction != NULL && sql_execute(catalog, migrations[version], error) &&
           sql_execute(catalog, mark, error) && daicho_transaction_commit(transaction, error);
}

gboolean sql_get_version(DaichoCatalog *catalog, gint64 *version, GError **error)
{
    if (!sql_get_single(catalog, 0, version, error, "PRAGMA user_version", "")) {
        return FALSE;
    }
    if (*version < 0 || (gsize)*version > G_N_ELEMENTS(migrations)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "catalog %s was made by a newer daicho (schema %" G_GINT64_FORMAT
                    "): use that one",
                    catalog->path, *version);
        return FALSE;
    }
    return TRUE;
}

gint64 sql_newest_version(void)
{
    return G_N_ELEMENTS(migrations);
}

gboolean sql_check_version(DaichoCatalog *catalog, GError **error)
{
    gint64 version = 0;
    if (!sql_get_version(catalog, &version, error)) {
        return FALSE;
    }
    if (version == 0) {
        g_set_error(
            error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
            "catalog %s is empty: run daicho scan, or put a backup in its place with daicho "
            "catalog restore FILE",
            catalog->path);
    } else if (version < sql_newest_version()) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "catalog %s was made by an older daicho (schema %" G_GINT64_FORMAT
                    ", now %" G_GINT64_FORMAT "): bring it up to date with daicho catalog upgrade",
                    catalog->path, version, sql_newest_version());
    }
    return version == sql_newest_version();
}

gboolean sql_migrate(DaichoCatalog *catalog, GError **error)
{
    gint64 version = 0;
    if (!sql_get_version(catalog, &version, error)) {
        return FALSE;
    }
    for (gsize i = (gsize)version; i < G_N_ELEMENTS(migrations); i++) {
        if (!migrate_one(catalog, i, error)) {
            return FALSE;
        }
    }
    return TRUE;
}
