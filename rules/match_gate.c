#include "rules/match_gate.h"

/* Places are kept in 32 bits. */
gboolean match_gate_is_set(const MatchView *view, const Rule *rule)
{
    return rule->gate.kind != GATE_NONE && view->length < G_MAXUINT32;
}

static gboolean is_gate_byte(GateKind kind, char byte)
{
    return kind == GATE_AT ? byte == '@' : (guint8)(byte - '0') < 10;
}

/* Counted first, so that the places of a text with few of them take little. */
static GArray *find_places(const MatchView *view, GateKind kind)
{
    gsize n = 0;
    for (gsize i = 0; i < view->length; i++) {
        n += is_gate_byte(kind, view->folded[i]) ? 1 : 0;
    }
    /* One more, since a place is written before it is known to be one. */
    GArray *places = g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint)n + 1);
    g_array_set_size(places, (guint)n + 1);
    guint32 *at = &g_array_index(places, guint32, 0);
    gsize found = 0;
    for (gsize i = 0; found < n; i++) {
        at[found] = (guint32)i;
        found += is_gate_byte(kind, view->folded[i]) ? 1 : 0;
    }
    g_array_set_size(places, (guint)n);
    return places;
}

/* UTF-8's later bytes begin no character. */
static gsize to_character_start(const MatchView *view, gsize offset)
{
    while (offset > 0 && ((guint8)view->folded[offset] & 0xc0) == 0x80) {
        offset--;
    }
    return offset;
}

static gsize place_at(const GArray *places, guint index)
{
    return g_array_index(places, guint32, index);
}

/* The first place where a match can begin whose first gate byte is the one of this index; G_MAXSIZE
 * when it has too few of them within its bytes. */
static gsize find_first(const MatchGate *gate, const GArray *places, guint index)
{
    if (gate->least > places->len - index) {
        return G_MAXSIZE;
    }
    gsize own = place_at(places, index);
    gsize needed = place_at(places, index + gate->least - 1);
    if (needed - own >= gate->most_bytes) {
        return G_MAXSIZE;
    }
    gsize behind = index > 0 ? place_at(places, index - 1) + 1 : 0;
    gsize near = needed >= gate->most_bytes ? needed + 1 - gate->most_bytes : 0;
    return MAX(behind, near);
}

gboolean match_gate_next(MatchView *view, const Rule *rule, GateWalk *walk, gsize offset,
                         gsize *first, gsize *last)
{
    const MatchGate *gate = &rule->gate;
    if (view->places[gate->kind] == NULL) {
        view->places[gate->kind] = find_places(view, gate->kind);
    }
    const GArray *places = view->places[gate->kind];
    while (walk->next < places->len && place_at(places, walk->next) < offset) {
        walk->next++;
    }
    guint index = walk->next;
    gsize from = G_MAXSIZE;
    for (; index < places->len && from == G_MAXSIZE; index++) {
        from = find_first(gate, places, index);
    }
    if (from == G_MAXSIZE) {
        return FALSE;
    }
    *first = to_character_start(view, MAX(from, offset));
    *last = place_at(places, index - 1);
    /* Ranges that touch are one. A text full of matches is one long range, which is asked for again
     * behind each of them: how far it goes is remembered. */
    if (index < walk->joined) {
        index = walk->joined;
        *last = place_at(places, index - 1);
    }
    while (index < places->len && find_first(gate, places, index) == *last + 1) {
        *last = place_at(places, index++);
    }
    walk->joined = index;
    return TRUE;
}
