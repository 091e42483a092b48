#include "rules/match.h"

#include <string.h>

#include "rules/columns.h"
#include "rules/match_gate.h"

/* What a search of words answers. */
enum { NOT_THERE = 0, IS_THERE = 1, GAVE_UP = -1 };

/* The cell that holds a place; G_MAXSIZE when there is none. */
static gsize find_cell(const DaichoText *text, gsize place)
{
    gsize low = 0;
    gsize high = text->n_cells;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (text->cells[middle].end <= place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < text->n_cells && text->cells[low].start <= place ? low : G_MAXSIZE;
}

static const char *get_label(const MatchView *view, gsize cell)
{
    guint32 label = view->text->cells[cell].label;
    return label < view->text->n_labels ? view->labels[label] : NULL;
}

/* In a table only the cell is context; a neighbour's words speak of the neighbour. */
ContextPlace match_view_place(const MatchView *view, const Candidate *candidate)
{
    ContextPlace place = {
        .text = candidate->folded,
        .length = view->length,
        .start = candidate->folded_start,
        .end = candidate->folded_end,
        .folder_label = view->text->folder_label,
    };
    if (candidate->cell != G_MAXSIZE) {
        place.label = get_label(view, candidate->cell);
    }
    if (candidate->folded != view->folded) {
        place.length = candidate->folded_end;
    } else if (candidate->cell != G_MAXSIZE) {
        const DaichoCell *cell = &view->text->cells[candidate->cell];
        gsize start = MIN(match_view_to_folded(view, cell->start), candidate->folded_start);
        gsize end = MAX(match_view_to_folded(view, cell->end), candidate->folded_end);
        place.text = view->folded + start;
        place.length = end - start;
        place.start -= start;
        place.end -= start;
    }
    return place;
}

/* Cuts the last group of digits off, and what parts it from those before; FALSE when that is no space. */
static gboolean shorten(char *value)
{
    gsize length = strlen(value);
    while (length > 0 && g_ascii_isdigit(value[length - 1])) {
        length--;
    }
    gboolean has_space = FALSE;
    while (length > 0 && !g_ascii_isdigit(value[length - 1])) {
        length--;
        has_space = has_space || value[length] == ' ';
    }
    value[length] = '\0';
    return has_space;
}

/* Moves end to where the value ends when the match runs on behind it. Returns where another may begin. */
static gsize find_value_end(const Rule *rule, const char *folded, gsize start, gsize *end)
{
    if (rule->validator == NULL || !validator_is_shortened(rule->validator)) {
        return *end;
    }
    g_autofree char *value = g_strndup(folded + start, *end - start);
    gboolean is_good = rule->validator->accepts(value);
    while (!is_good && shorten(value)) {
        is_good = rule->validator->accepts(value);
    }
    gsize value_end = start + strlen(value);
    *end = is_good ? value_end : *end;
    return value_end;
}

/* Neither costs anything where the rule has neither validator nor known values. */
static void judge(Candidate *candidate)
{
    const Rule *rule = candidate->rule;
    if (candidate->folded_end == candidate->folded_start) {
        candidate->state = CANDIDATE_WITHOUT_VALUE;
        return;
    }
    if (rule->validator == NULL && rule->known == NULL) {
        return;
    }
    g_autofree char *value = g_strndup(candidate->folded + candidate->folded_start,
                                       candidate->folded_end - candidate->folded_start);
    if (rule->validator != NULL && !rule->validator->accepts(value)) {
        candidate->state = CANDIDATE_REFUSED;
        return;
    }
    if (rule->known != NULL) {
        candidate->n_known = known_find(rule->known, rule->known_key, rule->known_kind, value,
                                        &candidate->known);
        candidate->state = candidate->n_known > 0 ? CANDIDATE_GOOD : CANDIDATE_UNKNOWN;
    }
}

/* Keeps a candidate where its state says. Confidence 0 is none: such a rule finds only what words speak
 * for; who asks why nothing was found sees it nevertheless. */
static void keep(MatchView *view, Candidate *candidate)
{
    judge(candidate);
    columns_count(view, candidate);
    if (candidate->state == CANDIDATE_GOOD) {
        const ContextPlace place = match_view_place(view, candidate);
        guint confidence = context_confidence(view->rules, candidate->rule, &place);
        candidate->confidence = (guint)CLAMP((gint)confidence + candidate->points, 0, 100);
        columns_note_lowered(view, candidate);
        if (candidate->confidence > 0 || view->refused != NULL) {
            g_array_append_vals(view->candidates, candidate, 1);
        }
    } else if (view->refused != NULL) {
        g_array_append_vals(view->refused, candidate, 1);
    }
}

/* FALSE when it does not lie within one cell of a text that has cells. */
static gboolean place_candidate(const MatchView *view, Candidate *candidate)
{
    const DaichoText *text = view->text;
    candidate->start = match_view_to_original(view, candidate->folded_start);
    candidate->end = match_view_to_original(view, candidate->folded_end);
    candidate->cell = text->cells != NULL ? find_cell(text, candidate->start) : G_MAXSIZE;
    return text->cells == NULL ||
           (candidate->cell != G_MAXSIZE && candidate->end <= text->cells[candidate->cell].end);
}

static Candidate make_part(const Candidate *whole, const ValidatorCut *cut)
{
    Candidate part = *whole;
    part.folded_start = whole->folded_start + cut->start;
    part.folded_end = whole->folded_start + cut->end;
    part.points = cut->points;
    return part;
}

/* What the validator leaves of a value, part by part. Returns where another match may begin: what it
 * cut off may hold the next one. */
static gsize add_parts(MatchView *view, const Candidate *whole)
{
    ValidatorCut cut = {0};
    g_autofree char *value = g_strndup(whole->folded + whole->folded_start,
                                       whole->folded_end - whole->folded_start);
    gsize last = 0;
    while (whole->rule->cut(value, cut.end, &cut)) {
        Candidate part = make_part(whole, &cut);
        last = part.folded_end;
        if (place_candidate(view, &part)) {
            keep(view, &part);
        }
    }
    Candidate refused = *whole;
    if (last == 0 && view->refused != NULL && place_candidate(view, &refused)) {
        keep(view, &refused);
    }
    return last > 0 ? last : whole->is_labelled ? whole->folded_start : whole->folded_end;
}

gsize match_add(MatchView *view, const Rule *rule, gsize whole_start, gsize start, gsize end)
{
    if (rule->locate != NULL && end > start) {
        rule->locate(view->folded, &start, end);
    }
    gsize value_end = find_value_end(rule, view->folded, start, &end);
    Candidate candidate = {
        .rule = rule,
        .folded = view->folded,
        .folded_start = start,
        .folded_end = end,
        .is_labelled = start > whole_start,
    };
    if (rule->cut != NULL && end > start) {
        return add_parts(view, &candidate);
    }
    if (place_candidate(view, &candidate)) {
        keep(view, &candidate);
    }
    return value_end;
}

void match_note_limit(MatchView *view, const Rule *rule)
{
    if (view->limited != NULL) {
        g_ptr_array_add(view->limited, (gpointer)(guintptr)rule->info.id);
    }
}

/* Adds what was found last; returns where to look on. */
static gsize add_found(MatchView *view, const Rule *rule, gsize offset)
{
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(view->rules->match_data);
    gsize group = (gsize)rule->value_group;
    gsize start = places[2 * group];
    gsize end = places[2 * group + 1];
    gsize whole_end = places[1];
    gboolean has_value = start != PCRE2_UNSET && end > start;
    start = has_value ? start : places[0];
    end = has_value ? end : start;
    gsize value_end = match_add(view, rule, places[0], start, end);
    /* An empty match must not stop the walk. */
    gsize next = MAX(value_end < end ? value_end : whole_end, offset);
    return next > offset ? next : offset + (gsize)g_utf8_skip[(guint8)view->folded[offset]];
}

void match_pattern(MatchView *view, guint index)
{
    const Rule *rule = g_ptr_array_index(view->rules->rules, index);
    GateAnswer answer = GATE_MATCHED;
    GateWalk walk;
    gsize offset = 0;
    match_gate_begin(view, index, &walk);
    while (offset < view->length && answer == GATE_MATCHED) {
        answer = match_gate_next(view, index, &walk, offset);
        if (answer == GATE_MATCHED) {
            offset = add_found(view, rule, offset);
        }
    }
    if (answer == GATE_GAVE_UP) {
        match_note_limit(view, rule);
    }
    match_gate_end(&walk);
}

void match_keywords(MatchView *view, const Rule *rule)
{
    gsize start = 0;
    gsize end = 0;
    if (view->prepared == NULL) {
        view->prepared = word_set_prepare(view->folded, view->length);
    }
    while (word_set_next(rule->keywords, view->prepared, view->length, end, &start, &end)) {
        match_add(view, rule, start, start, end);
    }
}

static gsize skip_spaces(const char *folded)
{
    return strspn(folded, " \t\r\n\f\v");
}

/* As add_parts, of a cell. FALSE when there is none. */
static gboolean add_cell_parts(MatchView *view, const Candidate *whole, const FoldMap *map)
{
    ValidatorCut cut = {0};
    gboolean any = FALSE;
    const char *value = whole->folded + whole->folded_start;
    for (; whole->rule->cut(value, cut.end, &cut); any = TRUE) {
        Candidate part = make_part(whole, &cut);
        part.start = whole->start + fold_map_to_original(map, whole->folded, part.folded_start);
        part.end = whole->start + fold_map_to_original(map, whole->folded, part.folded_end);
        keep(view, &part);
    }
    return any;
}

/* FALSE when the rule's own pattern for cells reached its limit. */
static gboolean add_cell(MatchView *view, const Rule *rule, gsize index)
{
    const DaichoCell *cell = &view->text->cells[index];
    gsize length = 0;
    g_auto(FoldMap) map = {0};
    g_autofree char *folded = fold_with_map(view->text->text + cell->start, cell->end - cell->start,
                                            &length, &map);
    g_strchomp(folded);
    length = strlen(folded);
    gsize from = skip_spaces(folded);
    int looks = length == from ? NOT_THERE
                : rule->cell == NULL
                    ? IS_THERE
                    : context_search(view->rules, rule->cell, folded + from, length - from);
    if (looks != IS_THERE) {
        return looks != GAVE_UP;
    }
    if (rule->prefix != NULL) {
        g_autofree char *bare = g_steal_pointer(&folded);
        folded = g_strconcat(rule->prefix, bare + from, NULL);
        length = strlen(folded);
        from = 0;
    }
    Candidate candidate = {
        .rule = rule,
        .start = cell->start,
        .end = cell->end,
        .folded = folded,
        .folded_start = from,
        .folded_end = length,
        .cell = index,
        .is_labelled = TRUE,
    };
    gboolean is_cut = rule->cut != NULL && rule->prefix == NULL;
    if (!is_cut || !add_cell_parts(view, &candidate, &map)) {
        keep(view, &candidate);
    }
    g_ptr_array_add(view->cells, g_steal_pointer(&folded));
    return TRUE;
}

void match_columns(MatchView *view, const Rule *rule)
{
    g_autofree gboolean *is_read = g_new0(gboolean, view->text->n_labels + 1);
    gboolean any = FALSE;
    gboolean gave_up = FALSE;
    for (guint32 i = 0; i < view->text->n_labels; i++) {
        const char *label = view->labels[i];
        int found = context_search(view->rules, rule->column, label, strlen(label));
        is_read[i] = found == IS_THERE;
        any = any || is_read[i];
        gave_up = gave_up || found == GAVE_UP;
    }
    for (gsize i = 0; any && !gave_up && i < view->text->n_cells; i++) {
        guint32 label = view->text->cells[i].label;
        gave_up = label < view->text->n_labels && is_read[label] && !add_cell(view, rule, i);
    }
    if (gave_up) {
        match_note_limit(view, rule);
    }
}
