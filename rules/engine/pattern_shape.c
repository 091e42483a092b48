#include "rules/engine/pattern_shape.h"

#include <string.h>

/* A repetition of more than this is as good as unbounded. */
enum { TIMES_MAX = 1 << 16, CHARACTER_MAX = 4, DEPTH_MAX = 100 };

typedef struct {
    const char *at;
    gboolean is_known;
    gboolean is_exact;     /* no set read since had more of ASCII than the pattern */
    gboolean ignores_case; /* then a letter can match one beyond ASCII */
    guint depth;
} Reading;

/* The characters that an atom may be. */
typedef struct {
    guint64 ascii[2];  /* bit c % 64 of ascii[c / 64] for c */
    gboolean is_wide;  /* characters beyond ASCII too */
    guint least, most; /* bytes that those may take */
} CharacterSet;

static const CharacterSet any_character = {{G_MAXUINT64, G_MAXUINT64}, TRUE, 2, CHARACTER_MAX};

static CharacterSet any(Reading *reading)
{
    reading->is_exact = FALSE;
    return any_character;
}

static void add_ascii(CharacterSet *set, guint8 first, guint8 last)
{
    for (guint c = first; c <= last; c++) {
        set->ascii[c / 64] |= G_GUINT64_CONSTANT(1) << c % 64;
    }
}

static gboolean has_ascii(const CharacterSet *set, guint c)
{
    return (set->ascii[c / 64] >> c % 64 & 1) != 0;
}

/* The classes of which some, or all, bytes are in the set. */
static guint16 get_classes(const CharacterSet *set, gboolean whole)
{
    guint16 some = 0;
    guint16 missing = 0;
    for (guint c = 0; c < 128; c++) {
        guint16 class = BYTE_SET(byte_class_of((guint8)c));
        some |= has_ascii(set, c) ? class : 0;
        missing |= has_ascii(set, c) ? 0 : class;
    }
    return whole ? some & (guint16)~missing : some;
}

static Shape nothing(void)
{
    return (Shape){.lengths = 1};
}

static Shape everything(void)
{
    Shape shape = {.most = G_MAXSIZE, .lengths = (1U << (SHAPE_BYTES + 1)) - 1};
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        shape.at[i] = BYTE_SET_ANY;
    }
    return shape;
}

static Shapes only(Shape shape)
{
    return (Shapes){.n = 1, .shapes = {shape}};
}

guint16 shape_at(const Shape *shape, guint n)
{
    guint may_have_ended = shape->lengths & ((1U << (n + 1)) - 1);
    return may_have_ended != 0 ? BYTE_SET_ANY : shape->at[n];
}

Shape shape_unite(const Shape *one, const Shape *other)
{
    Shape both = {
        .most = MAX(one->most, other->most),
        .digits = MIN(one->digits, other->digits),
        .ats = MIN(one->ats, other->ats),
        .wides = MIN(one->wides, other->wides),
        .lengths = one->lengths | other->lengths,
        .not_before = one->not_before & other->not_before,
    };
    for (guint i = 0; i < SHAPE_BYTES; i++) {
        both.at[i] = one->at[i] | other->at[i];
    }
    return both;
}

static gsize add_sizes(gsize one, gsize other)
{
    return one > G_MAXSIZE - other ? G_MAXSIZE : one + other;
}

/* One behind the other. */
static Shape join(const Shape *one, const Shape *other)
{
    Shape both = {
        .most = add_sizes(one->most, other->most),
        .digits = one->digits + other->digits,
        .ats = one->ats + other->ats,
        .wides = one->wides + other->wides,
        .not_before = one->not_before | (one->lengths == 1 ? other->not_before : 0),
    };
    memcpy(both.at, one->at, sizeof both.at);
    for (guint length = 0; length <= SHAPE_BYTES; length++) {
        if ((one->lengths & (1U << length)) == 0) {
            continue;
        }
        guint sum = (guint)other->lengths << length;
        guint kept = sum & ((1U << SHAPE_BYTES) - 1);
        both.lengths |= (guint16)(kept | (sum != kept ? 1U << SHAPE_BYTES : 0));
        for (guint i = length; i < SHAPE_BYTES; i++) {
            both.at[i] |= other->at[i - length];
        }
    }
    return both;
}

static Shape unite_all(const Shapes *shapes)
{
    Shape all = shapes->shapes[0];
    for (guint i = 1; i < shapes->n; i++) {
        all = shape_unite(&all, &shapes->shapes[i]);
    }
    return all;
}

/* How many of the first bytes two shapes allow the same classes for. */
static guint count_alike(const Shape *one, const Shape *other)
{
    guint n = 0;
    while (n < SHAPE_BYTES && one->at[n] == other->at[n] && one->not_before == other->not_before) {
        n++;
    }
    return n;
}

/* Ways that begin alike are one, and where there are too many, those that are most alike. */
static void add_shape(Shapes *shapes, Shape shape)
{
    guint most = 0;
    guint nearest = 0;
    for (guint i = 0; i < shapes->n; i++) {
        guint alike = count_alike(&shapes->shapes[i], &shape);
        if (alike >= most) {
            most = alike;
            nearest = i;
        }
    }
    if (shapes->n < SHAPES_MAX && most < SHAPE_BYTES / 2) {
        shapes->shapes[shapes->n++] = shape;
        return;
    }
    Shape *target = &shapes->shapes[nearest];
    *target = shape_unite(target, &shape);
}

static Shapes join_all(const Shapes *one, const Shapes *other)
{
    Shapes joined = {0};
    Shapes narrowed = *other;
    if (one->n * other->n > SHAPES_MAX) {
        narrowed = only(unite_all(other));
    }
    for (guint i = 0; i < one->n; i++) {
        for (guint j = 0; j < narrowed.n; j++) {
            add_shape(&joined, join(&one->shapes[i], &narrowed.shapes[j]));
        }
    }
    return joined;
}

typedef struct {
    guint least, most; /* G_MAXUINT: without end */
} Times;

static Shapes repeat(const Shapes *atom, Times times)
{
    if (times.least == 1 && times.most == 1) {
        return *atom;
    }
    Shape once = unite_all(atom);
    Shape all = nothing();
    for (guint i = 0; i < times.least && i < SHAPE_BYTES; i++) {
        all = join(&all, &once);
    }
    Shape more = all;
    for (guint i = times.least; i < times.most && i < times.least + SHAPE_BYTES; i++) {
        more = join(&more, &once);
        all = shape_unite(&all, &more);
    }
    all.digits = once.digits * times.least;
    all.ats = once.ats * times.least;
    all.wides = once.wides * times.least;
    gboolean is_endless = times.most == G_MAXUINT || once.most > G_MAXUINT32;
    all.most = is_endless ? G_MAXSIZE : once.most * times.most;
    return only(all);
}

static CharacterSet give_up(Reading *reading)
{
    reading->is_known = FALSE;
    return any(reading);
}

static gboolean take(Reading *reading, const char *text)
{
    gboolean is_there = g_str_has_prefix(reading->at, text);
    reading->at += is_there ? strlen(text) : 0;
    return is_there;
}

/* Moves behind the next occurrence of a byte. */
static void skip_behind(Reading *reading, char byte)
{
    const char *found = strchr(reading->at, byte);
    if (found == NULL) {
        give_up(reading);
        return;
    }
    reading->at = found + 1;
}

static void add_set(CharacterSet *set, CharacterSet more)
{
    set->ascii[0] |= more.ascii[0];
    set->ascii[1] |= more.ascii[1];
    if (more.is_wide) {
        set->least = set->is_wide ? MIN(set->least, more.least) : more.least;
        set->most = MAX(set->most, more.most);
        set->is_wide = TRUE;
    }
}

/* One character as it stands there. Where case is ignored some letters have a form beyond ASCII. */
static CharacterSet character_set(Reading *reading, gunichar character)
{
    CharacterSet set = {0};
    guint bytes = (guint)g_unichar_to_utf8(character, NULL);
    if (character >= 0x80) {
        return reading->ignores_case ? any(reading) : (CharacterSet){{0}, TRUE, bytes, bytes};
    }
    add_ascii(&set, (guint8)character, (guint8)character);
    if (reading->ignores_case && g_ascii_isalpha((char)character)) {
        guint8 other = (guint8)character ^ 0x20;
        add_ascii(&set, other, other);
        add_set(&set, (CharacterSet){{0}, TRUE, 2, 3});
    }
    return set;
}

/* \p{…}: of three scripts it is known that they are beyond ASCII, and how many bytes they take. */
static CharacterSet read_property(Reading *reading, gboolean is_negated)
{
    static const char *const scripts[] = {"{Han}",    "{Hiragana}",    "{Katakana}",
                                          "{sc:Han}", "{sc:Hiragana}", "{sc:Katakana}"};
    for (gsize i = 0; i < G_N_ELEMENTS(scripts) && !is_negated; i++) {
        if (take(reading, scripts[i])) {
            return (CharacterSet){{0}, TRUE, 3, CHARACTER_MAX};
        }
    }
    if (*reading->at == '{') {
        skip_behind(reading, '}');
    } else {
        reading->at += *reading->at != '\0' ? 1 : 0;
    }
    return any(reading);
}

static CharacterSet read_code_point(Reading *reading)
{
    if (*reading->at == '{') {
        skip_behind(reading, '}');
        return any(reading);
    }
    for (gsize i = 0; i < 2 && g_ascii_isxdigit(*reading->at); i++) {
        reading->at++;
    }
    return any(reading);
}

/* What a \ with a letter stands for that is one character of ASCII; FALSE when it is another. */
static gboolean find_class_escape(char letter, CharacterSet *set)
{
    static const struct {
        char letter;
        const char *ranges; /* pairs of first and last */
    } rows[] = {
        {'d', "09"},   {'w', "09AZ__az"}, {'s', "\t\r  "}, {'r', "\r\r"},     {'n', "\n\n"},
        {'t', "\t\t"}, {'f', "\f\f"},     {'a', "\a\a"},   {'e', "\033\033"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (const char *at = rows[i].ranges; rows[i].letter == letter && *at != '\0'; at += 2) {
            add_ascii(set, (guint8)at[0], (guint8)at[1]);
        }
        if (rows[i].letter == letter) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What a \ stands for, its letter being the next byte. Within a class \b is a character. */
static CharacterSet read_escape(Reading *reading)
{
    char letter = *reading->at;
    CharacterSet set = {0};
    if (letter == '\0' || strchr("0123456789gkKQERXNouc", letter) != NULL) {
        return give_up(reading);
    }
    if ((guint8)letter >= 0x80) {
        gunichar character = g_utf8_get_char(reading->at);
        reading->at = g_utf8_next_char(reading->at);
        return character_set(reading, character);
    }
    reading->at++;
    if (letter == 'p' || letter == 'P') {
        return read_property(reading, letter == 'P');
    }
    if (letter == 'x') {
        return read_code_point(reading);
    }
    if (find_class_escape(letter, &set)) {
        return set;
    }
    return g_ascii_isalpha(letter) ? any(reading) : character_set(reading, (guint8)letter);
}

/* All from one character to another, both as they stand in a class. */
static CharacterSet range_set(Reading *reading, gunichar first, gunichar last)
{
    CharacterSet set = {0};
    for (gunichar c = first; c <= last && c < 0x80; c++) {
        add_set(&set, character_set(reading, c));
    }
    if (last >= 0x80) {
        CharacterSet wide = {{0},
                             TRUE,
                             (guint)g_unichar_to_utf8(MAX(first, 0x80), NULL),
                             (guint)g_unichar_to_utf8(last, NULL)};
        add_set(&set, reading->ignores_case ? any(reading) : wide);
    }
    return set;
}

/* One member of a class: an escape, a character, or a range of them. */
static CharacterSet read_member(Reading *reading)
{
    if (take(reading, "[:")) {
        skip_behind(reading, ':');
        take(reading, "]");
        return any(reading);
    }
    gboolean is_escape = take(reading, "\\");
    /* Octal digits and \b, a backspace here, are left to what is not known. */
    if (is_escape && g_ascii_isalnum(*reading->at)) {
        return *reading->at == 'b' ? give_up(reading) : read_escape(reading);
    }
    gunichar first = g_utf8_get_char(reading->at);
    reading->at = g_utf8_next_char(reading->at);
    gboolean is_range = reading->at[0] == '-' && reading->at[1] != ']' && reading->at[1] != '\0';
    if (!is_range) {
        return character_set(reading, first);
    }
    reading->at++;
    if (take(reading, "\\") && g_ascii_isalnum(*reading->at)) {
        CharacterSet ends = read_escape(reading);
        add_set(&ends, any(reading)); /* [a-\d] is a, a hyphen and digits */
        return ends;
    }
    if (reading->at[0] == '[' && reading->at[1] == ':') {
        return any(reading);
    }
    gunichar last = g_utf8_get_char(reading->at);
    reading->at = g_utf8_next_char(reading->at);
    return range_set(reading, first, last);
}

/* A class, its [ being read. */
static CharacterSet read_class(Reading *reading)
{
    CharacterSet set = {0};
    gboolean is_negated = take(reading, "^");
    gboolean is_first = TRUE;
    while (reading->is_known && (*reading->at != ']' || is_first)) {
        is_first = FALSE;
        if (*reading->at == '\0') {
            return give_up(reading);
        }
        add_set(&set, read_member(reading));
    }
    take(reading, "]");
    return is_negated ? any(reading) : set;
}

static Shape shape_of(const CharacterSet *set)
{
    guint16 classes = get_classes(set, FALSE);
    Shape shape = {
        .most = set->is_wide ? set->most : 1,
        .digits = !set->is_wide && (classes & ~BYTE_SET_DIGITS) == 0 ? 1 : 0,
        .ats = !set->is_wide && classes == BYTE_SET(BYTE_AT) ? 1 : 0,
        .wides = set->is_wide && classes == 0 ? 1 : 0,
        .lengths = classes != 0 ? 1U << 1 : 0,
    };
    shape.at[0] = classes;
    for (guint length = set->least; set->is_wide && length <= set->most; length++) {
        shape.lengths |= (guint16)(1U << length);
    }
    for (guint i = 0; set->is_wide && i < set->most; i++) {
        shape.at[i] |= BYTE_SET(BYTE_WIDE);
    }
    return shape;
}

static Shapes read_alternatives(Reading *reading);

static gboolean take_any(Reading *reading, const char *const *texts)
{
    gboolean taken = FALSE;
    for (; *texts != NULL && !taken; texts++) {
        taken = take(reading, *texts);
    }
    return taken;
}

/* Classes that surely do not stand before, from the class of characters within (?<!…). */
static guint16 read_not_before(const Reading *reading)
{
    Reading inside = *reading;
    inside.is_exact = TRUE;
    if (!take(&inside, "[")) {
        return 0;
    }
    CharacterSet set = read_class(&inside);
    gboolean is_all = inside.is_known && inside.is_exact && *inside.at == ')';
    return is_all ? get_classes(&set, TRUE) : 0;
}

/* How often an atom inside of what looks around is there does not matter. */
static Shapes read_around(Reading *reading, gboolean is_negative_behind)
{
    Shape shape = nothing();
    shape.not_before = is_negative_behind ? read_not_before(reading) : 0;
    read_alternatives(reading);
    return only(shape);
}

/* A group, its ( being read. */
static Shapes read_inside(Reading *reading)
{
    static const char *const around[] = {"?<=", "?=", "?!", NULL};
    static const char *const named[] = {"?<", "?P<", NULL};
    static const char *const plain[] = {"?:", "?>", "?|", NULL};
    if (take(reading, "?<!")) {
        return read_around(reading, TRUE);
    }
    if (take_any(reading, around)) {
        return read_around(reading, FALSE);
    }
    if (take_any(reading, named)) {
        skip_behind(reading, '>');
    } else if (!take_any(reading, plain) && (*reading->at == '?' || *reading->at == '*')) {
        give_up(reading);
    }
    return read_alternatives(reading);
}

static Shapes read_group(Reading *reading)
{
    if (take(reading, "?i)")) {
        reading->ignores_case = TRUE;
        return only(nothing());
    }
    if (!reading->is_known || reading->depth > DEPTH_MAX) {
        give_up(reading);
        return only(everything());
    }
    reading->depth++;
    Shapes inside = read_inside(reading);
    reading->depth--;
    if (!take(reading, ")")) {
        give_up(reading);
    }
    return inside;
}

static Shapes read_atom(Reading *reading)
{
    if (take(reading, "(")) {
        return read_group(reading);
    }
    if (take(reading, "^") || take(reading, "$")) {
        return only(nothing());
    }
    static const char *const edges[] = {"\\b", "\\B", "\\A", "\\Z", "\\z", "\\G", NULL};
    if (take_any(reading, edges)) {
        return only(nothing());
    }
    CharacterSet set;
    if (take(reading, "[")) {
        set = read_class(reading);
    } else if (take(reading, "\\")) {
        set = read_escape(reading);
    } else if (take(reading, ".")) {
        set = any(reading);
    } else {
        gunichar character = g_utf8_get_char(reading->at);
        reading->at = g_utf8_next_char(reading->at);
        set = character_set(reading, character);
    }
    return only(shape_of(&set));
}

/* A quantifier in braces; FALSE when it is none. */
static gboolean take_braces(Reading *reading, Times *times)
{
    if (g_str_has_prefix(reading->at, "{,") || g_str_has_prefix(reading->at, "{ ")) {
        give_up(reading); /* a quantifier to newer libraries only */
    }
    if (*reading->at != '{' || !g_ascii_isdigit(reading->at[1])) {
        return FALSE;
    }
    char *end = NULL;
    guint64 least = g_ascii_strtoull(reading->at + 1, &end, 10);
    guint64 most = *end == ',' && end[1] == '}' ? G_MAXUINT : least;
    if (*end == ',') {
        most = most == G_MAXUINT ? most : g_ascii_strtoull(end + 1, &end, 10);
        end += most == G_MAXUINT ? 1 : 0;
    }
    if (*end != '}' || most < least || least > TIMES_MAX) {
        give_up(reading);
        return FALSE;
    }
    *times = (Times){(guint)least, (guint)most};
    reading->at = end + 1;
    return TRUE;
}

/* How often; what is no quantifier leaves 1. */
static Times read_quantifier(Reading *reading)
{
    Times times = {1, 1};
    if (take(reading, "?")) {
        times.least = 0;
    } else if (take(reading, "*")) {
        times = (Times){0, G_MAXUINT};
    } else if (take(reading, "+")) {
        times.most = G_MAXUINT;
    } else if (!take_braces(reading, &times)) {
        return times;
    }
    if (*reading->at == '?' || *reading->at == '+') {
        reading->at++;
    }
    return times;
}

static Shapes read_branch(Reading *reading)
{
    Shapes branch = only(nothing());
    while (reading->is_known && *reading->at != '\0' && *reading->at != '|' &&
           *reading->at != ')') {
        Shapes atom = read_atom(reading);
        Times times = read_quantifier(reading);
        Shapes repeated = repeat(&atom, times);
        branch = join_all(&branch, &repeated);
    }
    return branch;
}

static Shapes read_alternatives(Reading *reading)
{
    Shapes all = read_branch(reading);
    while (reading->is_known && take(reading, "|")) {
        Shapes branch = read_branch(reading);
        for (guint i = 0; i < branch.n; i++) {
            add_shape(&all, branch.shapes[i]);
        }
    }
    return all;
}

Shapes pattern_shapes(const char *pattern)
{
    Reading reading = {.at = pattern, .is_known = TRUE};
    Shapes shapes = read_alternatives(&reading);
    return reading.is_known && *reading.at == '\0' ? shapes : only(everything());
}
