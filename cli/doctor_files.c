#include "cli/doctor.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fs.h"
#include "cli/session.h"

/* What belongs to another can be given to anybody by them, and may be refused to daicho. */
static char *dup_owner_problem(const struct stat *status, const char *path)
{
    if (status->st_uid == geteuid() || geteuid() == 0) {
        return NULL;
    }
    return g_strdup_printf("it belongs to another user (%u): run daicho as that user, or chown %s",
                           status->st_uid, path);
}

/* A mode that lets others in is wrong for what only daicho's user may see. */
static void check_mode(Doctor *doctor, const char *what, const char *path, mode_t wanted)
{
    struct stat status;
    g_autofree char *found = NULL;
    g_autofree char *remedy = NULL;
    DoctorState state = DOCTOR_OK;
    if (stat(path, &status) < 0) {
        state = DOCTOR_WRONG;
        found = g_strdup_printf("%s: %s", path, g_strerror(errno));
        remedy = g_strdup("make it with daicho init or daicho scan, or restore it");
    } else {
        found = g_strdup_printf("%s, mode %04o", path, status.st_mode & 07777U);
        if ((status.st_mode & 07777U & ~wanted) != 0) {
            state = DOCTOR_WRONG;
            remedy = g_strdup_printf("others can get at it: chmod %04o %s", wanted, path);
        } else if ((remedy = dup_owner_problem(&status, path)) != NULL) {
            state = DOCTOR_WRONG;
        }
    }
    doctor_note(doctor, what, state, found, remedy != NULL ? remedy : "");
}

void doctor_note_error(Doctor *doctor, const char *what, const GError *error)
{
    doctor_note(doctor, what, DOCTOR_WRONG, error->message, "mend it as the message says");
}

static void check_config(Doctor *doctor, Cli *cli)
{
    struct stat status;
    if (cli->config_path == NULL) {
        doctor_note(doctor, "configuration", DOCTOR_WARNING, "none",
                    "the defaults count: daicho init makes one");
        return;
    }
    gboolean is_open = stat(cli->config_path, &status) == 0 && (status.st_mode & S_IWOTH) != 0;
    doctor_note(doctor, "configuration", is_open ? DOCTOR_WRONG : DOCTOR_OK, cli->config_path,
                is_open ? "everybody can change it: chmod o-w" : "");
}

static void check_policy_and_rules(Doctor *doctor, Cli *cli)
{
    g_autoptr(GError) policy_error = NULL;
    g_autoptr(GError) rules_error = NULL;
    if (session_load_policy(cli, &policy_error) == NULL) {
        doctor_note_error(doctor, "policy", policy_error);
    } else {
        g_autofree char *found = g_strdup_printf("%u purposes of use",
                                                 daicho_policy_get_length(cli->policy));
        doctor_note(doctor, "policy", DOCTOR_OK, found, "");
    }
    if (session_load_rules(cli, &rules_error) == NULL) {
        doctor_note_error(doctor, "rules", rules_error);
    } else {
        g_autofree char *found = g_strdup_printf("%u", daicho_rules_get_length(cli->rules));
        doctor_note(doctor, "rules", DOCTOR_OK, found, "");
    }
}

static gboolean count_active(const DaichoUser *user, gpointer data, GError **error)
{
    (void)error;
    *(guint *)data += user->disabled_s == 0 ? 1 : 0;
    return TRUE;
}

/* That nobody is recorded is right where one person does all. */
static void check_users(Doctor *doctor, const Cli *cli)
{
    guint active = 0;
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_each_user(cli->catalog, count_active, &active, &error)) {
        doctor_note_error(doctor, "users", error);
    } else if (active == 0) {
        doctor_note(doctor, "users", DOCTOR_OK, "none: who can open the catalog may do everything",
                    "to give roles: daicho user add NAME --role administrator");
    } else {
        g_autofree char *found = g_strdup_printf("%u with a role", active);
        doctor_note(doctor, "users", DOCTOR_OK, found, "");
    }
}

static void check_catalog(Doctor *doctor, Cli *cli)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *catalog = session_dup_catalog_path(cli, NULL);
    g_autofree char *key = session_dup_key_path(cli, NULL);
    g_autofree char *vault = session_dup_vault_path(cli, NULL);
    if (catalog == NULL || key == NULL || vault == NULL) {
        doctor_note(doctor, "catalog", DOCTOR_WARNING, "none",
                    "run daicho init, or name one with --catalog FILE");
        return;
    }
    check_mode(doctor, "key", key, 0600);
    check_mode(doctor, "catalog", catalog, 0600);
    if (g_file_test(vault, G_FILE_TEST_EXISTS)) {
        check_mode(doctor, "vault", vault, 0700);
    } else {
        doctor_note(doctor, "vault", DOCTOR_OK, "made when it is needed", "");
    }
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, &error) == NULL) {
        doctor_note_error(doctor, "catalog opens", error);
    } else {
        doctor_note(doctor, "catalog opens", DOCTOR_OK, "with this key", "");
        check_users(doctor, cli);
        doctor_check_catalog(doctor, cli);
    }
}

static void check_shares(Doctor *doctor, const Config *config)
{
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        g_autofree char *what = g_strdup_printf("share %s", share->name);
        g_autoptr(GError) error = NULL;
        DAICHO_AUTO_FD int fd = daicho_fs_open_root(share->path, &error);
        if (fd < 0) {
            doctor_note(doctor, what, DOCTOR_WRONG, error->message,
                        "mount it, or mend \"shares:\" in the configuration");
            continue;
        }
        g_autofree char *type = daicho_fs_describe(fd);
        g_autofree char *found = g_strdup_printf("%s on %s", share->path, type);
        doctor_note(doctor, what, DOCTOR_OK, found, "");
    }
}

void doctor_check_files(Doctor *doctor, Cli *cli)
{
    g_autoptr(GError) error = NULL;
    const Config *config = session_load_config(cli, &error);
    if (config == NULL) {
        doctor_note_error(doctor, "configuration", error);
        return;
    }
    check_config(doctor, cli);
    check_policy_and_rules(doctor, cli);
    check_catalog(doctor, cli);
    doctor_check_space(doctor, cli);
    check_shares(doctor, config);
}
