#include "rules/match.h"

#include <string.h>

#include "base/utf8.h"
#include "rules/columns.h"
#include "rules/normalise.h"
#include "rules/row_labels.h"
#include "rules/rule_gate.h"

gsize match_view_to_original(const MatchView *view, gsize folded_offset)
{
    return view->owned != NULL ? fold_map_to_original(&view->map, view->folded, folded_offset)
                               : folded_offset;
}

gsize match_view_to_folded(const MatchView *view, gsize original_offset)
{
    return view->owned != NULL
               ? fold_map_to_folded(&view->map, view->folded, view->length, original_offset)
               : original_offset;
}

/* As program text in English has names in its comments. */
static gboolean is_mostly_ascii(const char *text, gsize length)
{
    enum { MOSTLY = 64 };
    gsize others = 0;
    for (gsize i = 0; i < length; i++) {
        others += (guint8)text[i] >> 7;
    }
    return others < length / MOSTLY;
}

void match_view_init(MatchView *view, DaichoRules *rules, const DaichoText *text,
                     GPtrArray *limited)
{
    *view = (MatchView){.rules = rules, .text = text, .limited = limited};
    view->folded = text->text;
    view->length = text->length;
    daicho_rules_prepare(rules, text->length);
    gboolean is_ascii = daicho_ascii_count(text->text, text->length) == text->length;
    view->kind = is_ascii                                    ? TEXT_ASCII
                 : is_mostly_ascii(text->text, text->length) ? TEXT_MOSTLY_ASCII
                                                             : TEXT_ANY;
    if (!is_ascii && fold_is_needed(text->text, text->length)) {
        view->owned = fold_with_map(text->text, text->length, &view->length, &view->map);
        view->folded = view->owned;
    }
    view->labels = g_new0(char *, text->n_labels + 1);
    for (guint32 i = 0; i < text->n_labels; i++) {
        gsize length = 0;
        view->labels[i] = daicho_rules_fold(text->labels[i], strlen(text->labels[i]), &length);
    }
    /* Places are kept in 32 bits. */
    view->is_gated = rules->engine == DAICHO_ENGINE_FAST && rules->delay == 0 &&
                     view->length < G_MAXUINT32;
    if (view->is_gated) {
        view->starts = start_plan_run(rules->starts[view->kind], view->folded, view->length);
        view->literals = literal_plan_run(rules_get_literals(rules, view->kind), 1U << view->kind,
                                          view->folded, view->length);
    }
    view->candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    view->cells = g_ptr_array_new_with_free_func(g_free);
}

void match_view_clear(MatchView *view)
{
    g_free(view->owned);
    fold_map_clear(&view->map);
    g_free(view->prepared);
    g_strfreev(view->labels);
    g_array_unref(view->candidates);
    g_clear_pointer(&view->refused, g_array_unref);
    g_ptr_array_unref(view->cells);
    g_clear_pointer(&view->ats, g_array_unref);
    g_clear_pointer(&view->digits, g_array_unref);
    if (view->is_gated) {
        start_places_free(view->rules->starts[view->kind], view->starts);
        literal_ranges_free(rules_get_literals(view->rules, view->kind), view->literals);
    }
}

gsize match_view_record(const MatchView *view, gsize place)
{
    const DaichoText *text = view->text;
    gsize low = 0;
    gsize high = text->n_records;
    while (high - low > 1) {
        gsize middle = low + (high - low) / 2;
        if (text->records[middle].start <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static void report(const MatchView *view, const Candidate *candidate, DaichoMatchFunc found,
                   gpointer data)
{
    const ValueKind *kind = value_kind_find(candidate->rule->info.kind);
    g_autofree char *folded = g_strndup(candidate->folded + candidate->folded_start,
                                        candidate->folded_end - candidate->folded_start);
    g_autofree char *value = kind->normalise(folded);
    if (value == NULL) {
        return;
    }
    g_autofree char *sample = kind->mask(folded);
    const DaichoCell *cell = candidate->cell != G_MAXSIZE ? &view->text->cells[candidate->cell]
                                                          : NULL;
    const DaichoMatch match = {
        .rule = &candidate->rule->info,
        .start = candidate->start,
        .end = candidate->end,
        .record = view->text->n_records > 0 ? match_view_record(view, candidate->start) : 0,
        .table = cell != NULL ? cell->table : 0,
        .column = cell != NULL ? cell->column : 0,
        .confidence = candidate->confidence,
        .value = value,
        .sample = sample,
    };
    found(&match, data);
}

void match_view_run(MatchView *view)
{
    columns_count_cells(view);
    for (guint i = 0; i < view->rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(view->rules->rules, i);
        if (rule->known != NULL && view->rules->key == NULL) {
            match_note_limit(view, rule);
            continue;
        }
        if (rule->pattern != NULL) {
            match_pattern(view, i);
        }
        if (rule->keywords != NULL) {
            match_keywords(view, rule);
        }
        if (rule->column != NULL && view->text->cells != NULL) {
            match_columns(view, rule);
        }
    }
    match_confirm_subjects(view);
}

static void drop_refuted(MatchView *view)
{
    guint kept = 0;
    for (guint i = 0; i < view->candidates->len; i++) {
        const Candidate candidate = g_array_index(view->candidates, Candidate, i);
        if (columns_get_verdict(view, &candidate) != COLUMN_IS_NOT) {
            g_array_index(view->candidates, Candidate, kept++) = candidate;
        }
    }
    g_array_set_size(view->candidates, kept);
}

void daicho_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence,
                        DaichoMatchFunc found, gpointer data, GPtrArray *limited)
{
    MatchView view;
    g_autoptr(RowLabels) rows = row_labels_new(rules, text);
    match_view_init(&view, rules, rows != NULL ? &rows->text : text, limited);
    match_view_run(&view);
    columns_note_refuted(&view);
    match_settle_overlaps(&view);
    drop_refuted(&view);
    columns_end(&view);
    for (guint i = 0; i < view.candidates->len; i++) {
        const Candidate *candidate = &g_array_index(view.candidates, Candidate, i);
        gboolean is_reported = minimum_confidence == 0 ||
                               strcmp(candidate->rule->info.category, "none") != 0;
        if (is_reported && candidate->confidence >= minimum_confidence) {
            report(&view, candidate, found, data);
        }
    }
    match_view_clear(&view);
}
