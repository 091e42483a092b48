#include "enforcer/requests/purposes.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/requests/page.h"
#include "enforcer/subjects/subject.h"
#include "enforcer/vault/person.h"

/* What is held under one purpose. */
typedef struct {
    char *purpose; /* id; "" for data without one */
    guint records;
    GPtrArray *kinds; /* of char *: of identifiers found */
} Held;

typedef struct {
    GPtrArray *held; /* of Held, in the order in which they were met */
    char *place;     /* of the last record counted */
} Counting;

static void held_free(gpointer data)
{
    Held *held = data;
    g_free(held->purpose);
    g_ptr_array_unref(held->kinds);
    g_free(held);
}

static Held *get_held(GPtrArray *all, const char *purpose)
{
    for (guint i = 0; i < all->len; i++) {
        Held *held = g_ptr_array_index(all, i);
        if (strcmp(held->purpose, purpose) == 0) {
            return held;
        }
    }
    Held *held = g_new0(Held, 1);
    held->purpose = g_strdup(purpose);
    held->kinds = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(all, held);
    return held;
}

/* Hits of one record come one after the other. */
static gboolean count_hit(const DaichoHit *hit, gpointer data, GError **error)
{
    (void)error;
    Counting *counting = data;
    if (hit->strength == DAICHO_HIT_POSSIBLE) {
        return TRUE;
    }
    Held *held = get_held(counting->held, hit->item->purpose);
    g_autofree char *place = g_strdup_printf("%s:%s!/%s#%d/%" G_GINT64_FORMAT, hit->item->share,
                                             hit->item->path, hit->item->part,
                                             hit->finding->in_name, hit->finding->record);
    if (g_strcmp0(counting->place, place) != 0) {
        held->records++;
        g_free(counting->place);
        counting->place = g_steal_pointer(&place);
    }
    if (!g_ptr_array_find_with_equal_func(held->kinds, hit->kind, g_str_equal, NULL)) {
        g_ptr_array_add(held->kinds, g_strdup(hit->kind));
    }
    return TRUE;
}

static char *join_kinds(const DaichoEnforcer *enforcer, const GPtrArray *kinds)
{
    const char *separator = enforcer->paper_language == DAICHO_PAPER_EN ? ", " : "、";
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < kinds->len; i++) {
        const char *ja = NULL;
        const char *en = NULL;
        request_page_find_label(g_ptr_array_index(kinds, i), &ja, &en);
        g_autofree char *both = g_strdup_printf("%s (%s)", ja, en);
        g_string_append_printf(text, "%s%s", i > 0 ? separator : "",
                               enforcer->paper_language == DAICHO_PAPER_BOTH ? both
                               : enforcer->paper_language == DAICHO_PAPER_EN ? en
                                                                             : ja);
    }
    return g_string_free(text, FALSE);
}

static void add_held(DaichoPaper *paper, const DaichoEnforcer *enforcer, const Held *held)
{
    const DaichoPurpose *purpose = daicho_policy_find_purpose(enforcer->policy, held->purpose);
    g_autofree char *kinds = join_kinds(enforcer, held->kinds);
    g_autofree char *records = g_strdup_printf("%u", held->records);
    daicho_paper_begin_table(paper, NULL, NULL);
    if (purpose == NULL) {
        daicho_paper_add_words_row(paper, "利用目的", "Purpose", "利用目的を確認中です",
                                   "We are finding out for which purpose it is held");
    } else {
        daicho_paper_add_words_row(paper, "利用目的", "Purpose", purpose->title_ja,
                                   purpose->title_en);
    }
    if (purpose != NULL && purpose->owner != NULL) {
        daicho_paper_add_row(paper, "担当部署", "Department", purpose->owner);
    }
    daicho_paper_add_row(paper, "件数", "Records", records);
    daicho_paper_add_row(paper, "データの種類", "Kinds of data", kinds);
}

static void add_unread(DaichoPaper *paper, const DaichoSubjectTotals *totals)
{
    guint count = totals->unread + totals->unread_items;
    if (count > 0) {
        g_autofree char *ja = g_strdup_printf(
            "機械で検索できなかったファイル等が%u件あり、これらは上記に含まれていません。", count);
        g_autofree char *en = g_strdup_printf("%u files or parts of files could not be searched by "
                                              "machine, and are not among the above.",
                                              count);
        daicho_paper_add_text(paper, ja, en);
    }
}

/* What earlier requests suspended is still the person's, and no search of the shares finds it. */
static gboolean add_vaulted(DaichoPaper *paper, DaichoEnforcer *enforcer,
                            const DaichoSubject *subject, GError **error)
{
    DaichoVaulted vaulted;
    if (!daicho_vault_count_person(enforcer, subject, &vaulted, error)) {
        return FALSE;
    }
    guint count = vaulted.stored + vaulted.held;
    if (count > 0) {
        g_autofree char *ja = g_strdup_printf(
            "このほか、以前のご請求により利用を停止したファイルまたは記録の保管が%u件あります。",
            count);
        g_autofree char *en = g_strdup_printf(
            "Besides, files or records whose use was suspended at an earlier request are kept, and "
            "not used: %u.",
            count);
        daicho_paper_add_text(paper, ja, en);
    }
    return TRUE;
}

gboolean request_purposes_add(DaichoPaper *paper, DaichoEnforcer *enforcer,
                              const DaichoRequest *request, GError **error)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(held_free);
    Counting counting = {.held = held};
    DaichoSubjectTotals totals = {0};
    if (strcmp(request->kind, "purpose-notice") != 0 ||
        (strcmp(request->decision, "accept") != 0 && strcmp(request->decision, "partly") != 0)) {
        return TRUE;
    }
    const DaichoSubjectSink sink = {.hit = count_hit, .data = &counting};
    gboolean found = daicho_subject_find(enforcer, request->subject, &sink, &totals, error);
    g_free(counting.place);
    if (found && totals.is_stopped) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "stopped before all places were looked into: there is no letter");
    }
    if (!found || totals.is_stopped) {
        return FALSE;
    }
    daicho_paper_add_heading(paper, "利用目的", "Purposes of use");
    if (held->len == 0) {
        daicho_paper_add_text(
            paper, "検索できた範囲で、該当する個人データは見つかりませんでした。",
            "In all that could be searched, no personal data of yours was found.");
    }
    for (guint i = 0; i < held->len; i++) {
        add_held(paper, enforcer, g_ptr_array_index(held, i));
    }
    add_unread(paper, &totals);
    return add_vaulted(paper, enforcer, request->subject, error);
}
