#include "rules/match_gate.h"

#include <string.h>

/* Looks from offset on, for a match that starts at or before limit. */
static GateAnswer match_at(MatchView *view, const Rule *rule, gsize offset, gsize limit)
{
    pcre2_set_offset_limit(view->rules->match_context, limit);
    int status = pcre2_match(rule->pattern, (PCRE2_SPTR)view->folded, view->length, offset,
                             PCRE2_NO_UTF_CHECK, view->rules->match_data,
                             view->rules->match_context);
    pcre2_set_offset_limit(view->rules->match_context, PCRE2_UNSET);
    if (status == PCRE2_ERROR_NOMATCH) {
        return GATE_NO_MATCH;
    }
    return status > 0 ? GATE_MATCHED : GATE_GAVE_UP;
}

static gsize place_at(const GArray *places, guint index)
{
    return g_array_index(places, guint32, index);
}

/* --- near an "@" --- */

static GArray *find_ats(const MatchView *view)
{
    GArray *ats = g_array_new(FALSE, FALSE, sizeof(guint32));
    const char *end = view->folded + view->length;
    const char *at = memchr(view->folded, '@', view->length);
    while (at != NULL) {
        guint32 place = (guint32)(at - view->folded);
        g_array_append_val(ats, place);
        at = memchr(at + 1, '@', (gsize)(end - at - 1));
    }
    return ats;
}

/* UTF-8's later bytes begin no character. */
static gsize to_character_start(const MatchView *view, gsize offset)
{
    while (offset > 0 && ((guint8)view->folded[offset] & 0xc0) == 0x80) {
        offset--;
    }
    return offset;
}

/* The first place where a match can begin whose first "@" is the one of this index; G_MAXSIZE when
 * it has too few of them within its bytes. */
static gsize find_first(const MatchGate *gate, const GArray *ats, guint index)
{
    if (gate->least > ats->len - index) {
        return G_MAXSIZE;
    }
    gsize own = place_at(ats, index);
    gsize needed = place_at(ats, index + gate->least - 1);
    if (needed - own >= gate->most_bytes) {
        return G_MAXSIZE;
    }
    gsize behind = index > 0 ? place_at(ats, index - 1) + 1 : 0;
    gsize near = needed >= gate->most_bytes ? needed + 1 - gate->most_bytes : 0;
    return MAX(behind, near);
}

/* The next range of places, both included, where a match can begin at offset or later. */
static gboolean find_range(const MatchView *view, const MatchGate *gate, GateWalk *walk,
                           gsize offset, gsize *first, gsize *last)
{
    const GArray *ats = view->ats;
    while (walk->next < ats->len && place_at(ats, walk->next) < offset) {
        walk->next++;
    }
    guint index = walk->next;
    gsize from = G_MAXSIZE;
    for (; index < ats->len && from == G_MAXSIZE; index++) {
        from = find_first(gate, ats, index);
    }
    if (from == G_MAXSIZE) {
        return FALSE;
    }
    *first = to_character_start(view, MAX(from, offset));
    *last = place_at(ats, index - 1);
    /* Ranges that touch are one. A text full of matches is one long range, which is asked for again
     * behind each of them: how far it goes is remembered. */
    if (index < walk->joined) {
        index = walk->joined;
        *last = place_at(ats, index - 1);
    }
    while (index < ats->len && find_first(gate, ats, index) == *last + 1) {
        *last = place_at(ats, index++);
    }
    walk->joined = index;
    return TRUE;
}

static GateAnswer match_near_ats(MatchView *view, const Rule *rule, GateWalk *walk, gsize offset)
{
    if (view->ats == NULL) {
        view->ats = find_ats(view);
    }
    gsize first = 0;
    gsize last = 0;
    while (find_range(view, &rule->gate, walk, offset, &first, &last)) {
        GateAnswer answer = match_at(view, rule, first, last);
        if (answer != GATE_NO_MATCH) {
            return answer;
        }
        offset = last + 1;
    }
    return GATE_NO_MATCH;
}

/* --- at starts --- */

static GateAnswer match_at_starts(MatchView *view, const Rule *rule, guint index, GateWalk *walk,
                                  gsize offset)
{
    const GArray *starts = view->starts[index];
    GateAnswer answer = GATE_NO_MATCH;
    while (starts != NULL && walk->next < starts->len && answer == GATE_NO_MATCH) {
        gsize start = place_at(starts, walk->next++);
        if (start >= offset) {
            answer = match_at(view, rule, start, start);
        }
    }
    return answer;
}

GateAnswer match_gate_next(MatchView *view, guint index, GateWalk *walk, gsize offset)
{
    const Rule *rule = g_ptr_array_index(view->rules->rules, index);
    if (view->plan == NULL) {
        return match_at(view, rule, offset, PCRE2_UNSET);
    }
    if (view->is_ascii && rule->gate.is_wide_only) {
        return GATE_NO_MATCH;
    }
    GateKind kind = view->is_ascii ? rule->gate.ascii_kind : rule->gate.kind;
    if (kind == GATE_STARTS) {
        return match_at_starts(view, rule, index, walk, offset);
    }
    return kind == GATE_AT ? match_near_ats(view, rule, walk, offset)
                           : match_at(view, rule, offset, PCRE2_UNSET);
}
