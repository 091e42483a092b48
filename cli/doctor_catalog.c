#include "cli/doctor.h"

#include <string.h>

#include "base/text.h"
#include "cli/session.h"

static void add_check(const char *what, const char *problem, gpointer data)
{
    g_autofree char *name = g_strconcat("catalog: ", what, NULL);
    doctor_note(
        data, name, problem != NULL ? DOCTOR_WRONG : DOCTOR_OK, problem != NULL ? problem : "whole",
        problem != NULL ? "put its last backup in its place: daicho catalog restore FILE" : "");
}

static void check_whole(Doctor *doctor, const Cli *cli)
{
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_check(cli->catalog, add_check, doctor, &error)) {
        doctor_note_error(doctor, "catalog: check", error);
    }
}

/* Deadlines, holds and the audit chain count on it. */
static void check_clock(Doctor *doctor, const Cli *cli)
{
    gint64 last = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *now = daicho_time_format(cli->now_s);
    if (!daicho_catalog_get_last_act(cli->catalog, &last, &error)) {
        doctor_note_error(doctor, "clock", error);
    } else if (last > cli->now_s) {
        g_autofree char *act = daicho_time_format(last);
        g_autofree char *found = g_strdup_printf("%s, before the last recorded act of %s", now,
                                                 act);
        doctor_note(doctor, "clock", DOCTOR_WRONG, found,
                    "set the clock, and keep it right: timedatectl set-ntp true");
    } else {
        doctor_note(doctor, "clock", DOCTOR_OK, now, "");
    }
}

static void check_begun(Doctor *doctor, const Cli *cli)
{
    gint64 targets = 0;
    gint64 plan = 0;
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_count_begun(cli->catalog, &targets, &plan, &error)) {
        doctor_note_error(doctor, "plans", error);
    } else if (targets > 0) {
        g_autofree char *found = g_strdup_printf(
            "%" G_GINT64_FORMAT " targets begun and not finished", targets);
        g_autofree char *remedy = g_strdup_printf(
            "unless it runs just now: daicho plan apply %" G_GINT64_FORMAT " --execute", plan);
        doctor_note(doctor, "plans", DOCTOR_WARNING, found, remedy);
    } else {
        doctor_note(doctor, "plans", DOCTOR_OK, "nothing is half done", "");
    }
}

/* An older backup that was restored, or a rotation that was cut off. */
static void check_key(Doctor *doctor, const Cli *cli)
{
    gboolean is_left = FALSE;
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_is_rotation_left(cli->catalog, cli->key, &is_left, &error)) {
        doctor_note_error(doctor, "key in use", error);
    } else if (is_left) {
        doctor_note(doctor, "key in use", DOCTOR_WARNING,
                    "the catalog is not wholly under the newest key of its file",
                    "daicho key rotate, which makes no other key then");
    } else {
        doctor_note(doctor, "key in use", DOCTOR_OK, "the newest of its file", "");
    }
}

/* --- vault --- */

typedef struct {
    const char *folder;
    GHashTable *blobs; /* that entries name; borrowed by nobody */
    guint stored, missing;
    char *first; /* of the missing */
} Vault;

static gboolean note_entry(const DaichoVaultRow *row, gpointer data, GError **error)
{
    (void)error;
    Vault *vault = data;
    g_autofree char *path = g_build_filename(vault->folder, row->blob, NULL);
    g_hash_table_add(vault->blobs, g_strdup(row->blob));
    if (strcmp(row->state, "stored") != 0) {
        return TRUE;
    }
    vault->stored++;
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        vault->missing++;
        vault->first = vault->first != NULL ? vault->first : g_steal_pointer(&path);
    }
    return TRUE;
}

static guint count_strange(const Vault *vault)
{
    guint count = 0;
    g_autoptr(GDir) folder = g_dir_open(vault->folder, 0, NULL);
    for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
        count += g_hash_table_contains(vault->blobs, name) ? 0 : 1;
    }
    return count;
}

static void note_vault(Doctor *doctor, const Vault *vault)
{
    g_autofree char *found = g_strdup_printf("%u entries", vault->stored);
    guint strange = count_strange(vault);
    if (vault->missing > 0) {
        g_autofree char *lost = g_strdup_printf("%u of %u entries are gone, as %s", vault->missing,
                                                vault->stored, vault->first);
        doctor_note(doctor, "vault entries", DOCTOR_WRONG, lost,
                    "bring them back from the copy of the vault");
    } else if (strange > 0) {
        g_autofree char *unknown = g_strdup_printf("%u entries, and %u files that the catalog does "
                                                   "not know",
                                                   vault->stored, strange);
        doctor_note(doctor, "vault entries", DOCTOR_WARNING, unknown,
                    "after a restore they are of the catalog that was kept, which alone can open "
                    "them: keep both");
    } else {
        doctor_note(doctor, "vault entries", DOCTOR_OK, found, "");
    }
}

static void check_vault(Doctor *doctor, Cli *cli)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GHashTable) blobs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *folder = session_dup_vault_path(cli, &error);
    Vault vault = {.folder = folder, .blobs = blobs};
    if (folder == NULL || !daicho_catalog_each_vault(cli->catalog, note_entry, &vault, &error)) {
        doctor_note_error(doctor, "vault entries", error);
    } else {
        note_vault(doctor, &vault);
    }
    g_free(vault.first);
}

/* --- what restores left --- */

static gboolean is_companion(const char *file)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", "-lock"};
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        found = found || g_str_has_suffix(file, endings[i]);
    }
    return found;
}

static void check_kept(Doctor *doctor, Cli *cli)
{
    guint count = 0;
    g_autofree char *path = session_dup_catalog_path(cli, NULL);
    g_autofree char *place = path != NULL ? g_path_get_dirname(path) : NULL;
    g_autofree char *name = path != NULL ? g_path_get_basename(path) : NULL;
    g_autofree char *replaced = g_strconcat(name, ".replaced-", NULL);
    g_autofree char *restoring = g_strconcat(name, ".restoring-", NULL);
    g_autoptr(GDir) folder = place != NULL ? g_dir_open(place, 0, NULL) : NULL;
    for (const char *file; folder != NULL && (file = g_dir_read_name(folder)) != NULL;) {
        gboolean is_kept = g_str_has_prefix(file, replaced) || g_str_has_prefix(file, restoring);
        count += is_kept && !is_companion(file) ? 1 : 0;
    }
    if (count > 0) {
        g_autofree char *found = g_strdup_printf("%u beside the catalog, of restores", count);
        doctor_note(doctor, "replaced catalogs", DOCTOR_OK, found,
                    "delete them once nothing in them is needed");
    }
}

void doctor_check_catalog(Doctor *doctor, Cli *cli)
{
    check_whole(doctor, cli);
    check_begun(doctor, cli);
    check_key(doctor, cli);
    check_clock(doctor, cli);
    check_vault(doctor, cli);
    doctor_check_scans(doctor, cli);
    check_kept(doctor, cli);
}
