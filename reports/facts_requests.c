#include "reports/facts.h"

enum { DAY_S = 24 * 60 * 60 };

static const char *const names[N_REQUEST_STATUSES] = {
    [REQUEST_OVERDUE] = "overdue", [REQUEST_DUE_SOON] = "due-soon", [REQUEST_OPEN] = "open",
    [REQUEST_WAITING] = "waiting", [REQUEST_TO_CLOSE] = "to-close",
};

/* States in which the person waits for nothing more. */
static const char *const answered[] = {"responded", "withdrawn", "lapsed", "identity-failed", NULL};

const char *request_status_name(RequestStatus status)
{
    return names[status];
}

static gint64 days_between(gint64 from_s, gint64 to_s)
{
    gint64 seconds = to_s - from_s;
    return (seconds - (seconds < 0 ? DAY_S - 1 : 0)) / DAY_S;
}

static RequestStatus status_of(const DaichoRequest *request, gint64 now_s)
{
    if (g_strv_contains(answered, request->state)) {
        return REQUEST_TO_CLOSE;
    }
    if (request->due_s == 0) {
        return REQUEST_WAITING;
    }
    if (request->due_s < now_s) {
        return REQUEST_OVERDUE;
    }
    return request->due_s - now_s <= (gint64)REQUEST_SOON_DAYS * DAY_S ? REQUEST_DUE_SOON
                                                                       : REQUEST_OPEN;
}

static void open_request_free(gpointer data)
{
    OpenRequest *request = data;
    g_free(request->kind);
    g_free(request->state);
    g_free(request->made_by);
    g_free(request);
}

typedef struct {
    GPtrArray *requests;
    gint64 now_s;
} Loading;

static gboolean each_request(const DaichoRequest *request, gpointer data, GError **error)
{
    (void)error;
    const Loading *loading = data;
    if (g_str_equal(request->state, "closed")) {
        return TRUE;
    }
    OpenRequest *open = g_new0(OpenRequest, 1);
    open->number = request->number;
    open->kind = g_strdup(request->kind);
    open->state = g_strdup(request->state);
    open->made_by = g_strdup(request->made_by);
    open->received_s = request->received_s;
    open->returned_s = request->returned_s;
    open->due_s = request->due_s;
    open->days_left = request->due_s != 0 ? days_between(loading->now_s, request->due_s) : 0;
    open->status = status_of(request, loading->now_s);
    g_ptr_array_add(loading->requests, open);
    return TRUE;
}

static gint compare_requests(gconstpointer one, gconstpointer other)
{
    const OpenRequest *a = *(OpenRequest *const *)one, *b = *(OpenRequest *const *)other;
    if (a->status != b->status) {
        return a->status < b->status ? -1 : 1;
    }
    if (a->due_s != b->due_s) {
        return a->due_s < b->due_s ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

GPtrArray *requests_load(DaichoCatalog *catalog, gint64 now_s, GError **error)
{
    g_autoptr(GPtrArray) requests = g_ptr_array_new_with_free_func(open_request_free);
    Loading loading = {requests, now_s};
    if (!daicho_catalog_each_request(catalog, each_request, &loading, error)) {
        return NULL;
    }
    g_ptr_array_sort(requests, compare_requests);
    return g_steal_pointer(&requests);
}
