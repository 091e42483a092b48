#include "cli/proposals.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"

enum { MOST_TOLD = 20 };

void proposals_tell(const Cli *cli, const GPtrArray *proposals, const char *how)
{
    if (proposals->len == 0) {
        return;
    }
    message_tell(cli, "also in these records, and not searched for; what is this person's can be "
                      "added:");
    for (guint i = 0; i < proposals->len && i < MOST_TOLD; i++) {
        const DaichoProposal *proposal = g_ptr_array_index(proposals, i);
        g_autofree char *records = message_counted(proposal->records, "record", "records");
        g_autofree char *sample = daicho_text_escape(proposal->sample, -1);
        message_tell(cli, "  %s %s (%s, as %s): %s %u", proposal->kind, sample, records,
                     proposal->place, how, proposal->number);
    }
    if (proposals->len > MOST_TOLD) {
        message_tell(cli, "  and %u more: so much seldom is one person's",
                     proposals->len - MOST_TOLD);
    }
}

void proposals_tell_of_request(const Cli *cli, const GPtrArray *proposals, gint64 request)
{
    g_autofree char *how = g_strdup_printf("daicho request add %" G_GINT64_FORMAT " --proposal",
                                           request);
    proposals_tell(cli, proposals, how);
}

GArray *proposals_parse(char **words, GError **error)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint));
    for (; words != NULL && *words != NULL; words++) {
        guint64 number = 0;
        if (!g_ascii_string_to_unsigned(*words, 10, 1, G_MAXUINT, &number, NULL)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "\"%s\" is no number of a proposal: give it as the search, or the plan, "
                        "tells it",
                        *words);
            return NULL;
        }
        const guint value = (guint)number;
        g_array_append_val(numbers, value);
    }
    return g_steal_pointer(&numbers);
}
