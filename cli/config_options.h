#ifndef DAICHO_CLI_CONFIG_OPTIONS_H
#define DAICHO_CLI_CONFIG_OPTIONS_H

#include "base/yaml.h"
#include "cli/config.h"

/*
 * Every option of daicho.yaml is one row of a table: what reads the file, the file that init writes, the
 * JSON Schema and daicho config options are all made from it, so that none of them can lack one.
 */
typedef struct ConfigOption ConfigOption;

/* The file that is being read. Problems are messages "file:line:column: what is wrong". */
typedef struct {
    Config *config;
    const char *folder; /* of the file, which relative paths are relative to */
    GPtrArray *problems;
} ConfigReading;

/* A kind of value. */
typedef struct {
    const char *json_type; /* "string"; of the items, when it is a list */
    gboolean is_list;
    gint64 maximum; /* of a number, which begins with 1; 0 when it is none */
    /* Puts the value into field. */
    gboolean (*take)(const ConfigReading *reading, const ConfigOption *option,
                     const DaichoYamlNode *value, gpointer field, GError **error);
    /* What field holds, as JSON, which YAML is too (g_free); NULL when it holds nothing. */
    char *(*dup_text)(gconstpointer field);
} ConfigType;

extern const ConfigType config_type_path, config_type_paths, config_type_strings,
    config_type_boolean, config_type_count, config_type_size;

/* In double quotes, as JSON and YAML have it (g_free). */
char *config_quote(const char *value);

struct ConfigOption {
    const char *key;
    const ConfigType *type;      /* NULL for a section */
    gsize offset;                /* of the field, or of the section's struct */
    const char *help;            /* one sentence without its full stop */
    const char *initial;         /* what init writes; NULL: only a comment with the default */
    const char *example;         /* what stands in that comment where there is no default */
    const char *const *words;    /* that a text may be; NULL: any */
    const ConfigOption *options; /* of a section; ends with one without a key */
    gboolean is_needed;
    gboolean is_named; /* a section whose keys are names of shares, each with these options */
};

/* The options at the top of the file; ends with one without a key. Offsets are in Config, and within a
 * share in ConfigShare. */
extern const ConfigOption config_options[];

/* What "schedule" has, at the top and in a share. Offsets are in DaichoScheduleSource. */
extern const ConfigOption config_schedule_options[];

/* Calls each for every option, sections before what is in them; name is the whole one
 * ("shares.NAME.path"), field where the default stands. */
typedef void (*ConfigOptionFunc)(const ConfigOption *option, const char *name, gconstpointer field,
                                 gpointer data);
void config_options_each(ConfigOptionFunc each, gpointer data);

/* Fills base with a mapping, which counts as far as it is right. */
void config_take_section(const ConfigReading *reading, const ConfigOption *options,
                         const DaichoYamlNode *node, gpointer base);

/* Moves an error to the problems. */
void config_add_problem(const ConfigReading *reading, GError *error);

#endif
