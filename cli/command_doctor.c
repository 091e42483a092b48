#include "cli/commands.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <archive.h>
#include <fcntl.h>
#include <magic.h>
#include <pango/pangocairo.h>
#include <pcre2.h>
#include <seccomp.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <yaml.h>
#include <zlib.h>

#include "cli/doctor.h"
#include "cli/message.h"
#include "cli/output.h"

static const DaichoColumn columns[] = {
    {"what", N_("What"), FALSE},
    {"state", N_("State"), FALSE},
    {"found", N_("Found"), FALSE},
    {"remedy", N_("What to do"), FALSE},
};

void doctor_note(Doctor *doctor, const char *what, DoctorState state, const char *found,
                 const char *remedy)
{
    static const char *const states[] = {"ok", "warning", "wrong"};
    const char *const cells[] = {what, states[state], found, remedy};
    daicho_table_add(doctor->table, cells);
    doctor->wrong += state == DOCTOR_WRONG ? 1 : 0;
    doctor->warnings += state == DOCTOR_WARNING ? 1 : 0;
}

static void note_library(Doctor *doctor, const char *name, const char *version)
{
    g_autofree char *what = g_strdup_printf("library %s", name);
    doctor_note(doctor, what, DOCTOR_OK, version, "");
}

/* The versions that run, which may be others than those that were built with. */
static void check_libraries(Doctor *doctor)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    const struct scmp_version *seccomp = seccomp_version();
    g_autofree char *seccomp_text = g_strdup_printf("%u.%u.%u", seccomp->major, seccomp->minor,
                                                    seccomp->micro);
    g_autofree char *glib = g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version,
                                            glib_micro_version);
    g_autofree char *magic = g_strdup_printf("%d.%02d", magic_version() / 100,
                                             magic_version() % 100);
    note_library(doctor, "GLib", glib);
    note_library(doctor, "PCRE2", pcre2);
    note_library(doctor, "SQLite", sqlite3_libversion());
    note_library(doctor, "libarchive", archive_version_string());
    note_library(doctor, "zlib", zlibVersion());
    note_library(doctor, "libmagic", magic);
    note_library(doctor, "libsodium", sodium_version_string());
    note_library(doctor, "Pango", pango_version_string());
    note_library(doctor, "Cairo", cairo_version_string());
    note_library(doctor, "libyaml", yaml_get_version_string());
    note_library(doctor, "libseccomp", seccomp_text);
}

static void check_jit(Doctor *doctor)
{
    guint32 has_jit = 0;
    pcre2_config(PCRE2_CONFIG_JIT, &has_jit);
    doctor_note(doctor, "PCRE2 JIT", has_jit ? DOCTOR_OK : DOCTOR_WARNING, has_jit ? "yes" : "no",
                has_jit ? "" : "scans are slow: install a PCRE2 that is built with JIT");
}

/* Without it all but PDF works. */
static void check_font(Doctor *doctor)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *family = daicho_paper_find_font(&error);
    doctor_note(doctor, "Japanese font", family != NULL ? DOCTOR_OK : DOCTOR_WARNING,
                family != NULL ? family : "none", family != NULL ? "" : error->message);
}

static gboolean has_statx(void)
{
    struct statx status;
    return statx(AT_FDCWD, "/", 0, STATX_BASIC_STATS, &status) == 0;
}

static void check_kernel(Doctor *doctor)
{
    struct utsname name;
    if (uname(&name) == 0) {
        doctor_note(doctor, "kernel", DOCTOR_OK, name.release, "");
    }
    DaichoSandboxSupport support = daicho_sandbox_probe();
    const struct {
        const char *what;
        gboolean is_there;
        DoctorState otherwise;
        const char *remedy;
    } features[] = {
        {"openat2", support.openat2, DOCTOR_WRONG,
         "files cannot be opened safely: use Linux 5.6 or later, and let the container allow it"},
        {"statx", has_statx(), DOCTOR_WRONG,
         "what may not be changed is not seen: use Linux 4.11 or later, and let the container "
         "allow "
         "it"},
        {"seccomp", support.seccomp, DOCTOR_WARNING,
         "a layer of the sandbox is missing: use a kernel with CONFIG_SECCOMP_FILTER"},
        {"Landlock", support.landlock, DOCTOR_WARNING,
         "a layer of the sandbox is missing: use Linux 5.13 or later with lsm=landlock"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(features); i++) {
        doctor_note(
            doctor, features[i].what, features[i].is_there ? DOCTOR_OK : features[i].otherwise,
            features[i].is_there ? "yes" : "no", features[i].is_there ? "" : features[i].remedy);
    }
}

static void tell_sum(const Cli *cli, const Doctor *doctor)
{
    g_autofree char *warnings = message_counted(doctor->warnings, "warning", "warnings");
    if (doctor->wrong + doctor->warnings == 0) {
        message_tell(cli, "0 to be mended: all is well");
    } else {
        message_tell(cli, "%u to be mended, %s", doctor->wrong, warnings);
    }
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("doctor", columns, G_N_ELEMENTS(columns));
    Doctor doctor = {.table = table};
    check_kernel(&doctor);
    check_libraries(&doctor);
    check_jit(&doctor);
    check_font(&doctor);
    doctor_check_files(&doctor, cli);
    if (!output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell_sum(cli, &doctor);
    return doctor.wrong > 0 ? CLI_FOUND : CLI_DONE;
}

const Command command_doctor = {
    .name = "doctor",
    .usage = "",
    .summary = "what works here, what does not, and what to do",
    .takes = COMMAND_FORMAT,
    .run = run,
};
