#include "cli/commands.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"

const Command *const cli_commands[] = {
    &command_init,
    &command_scan,
    &command_findings,
    &command_items,
    &command_register,
    &command_report,
    &command_rules,
    &command_purposes,
    &command_subject,
    &command_request,
    &command_plan,
    &command_retention,
    &command_consignee,
    &command_provision,
    &command_hold,
    &command_vault,
    &command_audit,
    &command_tombstones,
    &command_certificate,
    &command_extract,
    &command_user,
    &command_catalog,
    &command_key,
    &command_config,
    &command_schedule,
    &command_doctor,
    &command_completion,
    &command_help,
    NULL,
};

static const char *find_nearest(const Command *const *commands, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (; *commands != NULL; commands++) {
        g_ptr_array_add(names, (gpointer)(guintptr)(*commands)->name);
    }
    g_ptr_array_add(names, NULL);
    return daicho_text_nearest(name, (const char *const *)names->pdata);
}

const Command *command_find(const Command *const *commands, const char *what, const char *name,
                            GError **error)
{
    for (const Command *const *command = commands; *command != NULL; command++) {
        if (strcmp((*command)->name, name) == 0) {
            return *command;
        }
    }
    if (*name == '-') {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "options stand after the command: %s COMMAND %s", what, name);
        return NULL;
    }
    const char *nearest = find_nearest(commands, name);
    if (nearest != NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s has no \"%s\"; did you mean \"%s\"?", what, name, nearest);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s has no \"%s\": %s --help lists what there is", what, name, what);
    }
    return NULL;
}
