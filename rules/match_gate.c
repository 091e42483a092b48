#include "rules/match_gate.h"

#include <string.h>

/* Looks from offset on, for a match that starts at or before limit. */
static GateAnswer match_at(MatchView *view, const Rule *rule, gsize offset, gsize limit)
{
    pcre2_set_offset_limit(view->rules->match_context, limit);
    int status = rule->match(rule->pattern, (PCRE2_SPTR)view->folded, view->length, offset,
                             PCRE2_NO_UTF_CHECK, view->rules->match_data,
                             view->rules->match_context);
    pcre2_set_offset_limit(view->rules->match_context, PCRE2_UNSET);
    if (status == PCRE2_ERROR_NOMATCH) {
        return GATE_NO_MATCH;
    }
    return status > 0 ? GATE_MATCHED : GATE_GAVE_UP;
}

/* UTF-8's later bytes begin no character. */
static gsize to_character_start(const MatchView *view, gsize offset)
{
    while (offset > 0 && ((guint8)view->folded[offset] & 0xc0) == 0x80) {
        offset--;
    }
    return offset;
}

static GateAnswer match_in_ranges(MatchView *view, const Rule *rule, GateWalk *walk, gsize offset)
{
    for (; walk->ranges != NULL && walk->next < walk->ranges->len; walk->next++) {
        const MatchRange *range = &g_array_index(walk->ranges, MatchRange, walk->next);
        if (range->last < offset) {
            continue;
        }
        gsize first = to_character_start(view, MAX(range->first, offset));
        GateAnswer answer = match_at(view, rule, first, range->last);
        if (answer != GATE_NO_MATCH) {
            return answer;
        }
    }
    return GATE_NO_MATCH;
}

/* A start without a match is none for a rule with the same pattern either: it goes. */
static GateAnswer match_at_starts(MatchView *view, const Rule *rule, GateWalk *walk, gsize offset)
{
    GateAnswer answer = GATE_NO_MATCH;
    while (walk->starts != NULL && walk->next < walk->starts->len && answer == GATE_NO_MATCH) {
        guint32 start = g_array_index(walk->starts, guint32, walk->next++);
        gboolean is_tried = start >= offset;
        answer = is_tried ? match_at(view, rule, start, start) : GATE_NO_MATCH;
        if (!is_tried || answer != GATE_NO_MATCH) {
            g_array_index(walk->starts, guint32, walk->kept++) = start;
        }
    }
    return answer;
}

static const GArray *get_places(MatchView *view, GateKind kind)
{
    GArray **places = kind == GATE_AT ? &view->ats : &view->digits;
    if (*places == NULL) {
        *places = match_places_of(view->folded, view->length, kind == GATE_AT ? '@' : '0',
                                  kind == GATE_AT ? '@' : '9');
    }
    return *places;
}

/* Where so much is known, near the first "@" of a match; else where it would have all of them. */
static GArray *find_ranges_at(MatchView *view, const MatchGate *gate)
{
    gboolean is_nearer = gate->bytes_to_at < gate->most_bytes;
    return match_ranges_near(get_places(view, GATE_AT), is_nearer ? 1 : gate->least_ats,
                             is_nearer ? gate->bytes_to_at : gate->most_bytes);
}

void match_gate_begin(MatchView *view, guint index, GateWalk *walk)
{
    const Rule *rule = g_ptr_array_index(view->rules->rules, index);
    const MatchGate *gate = &rule->gate;
    *walk = (GateWalk){.kind = view->is_gated ? gate->kinds[view->kind] : GATE_NONE};
    switch (walk->kind) {
    case GATE_AT:
        walk->owned = find_ranges_at(view, gate);
        walk->ranges = walk->owned;
        break;
    case GATE_DIGITS:
        walk->owned = match_ranges_near(get_places(view, GATE_DIGITS), gate->least_digits,
                                        gate->most_bytes);
        walk->ranges = walk->owned;
        break;
    case GATE_LITERALS:
        walk->ranges = view->literals != NULL ? view->literals[index] : NULL;
        walk->kind = view->literals != NULL ? GATE_LITERALS : GATE_NONE;
        break;
    case GATE_STARTS:
        walk->starts = view->starts[view->rules->twins[index]];
        break;
    case GATE_NONE:
    case GATE_NOWHERE:
        break;
    }
}

void match_gate_end(GateWalk *walk)
{
    if (walk->starts != NULL) {
        g_array_remove_range(walk->starts, walk->kept, walk->next - walk->kept);
    }
    g_clear_pointer(&walk->owned, g_array_unref);
}

GateAnswer match_gate_next(MatchView *view, guint index, GateWalk *walk, gsize offset)
{
    const Rule *rule = g_ptr_array_index(view->rules->rules, index);
    if (walk->kind == GATE_NOWHERE) {
        return GATE_NO_MATCH;
    }
    if (walk->kind == GATE_NONE) {
        return match_at(view, rule, offset, PCRE2_UNSET);
    }
    return walk->kind == GATE_STARTS ? match_at_starts(view, rule, walk, offset)
                                     : match_in_ranges(view, rule, walk, offset);
}
