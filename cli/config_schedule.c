#include "cli/config_options.h"

#include "base/error.h"
#include "schedule/schedule.h"

/* Values of "schedule": unlike those of other sections, what is not set holds nothing. */

#define SCHEDULE(field) G_STRUCT_OFFSET(DaichoScheduleSource, field)

/* What is wrong, with its place. */
static gboolean place_error(const DaichoYamlNode *value, GError *wrong, GError **error)
{
    daicho_yaml_node_set_error(value, error, "%s", wrong->message);
    g_error_free(wrong);
    return FALSE;
}

/* Where times or window stand: whether they go together is seen when all is read. */
static void note_place(const DaichoYamlNode *value, gpointer field, gsize offset)
{
    DaichoScheduleSource *source = (gpointer)((guint8 *)field - offset);
    g_autoptr(GError) place = NULL;
    daicho_yaml_node_set_error(value, &place, "%s", "");
    g_free(source->place);
    source->place = g_strdup(place->message);
}

typedef gboolean (*CheckWords)(const char *const *words, GError **error);

static gboolean take_checked(const ConfigReading *reading, const ConfigOption *option,
                             const DaichoYamlNode *value, char ***field, CheckWords check,
                             GError **error)
{
    GError *wrong = NULL;
    g_auto(GStrv) words = NULL;
    words = g_new0(char *, 1);
    if (!config_type_strings.take(reading, option, value, &words, error)) {
        return FALSE;
    }
    if (check != NULL && !check((const char *const *)words, &wrong)) {
        return place_error(value, wrong, error);
    }
    g_strfreev(*field);
    *field = g_steal_pointer(&words);
    return TRUE;
}

static gboolean take_words(const ConfigReading *reading, const ConfigOption *option,
                           const DaichoYamlNode *value, gpointer field, GError **error)
{
    return take_checked(reading, option, value, field, NULL, error);
}

static gboolean take_days(const ConfigReading *reading, const ConfigOption *option,
                          const DaichoYamlNode *value, gpointer field, GError **error)
{
    return take_checked(reading, option, value, field, daicho_schedule_check_days, error);
}

static gboolean take_mail(const ConfigReading *reading, const ConfigOption *option,
                          const DaichoYamlNode *value, gpointer field, GError **error)
{
    return take_checked(reading, option, value, field, daicho_schedule_check_mail, error);
}

static gboolean take_times(const ConfigReading *reading, const ConfigOption *option,
                           const DaichoYamlNode *value, gpointer field, GError **error)
{
    note_place(value, field, option->offset);
    return take_checked(reading, option, value, field, daicho_schedule_check_times, error);
}

/* A program is named by its whole path: what runs it has another PATH than who wrote it. */
static gboolean check_command(const char *const *command, GError **error)
{
    if (*command != NULL && g_path_is_absolute(*command)) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "the first word is the program, with its whole path, as /usr/local/bin/page; no "
                "shell reads it");
    return FALSE;
}

static gboolean take_command(const ConfigReading *reading, const ConfigOption *option,
                             const DaichoYamlNode *value, gpointer field, GError **error)
{
    return take_checked(reading, option, value, field, check_command, error);
}

static gboolean take_window(const ConfigReading *reading, const ConfigOption *option,
                            const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    (void)option;
    GError *wrong = NULL;
    const char *text = NULL;
    char **window = field;
    if (!daicho_yaml_node_get_string(value, &text, error)) {
        return FALSE;
    }
    if (!daicho_schedule_check_window(text, &wrong)) {
        return place_error(value, wrong, error);
    }
    note_place(value, field, option->offset);
    g_free(*window);
    *window = g_strdup(text);
    return TRUE;
}

static gboolean take_number(const ConfigReading *reading, const ConfigOption *option,
                            const DaichoYamlNode *value, gpointer field, GError **error)
{
    (void)reading;
    gint64 number = 0;
    if (!daicho_yaml_node_get_int(value, 1, option->type->maximum, &number, error)) {
        return FALSE;
    }
    *(guint *)field = (guint)number;
    return TRUE;
}

static gboolean take_program(const ConfigReading *reading, const ConfigOption *option,
                             const DaichoYamlNode *value, gpointer field, GError **error)
{
    return config_type_path.take(reading, option, value, field, error);
}

static char *dup_nothing(gconstpointer field)
{
    (void)field;
    return NULL;
}

static const ConfigType type_words = {"string", TRUE, 0, take_words, dup_nothing};
static const ConfigType type_days = {"string", TRUE, 0, take_days, dup_nothing};
static const ConfigType type_times = {"string", TRUE, 0, take_times, dup_nothing};
static const ConfigType type_mail = {"string", TRUE, 0, take_mail, dup_nothing};
static const ConfigType type_command = {"string", TRUE, 0, take_command, dup_nothing};
static const ConfigType type_window = {"string", FALSE, 0, take_window, dup_nothing};
static const ConfigType type_program = {"string", FALSE, 0, take_program, dup_nothing};
static const ConfigType type_rate = {"integer", FALSE, 1000000, take_number, dup_nothing};
static const ConfigType type_percent = {"integer", FALSE, 100000, take_number, dup_nothing};
static const ConfigType type_nice = {"integer", FALSE, 19, take_number, dup_nothing};

static const ConfigOption notify_options[] = {
    {.key = "on",
     .type = &type_words,
     .offset = SCHEDULE(on),
     .help = "Results of which somebody is told; of a partial scan when more is unread than before",
     .example = "[failed, partial]",
     .words = daicho_schedule_results},
    {.key = "mail",
     .type = &type_mail,
     .offset = SCHEDULE(mail),
     .help = "Addresses to which a mail is sent",
     .example = "[it-desk@example.com]"},
    {.key = "command",
     .type = &type_command,
     .offset = SCHEDULE(command),
     .help =
         "A program with its arguments, which no shell reads; it has DAICHO_SHARE, DAICHO_RESULT "
         "and more in its environment",
     .example = "[/usr/local/bin/page, daicho]"},
    {.key = "sendmail",
     .type = &type_program,
     .offset = SCHEDULE(sendmail),
     .help = "What takes the mail with -t",
     .example = "/usr/sbin/sendmail"},
    {0},
};

const ConfigOption config_schedule_options[] = {
    {.key = "days",
     .type = &type_days,
     .offset = SCHEDULE(days),
     .help = "daily; days of the week, as Mon-Fri; days of the month, as 1, 15 or last; or never",
     .example = "[daily]"},
    {.key = "times",
     .type = &type_times,
     .offset = SCHEDULE(times),
     .help = "When a scan begins, in the machine's time zone; without, it is not planned",
     .example = "[\"22:00\"]"},
    {.key = "window",
     .type = &type_window,
     .offset = SCHEDULE(window),
     .help = "From when until when a scan may run; at the end it stops, and the next one goes on",
     .example = "\"22:00-06:00\""},
    {.key = "max-rate",
     .type = &type_rate,
     .offset = SCHEDULE(max_rate),
     .help = "Megabytes that are read in a second, at most",
     .example = "50"},
    {.key = "cpu",
     .type = &type_percent,
     .offset = SCHEDULE(cpu),
     .help = "Percent of one processor that a scan may take; two whole ones are 200. Not with cron",
     .example = "100"},
    {.key = "nice",
     .type = &type_nice,
     .offset = SCHEDULE(nice),
     .help = "How far a scan stands back for other programs, from 1 to 19",
     .example = "10"},
    {.key = "privileges",
     .type = &type_words,
     .offset = SCHEDULE(privileges),
     .help = "read-all: whatever the mode of a file (CAP_DAC_READ_SEARCH); none: what the account "
             "may read",
     .example = "[read-all]",
     .words = daicho_schedule_privileges},
    {.key = "notify", .help = "Who is told how a planned scan went", .options = notify_options},
    {0},
};
