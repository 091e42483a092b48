#include "cli/consignee_options.h"

#include <string.h>

#include "base/error.h"

const CommandOption consignee_option_table[] = {
    {"name", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, name), "What it is called",
     "NAME"},
    {"task", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, task),
     "What is entrusted to it", "TEXT"},
    {"agreement", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, agreement),
     "Date of the agreement", "YYYY-MM-DD"},
    {"confidentiality", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, confidentiality),
     "Whether the agreement binds it to confidentiality: yes or no", "WORD"},
    {"re-consignment", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, reconsignment),
     "Whether it may entrust others: forbidden, with-consent or allowed", "WORD"},
    {"category", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(ConsigneeOptions, categories),
     "A data category that the agreement covers, or any; may be repeated", "CATEGORY"},
    {"folder", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(ConsigneeOptions, folders),
     "A folder through which data goes out to it; may be repeated", "SHARE:PATH"},
    {"next-review", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, next_review),
     "Until when it is to be reviewed", "YYYY-MM-DD"},
    {"contact", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ConsigneeOptions, contact),
     "Whom to turn to, with address; stored sealed", "TEXT"},
    {NULL},
};

static void take_text(char **target, const char *text)
{
    if (text != NULL) {
        g_free(*target);
        *target = g_strdup(text);
    }
}

static void take_list(char ***target, char **list)
{
    if (list != NULL) {
        g_strfreev(*target);
        *target = g_strdupv(list);
    }
}

gboolean consignee_options_fill(const ConsigneeOptions *options, DaichoConsignee *consignee,
                                GError **error)
{
    const char *word = options->confidentiality;
    gboolean is_yes = g_strcmp0(word, "yes") == 0;
    if (word != NULL && !is_yes && strcmp(word, "no") != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--confidentiality is yes or no, not \"%s\"", word);
        return FALSE;
    }
    consignee->is_confidential = word != NULL ? is_yes : consignee->is_confidential;
    take_text(&consignee->name, options->name);
    take_text(&consignee->task, options->task);
    take_text(&consignee->agreement, options->agreement);
    take_text(&consignee->reconsignment, options->reconsignment);
    take_text(&consignee->next_review, options->next_review);
    take_text(&consignee->contact, options->contact);
    take_list(&consignee->categories, options->categories);
    take_list(&consignee->folders, options->folders);
    return TRUE;
}
