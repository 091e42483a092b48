#include "scanner/readers/ooxml_part.h"

#include <string.h>

#include "scanner/readers/ooxml_data.h"
#include "scanner/readers/ooxml_rules.h"

enum {
    FIELD_BYTES = 64 << 10,   /* of a field's instruction that are kept */
    COMPARED_BYTES = 1 << 20, /* of alternates that are compared */
    SYMBOLS_FROM = 0xf000,    /* places of a font's own, no characters (17.3.3.30) */
    SYMBOLS_TO = 0xf0ff,
};

/* Ways to show the same, of which the first that has text is read. */
typedef struct {
    guint depth;
    guint64 length; /* of the story before them */
} Alternates;

typedef struct {
    OoxmlContext *context;
    const char *part, *place;
    GHashTable *rules;
    const OoxmlRoot *root; /* NULL: data */
    OoxmlData *data;       /* when it is no story */
    guint depth;
    guint skipped; /* depth of the element that is left out; 0 for none */
    guint characters, fields, inserted, deleted, ruby; /* such elements that are open */
    GString *field;
    GArray *alternates; /* of Alternates that are open */
    GString *shown;     /* text of the alternate that is read */
    GString *other;     /* text of another one; NULL outside of it */
    guint other_depth;
} Walk;

/* --- beside the text --- */

/* An address as people write it: without scheme and escapes. */
static void give_address(const Walk *walk, const char *address)
{
    address += g_ascii_strncasecmp(address, "mailto:", 7) == 0 ? 7 : 0;
    g_autofree char *plain = g_uri_unescape_string(address, NULL);
    gboolean is_text = plain != NULL && g_utf8_validate(plain, -1, NULL);
    story_add_aside(walk->context->story, is_text ? plain : address);
}

/* The instruction of a field tells an address or the name of a column; those that only number pages
 * and point within the document do not (17.16.5). */
static void give_field(const Walk *walk, const char *instruction)
{
    static const char *const numbering[] = {"PAGE", "PAGEREF", "NUMPAGES", "TOC",
                                            "REF",  "NOTEREF", "SEQ",      "SECTIONPAGES"};
    g_autofree char *text = g_strstrip(g_strdup(instruction));
    gsize word = strcspn(text, " \t\r\n\\\"");
    for (gsize i = 0; i < G_N_ELEMENTS(numbering); i++) {
        if (strlen(numbering[i]) == word && g_ascii_strncasecmp(text, numbering[i], word) == 0) {
            return;
        }
    }
    if (g_ascii_strncasecmp(text, "HYPERLINK", 9) != 0) {
        story_add_aside(walk->context->story, text);
        return;
    }
    /* HYPERLINK "address" \l "place within it" */
    g_auto(GStrv) quoted = g_strsplit(text, "\"", 3);
    gboolean is_within = g_strv_length(quoted) < 3 || strstr(quoted[0], "\\l") != NULL;
    if (!is_within) {
        give_address(walk, quoted[1]);
    }
}

static void end_field(Walk *walk)
{
    if (walk->field->len > 0) {
        give_field(walk, walk->field->str);
        g_string_truncate(walk->field, 0);
    }
}

static void give_target(const Walk *walk, const char *id)
{
    const OpcLink *link = opc_find_link(walk->context->opc, walk->part, id);
    if (link != NULL && link->is_external) {
        give_address(walk, link->target);
        g_hash_table_add(walk->context->given, (gpointer)(guintptr)link);
    }
}

static void give_values(const Walk *walk, const OoxmlRule *rule, const XmlElement *element)
{
    for (gsize i = 0; i < OOXML_ATTRIBUTES && rule->attributes[i] != NULL; i++) {
        g_autofree char *value = xml_element_dup_value(element, rule->attributes[i]);
        if (value == NULL) {
            continue;
        }
        if (strcmp(rule->attributes[i], "r:id") == 0) {
            give_target(walk, value);
        } else if (strcmp(rule->attributes[i], "w:instr") == 0) {
            give_field(walk, value);
        } else {
            story_add_aside(walk->context->story, value);
        }
    }
}

static void take_author(const Walk *walk, const XmlElement *element)
{
    g_autofree char *author = xml_element_dup_value(element, "w:author");
    if (author != NULL) {
        ooxml_authors_add(walk->context->authors, author, text_view_here(walk->context->view));
    }
}

/* Lines between the text and its notes are no notes; a comment has an author. */
static void begin_entry(Walk *walk, const XmlElement *element)
{
    g_autofree char *type = xml_element_dup_value(element, "w:type");
    if (type != NULL && strcmp(type, "normal") != 0) {
        return;
    }
    story_begin_entry(walk->context->story);
    g_autofree char *author = xml_element_dup_value(element, "w:author");
    if (author != NULL && *author != '\0') {
        story_add_note(walk->context->story, " author", author);
    }
}

/* --- text --- */

static void append(Walk *walk, const char *text, gsize length)
{
    if (walk->other != NULL) {
        gsize room = COMPARED_BYTES - MIN(walk->other->len, (gsize)COMPARED_BYTES);
        g_string_append_len(walk->other, text, (gssize)MIN(length, room));
        return;
    }
    if (walk->alternates->len > 0 && walk->shown->len < COMPARED_BYTES) {
        g_string_append_len(walk->shown, text, (gssize)length);
    }
    StoryLayer layer = walk->ruby > 0       ? STORY_RUBY
                       : walk->deleted > 0  ? STORY_DELETED
                       : walk->inserted > 0 ? STORY_INSERTED
                                            : STORY_PLAIN;
    story_append(walk->context->story, layer, text, length);
}

static void append_symbol(Walk *walk, const XmlElement *element)
{
    g_autofree char *code = xml_element_dup_value(element, "w:char");
    guint64 character = code != NULL ? g_ascii_strtoull(code, NULL, 16) : 0;
    if ((character >= SYMBOLS_FROM && character <= SYMBOLS_TO) || character == 0 ||
        character > G_MAXUINT16 || !g_unichar_validate((gunichar)character)) {
        append(walk, " ", 1);
        return;
    }
    char text[6];
    append(walk, text, (gsize)g_unichar_to_utf8((gunichar)character, text));
}

/* --- alternates --- */

/* The text without what is white. */
static char *squeeze(const GString *text)
{
    GString *squeezed = g_string_new(NULL);
    for (const char *at = text->str; *at != '\0'; at++) {
        if (!g_ascii_isspace(*at)) {
            g_string_append_c(squeezed, *at);
        }
    }
    return g_string_free(squeezed, FALSE);
}

static void begin_alternate(Walk *walk)
{
    guint n = walk->alternates->len;
    const Alternates *alternates = n > 0 ? &g_array_index(walk->alternates, Alternates, n - 1)
                                         : NULL;
    gboolean is_read = alternates == NULL ||
                       story_get_length(walk->context->story) == alternates->length;
    if (walk->other != NULL) {
        walk->skipped = walk->depth;
    } else if (!is_read) {
        walk->other = g_string_new(NULL);
        walk->other_depth = walk->depth;
    }
}

/* Another alternate says the same as the one that was read, as a rule. */
static void end_other(Walk *walk)
{
    g_autofree char *shown = squeeze(walk->shown);
    g_autofree char *other = squeeze(walk->other);
    if (strstr(shown, other) == NULL) {
        story_add_aside(walk->context->story, walk->other->str);
    }
    g_string_free(g_steal_pointer(&walk->other), TRUE);
}

static void end_alternates(Walk *walk)
{
    guint n = walk->alternates->len;
    if (n > 0 && g_array_index(walk->alternates, Alternates, n - 1).depth == walk->depth) {
        g_array_set_size(walk->alternates, n - 1);
        if (n == 1) {
            g_string_truncate(walk->shown, 0);
        }
    }
}

/* --- elements of a story --- */

static void count(Walk *walk, guint meaning, gint by)
{
    guint *const counts[] = {&walk->characters, &walk->fields, &walk->inserted, &walk->deleted,
                             &walk->ruby};
    static const guint meanings[] = {OOXML_IS_CHARACTERS, OOXML_IS_FIELD, OOXML_IS_INSERTED,
                                     OOXML_IS_DELETED, OOXML_IS_RUBY};
    for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if ((meaning & meanings[i]) != 0) {
            *counts[i] = (guint)MAX((gint)*counts[i] + by, 0);
        }
    }
}

typedef struct {
    guint meaning;
    void (*begin)(Story *story);
    void (*end)(Story *story);
} Frame;

static const Frame frames[] = {
    {OOXML_IS_TABLE, story_begin_table, story_end_table},
    {OOXML_IS_ROW, story_begin_row, story_end_row},
    {OOXML_IS_CELL, story_begin_cell, story_end_cell},
    {OOXML_IS_PARAGRAPH, story_begin_paragraph, story_end_paragraph},
};

static void start_in_story(Walk *walk, const XmlElement *element)
{
    const OoxmlRule *rule = g_hash_table_lookup(walk->rules, element->name);
    take_author(walk, element);
    if (rule == NULL) {
        return;
    }
    if ((rule->meaning & OOXML_IS_LOOK) != 0) {
        walk->skipped = walk->depth;
        return;
    }
    count(walk, rule->meaning, 1);
    if ((rule->meaning & OOXML_IS_ALTERNATE) != 0) {
        begin_alternate(walk);
    }
    if ((rule->meaning & OOXML_IS_ALTERNATES) != 0 && walk->other == NULL) {
        const Alternates alternates = {walk->depth, story_get_length(walk->context->story)};
        g_array_append_val(walk->alternates, alternates);
    }
    if ((rule->meaning & OOXML_ENDS_FIELD) != 0) {
        end_field(walk);
    }
    if ((rule->meaning & OOXML_IS_SYMBOL) != 0) {
        append_symbol(walk, element);
    }
    if (rule->text != NULL) {
        append(walk, rule->text, strlen(rule->text));
    }
    if (walk->other == NULL) {
        for (gsize i = 0; i < G_N_ELEMENTS(frames); i++) {
            if ((rule->meaning & frames[i].meaning) != 0) {
                frames[i].begin(walk->context->story);
            }
        }
        if ((rule->meaning & OOXML_IS_ENTRY) != 0) {
            begin_entry(walk, element);
        }
    }
    give_values(walk, rule, element);
}

static void end_in_story(Walk *walk, const char *name)
{
    const OoxmlRule *rule = g_hash_table_lookup(walk->rules, name);
    if (walk->other != NULL && walk->other_depth == walk->depth) {
        end_other(walk);
    }
    if (rule == NULL) {
        return;
    }
    count(walk, rule->meaning, -1);
    if ((rule->meaning & OOXML_IS_VALUE) != 0) {
        append(walk, "\t", 1);
    }
    if ((rule->meaning & OOXML_IS_ALTERNATES) != 0) {
        end_alternates(walk);
    }
    if ((rule->meaning & OOXML_IS_PARAGRAPH) != 0) {
        end_field(walk);
    }
    for (gsize i = 0; walk->other == NULL && i < G_N_ELEMENTS(frames); i++) {
        if ((rule->meaning & frames[i].meaning) != 0) {
            frames[i].end(walk->context->story);
        }
    }
}

/* --- what XML tells --- */

static void begin_root(Walk *walk, const XmlElement *element)
{
    walk->root = ooxml_find_root(element->name);
    const char *by_root = walk->root != NULL ? walk->root->place : NULL;
    OoxmlMode mode = walk->root != NULL ? walk->root->mode : OOXML_DATA;
    const char *place = walk->place != NULL ? walk->place : by_root != NULL ? by_root : walk->part;
    gboolean is_drawn_twice = strcmp(element->name, "dsp:drawing") == 0 &&
                              walk->context->has_diagram;
    if (mode == OOXML_LOOK || is_drawn_twice) {
        walk->skipped = walk->depth;
    } else if (mode == OOXML_STORY) {
        gboolean is_body = strcmp(element->name, "w:document") == 0 ||
                           strcmp(element->name, "w:glossaryDocument") == 0;
        story_begin(walk->context->story, place, is_body);
    } else {
        g_clear_pointer(&walk->data, ooxml_data_free);
        walk->data = ooxml_data_new(walk->context->view, place, mode == OOXML_DATA);
    }
}

static void start(gpointer data, const XmlElement *element)
{
    Walk *walk = data;
    walk->depth++;
    if (walk->depth == 1) {
        begin_root(walk, element);
    }
    if (walk->skipped > 0) {
        return;
    }
    if (walk->data != NULL) {
        ooxml_data_start(walk->data, element);
    } else {
        start_in_story(walk, element);
    }
}

static void end(gpointer data, const char *name)
{
    Walk *walk = data;
    if (walk->skipped == 0 && walk->data != NULL) {
        ooxml_data_end(walk->data);
    } else if (walk->skipped == 0) {
        end_in_story(walk, name);
    }
    walk->skipped = walk->skipped == walk->depth ? 0 : walk->skipped;
    walk->depth -= walk->depth > 0 ? 1 : 0;
}

static void take_text(gpointer data, const char *text, gsize length)
{
    Walk *walk = data;
    if (walk->skipped > 0) {
        return;
    }
    if (walk->data != NULL) {
        ooxml_data_text(walk->data, text, length);
    } else if (walk->fields > 0) {
        gsize room = FIELD_BYTES - MIN(walk->field->len, (gsize)FIELD_BYTES);
        g_string_append_len(walk->field, text, (gssize)MIN(length, room));
    } else if (walk->characters > 0) {
        append(walk, text, length);
    }
}

void ooxml_part_read(OoxmlContext *context, const char *part, const char *place, Source *source)
{
    static const XmlHandler handler = {ooxml_namespaces, start, end, take_text, NULL};
    Walk walk = {
        .context = context,
        .part = part,
        .place = place,
        .rules = ooxml_new_rules(),
        .field = g_string_new(NULL),
        .alternates = g_array_new(FALSE, FALSE, sizeof(Alternates)),
        .shown = g_string_new(NULL),
    };
    xml_events_read(context->item, part, source, &handler, &walk);
    if (walk.other != NULL) {
        end_other(&walk);
    }
    end_field(&walk);
    story_end(context->story);
    g_clear_pointer(&walk.data, ooxml_data_free);
    g_hash_table_unref(walk.rules);
    g_string_free(walk.field, TRUE);
    g_string_free(walk.shown, TRUE);
    g_array_unref(walk.alternates);
}
