#ifndef DAICHO_CLI_CONFIG_H
#define DAICHO_CLI_CONFIG_H

#include "base/limits.h"
#include "schedule/schedule.h"

#include <glib.h>

/* daicho.yaml: which shares, which rules, and where the register is kept. */
typedef struct {
    char *name;
    char *path;
    char **exclude; /* path globs; never NULL */
    gboolean cross_devices;
    char **passwords; /* of its encrypted files; never NULL */
    gboolean ocr;
    DaichoScheduleSource schedule;
} ConfigShare;

typedef struct {
    GPtrArray *shares; /* of ConfigShare, in the order of the file */
    char **packs;      /* of the program */
    char **folders;    /* with packs of one's own */
    char *policy;      /* all four NULL when not given */
    char *key;
    char *catalog;
    char *vault;
    DaichoScheduleSource schedule; /* of all shares, where their own does not say otherwise */
    DaichoReading reading;         /* of a file of any share: with the passwords of all of them */
    GPtrArray *passwords;          /* of reading, NULL-terminated; borrowed from the shares */
} Config;

/* With the defaults. */
ConfigShare *config_share_new(const char *name);
void config_share_free(ConfigShare *share);

/* What counts without a file: no shares, the default packs and limits. */
Config *config_new(void);

/* Relative paths are relative to the file's folder. Errors are DAICHO_ERROR_USAGE with line and
 * column. */
Config *config_load(const char *file, GError **error);

/* The same, with whatever is wrong added to problems as messages (g_free): what is right counts. NULL
 * when the file cannot be read, or is no YAML. */
Config *config_read(const char *file, GPtrArray *problems, GError **error);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* NULL when there is none of that name. */
const ConfigShare *config_find_share(const Config *config, const char *name);

/* How the files of a share are read; borrowed from config. share NULL: one that is not configured. */
DaichoReading config_get_reading(const Config *config, const ConfigShare *share);

/* A share's name stands before the colon of a place ("hr:2023/list.csv"). */
gboolean config_share_name_is_valid(const char *name);

/*
 * The file that counts: given when it is not NULL, else ./daicho.yaml, else environment when it is
 * set, else /etc/daicho/daicho.yaml. *file is NULL when there is none (g_free). A ./daicho.yaml of
 * another user is refused, since it would say what is read and erased.
 */
gboolean config_locate(const char *given, const char *environment, char **file, GError **error);

#endif
