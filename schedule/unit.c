#include "schedule/unit.h"

#include <string.h>

#include "base/digest.h"

/* --- words of systemd --- */

char *daicho_unit_name(const char *what, const char *share, const char *suffix)
{
    enum { MOST = 180 };
    g_autoptr(GString) escaped = g_string_new(NULL);
    for (const char *at = share; *at != '\0'; at++) {
        gboolean is_plain = g_ascii_isalnum(*at) || *at == '_' || *at == ':' ||
                            (*at == '.' && at != share);
        if (is_plain) {
            g_string_append_c(escaped, *at);
        } else {
            g_string_append_printf(escaped, "\\x%02x", (guchar)*at);
        }
    }
    if (escaped->len > MOST) {
        guint8 digest[DAICHO_DIGEST_BYTES];
        daicho_digest(share, strlen(share), digest);
        g_autofree char *hex = daicho_hex_encode(digest, 16);
        g_string_assign(escaped, hex);
    }
    return g_strdup_printf("daicho-%s-%s.%s", what, escaped->str, suffix);
}

/* For values in which % begins a specifier. */
static char *dup_literal(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "%", -1);
    return g_strjoinv("%%", parts);
}

/* A word in quotes, in which nothing has a meaning; is_command: $ would begin a variable. */
static void append_word(GString *out, const char *word, gboolean is_command)
{
    g_string_append_c(out, '"');
    for (; *word != '\0'; word++) {
        if (*word == '"' || *word == '\\') {
            g_string_append_printf(out, "\\%c", *word);
        } else if (*word == '%' || (*word == '$' && is_command)) {
            g_string_append_printf(out, "%c%c", *word, *word);
        } else if (g_ascii_iscntrl(*word)) {
            g_string_append_printf(out, "\\x%02x", (guchar)*word);
        } else {
            g_string_append_c(out, *word);
        }
    }
    g_string_append_c(out, '"');
}

static void append_path(GString *out, const char *key, const char *prefix, const char *path)
{
    g_autofree char *whole = g_strconcat(prefix, path, NULL);
    g_string_append_printf(out, "%s=", key);
    append_word(out, whole, FALSE);
    g_string_append_c(out, '\n');
}

char *daicho_unit_mark(const char *config_file)
{
    g_autofree char *printable = g_strescape(config_file, NULL);
    return g_strdup_printf(
        "# Written by daicho schedule install for %s: install again after changes\n", printable);
}

static GString *begin(const DaichoUnit *unit, const char *what)
{
    g_autofree char *mark = daicho_unit_mark(unit->config_file);
    g_autofree char *share = dup_literal(unit->share);
    GString *out = g_string_new(mark);
    g_string_append_printf(out, "[Unit]\nDescription=daicho: %s \"%s\"\n", what, share);
    g_string_append(out, "Documentation=man:daicho(1)\n");
    return out;
}

static void append_option(GString *out, const char *option, const char *value)
{
    g_string_append_printf(out, " %s ", option);
    append_word(out, value, TRUE);
}

/* The notice knows whom to tell when the configuration is what is wrong. */
static void append_command(GString *out, const DaichoUnit *unit, const char *word,
                           gboolean is_notice)
{
    g_string_append(out, "ExecStart=");
    append_word(out, unit->program, TRUE);
    g_string_append_printf(out, " schedule %s", word);
    append_option(out, "--config", unit->config_file);
    for (const char *const *to = unit->schedule->mail; is_notice && *to != NULL; to++) {
        append_option(out, "--mail", *to);
    }
    if (is_notice && *unit->schedule->mail != NULL) {
        append_option(out, "--sendmail", unit->schedule->sendmail);
    }
    g_string_append(out, " -- ");
    append_word(out, unit->share, TRUE);
    g_string_append_c(out, '\n');
}

static void append_user(GString *out, const DaichoUnit *unit)
{
    if (unit->user != NULL && !unit->is_of_user) {
        g_autofree char *user = dup_literal(unit->user);
        g_string_append_printf(out, "User=%s\n", user);
    }
}

/* --- what lies where --- */

static gboolean lies_in(const char *path, const char *const *folders)
{
    for (; *folders != NULL; folders++) {
        gsize length = strlen(*folders);
        if (strncmp(path, *folders, length) == 0 && (path[length] == '/' || path[length] == '\0')) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean any_lies_in(const DaichoUnit *unit, const char *const *folders)
{
    gboolean any = lies_in(unit->root, folders) || lies_in(unit->program, folders) ||
                   lies_in(unit->config_file, folders) || lies_in(unit->catalog_folder, folders);
    for (const char *const *path = unit->other_paths; *path != NULL && !any; path++) {
        any = lies_in(*path, folders);
    }
    return any;
}

static void append_hidden(GString *out, const DaichoUnit *unit)
{
    static const char *const homes[] = {"/home", "/root", "/run/user", NULL};
    static const char *const temporary[] = {"/tmp", "/var/tmp", NULL};
    g_string_append_printf(out, "ProtectHome=%s\n", any_lies_in(unit, homes) ? "read-only" : "yes");
    g_string_append_printf(out, "PrivateTmp=%s\n", any_lies_in(unit, temporary) ? "no" : "yes");
}

/* --- the scan --- */

/* What a system's manager can take away, and a user's cannot. */
static const char system_walls[] = "ProtectSystem=strict\n"
                                   "PrivateNetwork=yes\n"
                                   "IPAddressDeny=any\n"
                                   "PrivateDevices=yes\n"
                                   "PrivateIPC=yes\n"
                                   "PrivateMounts=yes\n"
                                   "DevicePolicy=closed\n"
                                   "ProtectClock=yes\n"
                                   "ProtectControlGroups=yes\n"
                                   "ProtectHostname=yes\n"
                                   "ProtectKernelLogs=yes\n"
                                   "ProtectKernelModules=yes\n"
                                   "ProtectKernelTunables=yes\n"
                                   "ProtectProc=invisible\n"
                                   "ProcSubset=pid\n"
                                   "KeyringMode=private\n"
                                   "RemoveIPC=yes\n";

static const char walls[] = "NoNewPrivileges=yes\n"
                            "# Patterns are then matched without PCRE2's JIT, which needs memory "
                            "to be written and run: the same\n"
                            "# is found, and a scan takes up to a third longer.\n"
                            "MemoryDenyWriteExecute=yes\n"
                            "RestrictAddressFamilies=AF_UNIX\n"
                            "RestrictNamespaces=yes\n"
                            "RestrictRealtime=yes\n"
                            "RestrictSUIDSGID=yes\n"
                            "LockPersonality=yes\n"
                            "SystemCallArchitectures=native\n"
                            "SystemCallFilter=@system-service\n"
                            "SystemCallFilter=~@privileged @resources\n"
                            "# How the workers are fenced in.\n"
                            "SystemCallFilter=prlimit64 setrlimit seccomp landlock_create_ruleset\n"
                            "SystemCallFilter=landlock_add_rule landlock_restrict_self\n"
                            "SystemCallErrorNumber=EPERM\n"
                            "UMask=0077\n";

static void append_walls(GString *out, const DaichoUnit *unit)
{
    if (!unit->is_of_user) {
        const char *capability = unit->schedule->reads_all ? "CAP_DAC_READ_SEARCH" : "";
        g_string_append(out, system_walls);
        append_hidden(out, unit);
        append_path(out, "ReadOnlyPaths", "-", unit->root);
        append_path(out, "ReadWritePaths", "", unit->catalog_folder);
        g_string_append_printf(out, "CapabilityBoundingSet=%s\nAmbientCapabilities=%s\n",
                               capability, capability);
    }
    g_string_append(out, walls);
}

static void append_limits(GString *out, const DaichoSchedule *schedule)
{
    if (schedule->cpu > 0) {
        g_string_append_printf(out, "CPUQuota=%u%%\n", schedule->cpu);
    }
    if (schedule->nice > 0) {
        g_string_append_printf(out, "Nice=%u\nIOSchedulingPriority=7\n", schedule->nice);
    }
}

char *daicho_unit_service(const DaichoUnit *unit)
{
    GString *out = begin(unit, "scan of the share");
    g_string_append(out, "After=remote-fs.target local-fs.target\n");
    if (daicho_unit_has_notice(unit)) {
        g_autofree char *notice = daicho_unit_name("notice", unit->share, "service");
        g_string_append_printf(out, "OnFailure=%s\nOnSuccess=%s\n", notice, notice);
    }
    g_string_append(out, "\n[Service]\nType=oneshot\n");
    append_command(out, unit, "run", FALSE);
    append_user(out, unit);
    g_string_append(out, "# 3: something could not be read, or the window ended. It is told "
                         "(journal, schedule list,\n"
                         "# reports, notice), and the unit does not stay failed for it.\n"
                         "SuccessExitStatus=3\n"
                         "# A scan that is told to stop ends well, so that the next one goes on.\n"
                         "KillMode=mixed\n"
                         "TimeoutStopSec=2min\n");
    append_limits(out, unit->schedule);
    g_string_append_c(out, '\n');
    append_walls(out, unit);
    return g_string_free(out, FALSE);
}

static void append_times(GString *out, const DaichoCalendar *calendar)
{
    g_auto(GStrv) times = daicho_calendar_to_systemd(calendar);
    for (char **time = times; *time != NULL; time++) {
        g_string_append_printf(out, "OnCalendar=%s\n", *time);
    }
}

char *daicho_unit_timer(const DaichoUnit *unit)
{
    DaichoCalendar openings;
    gboolean has_openings = FALSE;
    GString *out = begin(unit, "when to scan the share");
    g_string_append(out, "\n[Timer]\n");
    append_times(out, &unit->schedule->calendar);
    daicho_schedule_get_starts(unit->schedule, &openings, &has_openings);
    if (has_openings) {
        g_string_append(out, "# The window opens: what was missed or interrupted goes on.\n");
        append_times(out, &openings);
    }
    g_string_append(out, "Persistent=true\n"
                         "# Machines that read one server do not all begin at once.\n"
                         "RandomizedDelaySec=2min\n"
                         "FixedRandomDelay=true\n"
                         "AccuracySec=1min\n"
                         "\n[Install]\nWantedBy=timers.target\n");
    return g_string_free(out, FALSE);
}

/* --- the notice --- */

gboolean daicho_unit_has_notice(const DaichoUnit *unit)
{
    return *unit->schedule->mail != NULL || *unit->schedule->command != NULL;
}

/* sendmail hands mail over with the rights of its group, and to a network: what forbids new privileges
 * would forbid that. */
char *daicho_unit_notice(const DaichoUnit *unit)
{
    GString *out = begin(unit, "notice of the scan of the share");
    g_string_append(out, "\n[Service]\nType=oneshot\n");
    append_command(out, unit, "notify", TRUE);
    append_user(out, unit);
    g_string_append(out, "TimeoutStartSec=10min\nUMask=0077\n");
    if (!unit->is_of_user) {
        g_string_append(out, "ProtectSystem=full\nProtectControlGroups=yes\n");
        append_hidden(out, unit);
    }
    return g_string_free(out, FALSE);
}
