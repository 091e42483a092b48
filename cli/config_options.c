#include "cli/config_options.h"

#include "rules/rules.h"

#define LIMIT(field) G_STRUCT_OFFSET(DaichoLimits, field)
#define SHARE(field) G_STRUCT_OFFSET(ConfigShare, field)
#define CONFIG(field) G_STRUCT_OFFSET(Config, field)

static const ConfigOption share_options[] = {
    {.key = "path",
     .type = &config_type_path,
     .offset = SHARE(path),
     .help = "The folder, where it is mounted",
     .example = "/srv/office",
     .is_needed = TRUE},
    {.key = "exclude",
     .type = &config_type_strings,
     .offset = SHARE(exclude),
     .help = "Globs of paths in the share that are left out, as \"*.iso\" or \"backup/*\"; * "
             "crosses folders"},
    {.key = "cross-devices",
     .type = &config_type_boolean,
     .offset = SHARE(cross_devices),
     .help = "Whether file systems mounted inside are read, and acted on, too; without, each is "
             "listed as unread"},
    {.key = "passwords",
     .type = &config_type_strings,
     .offset = SHARE(passwords),
     .help = "Tried on its encrypted files; this file must then be readable by its owner alone"},
    {.key = "ocr",
     .type = &config_type_boolean,
     .offset = SHARE(ocr),
     .help = "Whether the text in pictures is read too, which takes seconds for each"},
    {.key = "schedule",
     .offset = SHARE(schedule),
     .help = "When it is scanned, where it is not as all the others",
     .options = config_schedule_options},
    {0},
};

static const ConfigOption rules_options[] = {
    {.key = "packs",
     .type = &config_type_strings,
     .offset = CONFIG(packs),
     .help = "The program's packs in use",
     .initial = "[common, jp]",
     .words = daicho_rules_builtin_packs},
    {.key = "folders",
     .type = &config_type_paths,
     .offset = CONFIG(folders),
     .help = "Folders or files with packs of your own (*.yaml), whose rules go before those of the "
             "same id",
     .initial = "[]"},
    {0},
};

static const ConfigOption limit_options[] = {
    {.key = "depth",
     .type = &config_type_count,
     .offset = LIMIT(depth),
     .help = "Archives deeper within archives are not opened"},
    {.key = "expanded-bytes",
     .type = &config_type_size,
     .offset = LIMIT(expanded_bytes),
     .help = "Bytes of all that comes out of one file"},
    {.key = "ratio",
     .type = &config_type_count,
     .offset = LIMIT(ratio),
     .help = "Expanded to stored size, from 16 MiB on"},
    {.key = "members",
     .type = &config_type_size,
     .offset = LIMIT(members),
     .help = "Members of one file, at all depths"},
    {.key = "findings",
     .type = &config_type_size,
     .offset = LIMIT(findings),
     .help = "Findings of one file"},
    {.key = "time-s",
     .type = &config_type_count,
     .offset = LIMIT(time_s),
     .help = "Seconds for one file; its worker is ended"},
    {.key = "memory-bytes",
     .type = &config_type_size,
     .offset = LIMIT(memory_bytes),
     .help = "Memory of one worker; it is ended"},
    {.key = "heap-bytes",
     .type = &config_type_size,
     .offset = LIMIT(heap_bytes),
     .help = "What parsers may allocate, in all workers; who needs more is read in part"},
    {.key = "rewrite-bytes",
     .type = &config_type_size,
     .offset = LIMIT(rewrite_bytes),
     .help = "Archives larger, packed or unpacked, are a task for a person, not rewritten"},
    {0},
};

const ConfigOption config_options[] = {
    {.key = "shares",
     .offset = CONFIG(shares),
     .help = "The shares: a name of your own for each, without colons and slashes, and what it "
             "stands for",
     .options = share_options,
     .is_named = TRUE},
    {.key = "rules", .help = "What counts as personal data", .options = rules_options},
    {.key = "policy",
     .type = &config_type_path,
     .offset = CONFIG(policy),
     .help = "Your published privacy policy as data: purposes, deadlines, grounds. Without, the "
             "built-in one counts",
     .initial = "policy.yaml"},
    {.key = "catalog",
     .type = &config_type_path,
     .offset = CONFIG(catalog),
     .help = "The register; no personal data stands in it in clear",
     .initial = "catalog.db"},
    {.key = "key",
     .type = &config_type_path,
     .offset = CONFIG(key),
     .help =
         "The secret; keep a copy of it, but not with the copies of the catalog. Without, it is "
         "beside the catalog, with .key after its name",
     .initial = "daicho.key"},
    {.key = "vault",
     .type = &config_type_path,
     .offset = CONFIG(vault),
     .help = "The folder of data whose use is suspended, encrypted. Without, it is beside the "
             "catalog, with .vault after its name",
     .initial = "vault"},
    {.key = "schedule",
     .offset = CONFIG(schedule),
     .help = "When shares are scanned, and who is told (daicho schedule install)",
     .options = config_schedule_options},
    {.key = "limits",
     .offset = CONFIG(reading) + G_STRUCT_OFFSET(DaichoReading, limits),
     .help = "What one file may cost; past a limit it is listed as partly read or unread",
     .options = limit_options},
    {0},
};

static void each_in(const ConfigOption *options, const char *before, gconstpointer base,
                    ConfigOptionFunc each, gpointer data)
{
    for (const ConfigOption *option = options; option->key != NULL; option++) {
        g_autofree char *name = g_strconcat(before, option->key, NULL);
        const guint8 *field = (const guint8 *)base + option->offset;
        each(option, name, field, data);
        if (option->options != NULL && option->is_named) {
            g_autofree char *inner = g_strconcat(name, ".NAME.", NULL);
            ConfigShare *share = config_share_new("NAME");
            each_in(option->options, inner, share, each, data);
            config_share_free(share);
        } else if (option->options != NULL) {
            g_autofree char *inner = g_strconcat(name, ".", NULL);
            each_in(option->options, inner, field, each, data);
        }
    }
}

void config_options_each(ConfigOptionFunc each, gpointer data)
{
    g_autoptr(Config) config = config_new();
    each_in(config_options, "", config, each, data);
}
