#include "cli/request.h"

#include "base/text.h"
#include "cli/message.h"
#include "cli/output.h"

static char *format_date(const Cli *cli, gint64 at_s)
{
    return at_s > 0 ? daicho_date_format_in(at_s, cli->enforcer.time_zone) : NULL;
}

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},         {"kind", N_("Kind"), FALSE},
    {"state", N_("State"), FALSE},       {"received", N_("Received"), FALSE},
    {"due", N_("Due"), FALSE},           {"status", N_("Status"), FALSE},
    {"decision", N_("Decision"), FALSE}, {"made_by", N_("By"), FALSE},
    {"next", N_("Next"), FALSE},
};

/* What says where in the list a request stands. */
typedef struct {
    gint64 number, due_s;
    DaichoUrgency urgency;
} Place;

/* The urgent first, of those the one that is due first; what is never due stands last. */
static gint compare_places(gconstpointer a, gconstpointer b)
{
    const Place *one = a;
    const Place *other = b;
    if (one->urgency != other->urgency) {
        return one->urgency < other->urgency ? -1 : 1;
    }
    if ((one->due_s == 0) != (other->due_s == 0)) {
        return one->due_s == 0 ? 1 : -1;
    }
    if (one->due_s != other->due_s) {
        return one->due_s < other->due_s ? -1 : 1;
    }
    return one->number < other->number ? -1 : 1;
}

typedef struct {
    const Cli *cli;
    GArray *places;
} Listing;

static gboolean add_place(const DaichoRequest *request, gpointer data, GError **error)
{
    (void)error;
    const Listing *listing = data;
    const Place place = {request->number, request->due_s,
                         daicho_request_urgency(request, listing->cli->now_s)};
    g_array_append_val(listing->places, place);
    return TRUE;
}

static gboolean add_request(Cli *cli, DaichoTable *table, const Place *place, GError **error)
{
    g_autoptr(DaichoRequest)
        request = daicho_catalog_get_request(cli->catalog, place->number, error);
    g_autofree char *next = request != NULL
                                ? daicho_request_next_now(&cli->enforcer, request, error)
                                : NULL;
    if (next == NULL) {
        return FALSE;
    }
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, request->number);
    g_autofree char *received = format_date(cli, request->received_s);
    g_autofree char *due = format_date(cli, request->due_s);
    const char *const cells[] = {number,
                                 request->kind,
                                 request->state,
                                 received,
                                 due,
                                 daicho_urgency_name(place->urgency),
                                 request->decision,
                                 request->made_by,
                                 next};
    daicho_table_add(table, cells);
    return TRUE;
}

static void tell_urgent(const Cli *cli, const GArray *places)
{
    guint overdue = 0;
    guint soon = 0;
    for (guint i = 0; i < places->len; i++) {
        DaichoUrgency urgency = g_array_index(places, Place, i).urgency;
        overdue += urgency == DAICHO_URGENCY_OVERDUE ? 1 : 0;
        soon += urgency == DAICHO_URGENCY_SOON ? 1 : 0;
    }
    if (overdue > 0) {
        g_autofree char *requests = message_counted(overdue, "request is", "requests are");
        message_tell(cli, "%s overdue", requests);
    }
    if (soon > 0) {
        g_autofree char *requests = message_counted(soon, "request is", "requests are");
        message_tell(cli, "%s due soon", requests);
    }
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("requests", columns, G_N_ELEMENTS(columns));
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    Listing listing = {cli, places};
    if (!request_open_to_read(cli, error) ||
        !daicho_catalog_each_request(cli->catalog, add_place, &listing, error)) {
        return CLI_FAILED;
    }
    g_array_sort(places, compare_places);
    for (guint i = 0; i < places->len; i++) {
        if (!add_request(cli, table, &g_array_index(places, Place, i), error)) {
            return CLI_FAILED;
        }
    }
    if (!output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    tell_urgent(cli, places);
    return CLI_DONE;
}

const Command request_list = {
    .name = "list",
    .usage = "",
    .summary = "all requests, the urgent ones first, and what comes next",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};
