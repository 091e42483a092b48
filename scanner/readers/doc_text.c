#include "scanner/readers/doc_text.h"

#include <string.h>

#include "scanner/readers/codepage.h"

enum {
    PIECE_BYTES = 1 << 20, /* of a paragraph that is longer */
    FIELDS = 64,           /* one within another */
    INSTRUCTION_BYTES = 65536,
};

/* Characters with a meaning (MS-DOC 2.4.3, 2.8.25). */
enum {
    CELL_END = 0x07,
    TAB = 0x09,
    LINE_END = 0x0b,
    PAGE_END = 0x0c,
    PARAGRAPH_END = 0x0d,
    COLUMN_END = 0x0e,
    FIELD_BEGIN = 0x13,
    FIELD_SEPARATOR = 0x14,
    FIELD_END = 0x15,
    HARD_HYPHEN = 0x1e,
    SOFT_HYPHEN = 0x1f,
};

struct DocText {
    Flow *flow;
    const DocFib *fib;
    DocStories *stories;
    DocRuns *paragraphs, *characters;
    GString *plain, *deleted; /* of the paragraph at hand */
    GPtrArray *fields;        /* of GString: instructions of open ones; NULL behind the separator */
    GPtrArray *lines;         /* of char *: what fields say beside their results */
    GByteArray *run;          /* characters in bytes that wait to be converted */
    GString *run_target;
    gunichar high;      /* half a character; 0 when there is none */
    gboolean in_story;  /* other than the main text */
    gboolean in_row;    /* a cell of it has ended */
    gboolean cell_last; /* the last character ended a cell */
};

static void free_instruction(gpointer data)
{
    if (data != NULL) {
        g_string_free(data, TRUE);
    }
}

DocText *doc_text_new(Flow *flow, const DocFib *fib, DocStories *stories, DocRuns *paragraphs,
                      DocRuns *characters)
{
    DocText *text = g_new0(DocText, 1);
    text->flow = flow;
    text->fib = fib;
    text->stories = stories;
    text->paragraphs = paragraphs;
    text->characters = characters;
    text->plain = g_string_new(NULL);
    text->deleted = g_string_new(NULL);
    text->fields = g_ptr_array_new_with_free_func(free_instruction);
    text->lines = g_ptr_array_new_with_free_func(g_free);
    text->run = g_byte_array_new();
    return text;
}

/* --- characters --- */

static void convert_run(DocText *text)
{
    if (text->run->len > 0) {
        codepage_append(text->run_target, text->fib->charset, text->run->data, text->run->len);
        g_byte_array_set_size(text->run, 0);
    }
}

/* Of the innermost field that is not at its result; NULL outside of all. */
static GString *get_instruction(const DocText *text)
{
    for (guint i = text->fields->len; i > 0; i--) {
        GString *instruction = g_ptr_array_index(text->fields, i - 1);
        if (instruction != NULL) {
            return instruction;
        }
    }
    return NULL;
}

/* Where text goes: to the instruction of a field, to what was deleted, or to the paragraph. */
static GString *get_target(DocText *text, guint64 offset)
{
    GString *instruction = get_instruction(text);
    if (instruction != NULL) {
        return instruction;
    }
    gboolean is_deleted = (doc_runs_get(text->characters, offset) & DOC_RUN_DELETED) != 0;
    return is_deleted ? text->deleted : text->plain;
}

static void add_byte(DocText *text, guint8 byte, guint64 offset)
{
    GString *target = get_target(text, offset);
    if (target != text->run_target) {
        convert_run(text);
        text->run_target = target;
    }
    g_byte_array_append(text->run, &byte, 1);
}

static void add_unit(DocText *text, gunichar unit, guint64 offset)
{
    GString *target = get_target(text, offset);
    convert_run(text);
    if (unit >= 0xd800 && unit < 0xdc00) {
        text->high = unit;
        return;
    }
    gboolean is_low = unit >= 0xdc00 && unit < 0xe000;
    if (is_low && text->high != 0) {
        unit = 0x10000 + ((text->high - 0xd800) << 10) + (unit - 0xdc00);
    } else if (is_low) {
        unit = 0xfffd;
    }
    text->high = 0;
    g_string_append_unichar(target, unit);
}

/* --- fields --- */

/* Fields whose instructions say nothing about people. */
static gboolean is_known_field(const char *instruction)
{
    static const char *const names[] = {
        "PAGE",         "NUMPAGES", "SECTIONPAGES", "SECTION",   "TOC",      "PAGEREF",
        "REF",          "SEQ",      "DATE",         "TIME",      "SAVEDATE", "EMBED",
        "SHAPE",        "FORMTEXT", "CREATEDATE",   "PRINTDATE", "STYLEREF", "FORMCHECKBOX",
        "FORMDROPDOWN", "NOTEREF",  "AUTONUM",      "LISTNUM",   "SYMBOL",   "EDITTIME",
        "NUMWORDS",     "NUMCHARS", "AUTHOR",       "TITLE",     "FILENAME", "MERGEFORMAT",
        "INDEX",        "CONTROL",  "ADVANCE",      "EQ",        "=",
    };
    instruction += strspn(instruction, " ");
    gsize length = strcspn(instruction, " \\");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strlen(names[i]) == length && g_ascii_strncasecmp(instruction, names[i], length) == 0) {
            return TRUE;
        }
    }
    return *instruction == '=' || length == 0;
}

/* The target of a link without its quotes; of other fields, all that they say. */
static char *dup_words(const char *instruction)
{
    const char *start = instruction + strspn(instruction, " ");
    if (g_ascii_strncasecmp(start, "HYPERLINK", 9) != 0) {
        return g_strstrip(g_strdup(start));
    }
    const char *quote = strchr(start, '"');
    const char *end = quote != NULL ? strchr(quote + 1, '"') : NULL;
    return end != NULL ? g_strndup(quote + 1, (gsize)(end - quote - 1))
                       : g_strstrip(g_strdup(start + 9));
}

static void end_instruction(DocText *text)
{
    const GString *instruction = g_ptr_array_index(text->fields, text->fields->len - 1);
    if (instruction != NULL && !is_known_field(instruction->str)) {
        g_ptr_array_add(text->lines, dup_words(instruction->str));
    }
}

static void begin_field(DocText *text)
{
    g_ptr_array_add(text->fields, g_string_new(NULL));
    if (text->fields->len > FIELDS) {
        g_ptr_array_remove_index(text->fields, 0);
    }
}

/* Behind the separator, text goes where it would without the field. */
static void end_field_part(DocText *text, gboolean is_end)
{
    if (text->fields->len == 0) {
        return;
    }
    convert_run(text);
    end_instruction(text);
    text->run_target = NULL;
    if (is_end) {
        g_ptr_array_set_size(text->fields, (gint)text->fields->len - 1);
    } else {
        free_instruction(g_ptr_array_steal_index(text->fields, text->fields->len - 1));
        g_ptr_array_add(text->fields, NULL);
    }
}

/* --- paragraphs --- */

static void give_text(DocText *text)
{
    convert_run(text);
    if (text->plain->len > 0) {
        flow_append(text->flow, text->plain->str, (gssize)text->plain->len);
    }
    if (text->deleted->len > 0) {
        flow_set_aside(text->flow, TRUE);
        flow_append(text->flow, text->deleted->str, (gssize)text->deleted->len);
        flow_set_aside(text->flow, FALSE);
    }
    for (guint i = 0; i < text->lines->len; i++) {
        flow_add_line(text->flow, g_ptr_array_index(text->lines, i));
    }
    g_ptr_array_set_size(text->lines, 0);
    g_string_truncate(text->plain, 0);
    g_string_truncate(text->deleted, 0);
}

/* What a mark ends. Without the formatting that tells it, an empty cell is taken for a row's end. */
static guint describe_mark(const DocText *text, guint mark, guint64 offset)
{
    if (text->paragraphs != NULL) {
        return doc_runs_get(text->paragraphs, offset);
    }
    gboolean is_in_table = mark == CELL_END || text->in_row;
    gboolean is_row_end = mark == CELL_END && text->cell_last && text->in_row;
    return (is_in_table ? DOC_RUN_IN_TABLE : 0U) | (is_row_end ? DOC_RUN_ROW_END : 0U);
}

static void end_paragraph(DocText *text, guint mark, guint64 offset)
{
    guint flags = describe_mark(text, mark, offset);
    gboolean is_in_table = (flags & DOC_RUN_IN_TABLE) != 0 || mark == CELL_END;
    if (is_in_table && !flow_is_in_table(text->flow)) {
        flow_begin_table(text->flow);
    } else if (!is_in_table && flow_is_in_table(text->flow)) {
        flow_end_table(text->flow);
        text->in_row = FALSE;
    }
    give_text(text);
    if (mark != CELL_END) {
        flow_end_paragraph(text->flow);
    } else if ((flags & DOC_RUN_ROW_END) != 0) {
        flow_end_row(text->flow);
        text->in_row = FALSE;
    } else {
        flow_end_cell(text->flow);
        text->in_row = TRUE;
    }
}

static void end_story(DocText *text)
{
    convert_run(text); /* it may go to a field that is open */
    while (text->fields->len > 0) {
        end_field_part(text, TRUE);
    }
    text->run_target = NULL;
    give_text(text);
    if (text->in_story) {
        flow_end_story(text->flow);
    } else if (flow_is_in_table(text->flow)) {
        flow_end_table(text->flow);
    } else {
        flow_end_paragraph(text->flow);
    }
    text->in_row = text->cell_last = FALSE;
}

static void begin_story(DocText *text)
{
    g_autofree char *place = doc_stories_dup_place(text->stories);
    end_story(text);
    text->in_story = place != NULL;
    if (place != NULL) {
        flow_begin_story(text->flow, place);
    }
}

/* --- all --- */

static void add_mark(DocText *text, guint mark, guint64 offset)
{
    convert_run(text);
    switch (mark) {
    case CELL_END:
    case PAGE_END:
    case PARAGRAPH_END:
        end_paragraph(text, mark, offset);
        break;
    case LINE_END:
    case COLUMN_END:
        g_string_append_c(get_target(text, offset), '\n');
        break;
    case FIELD_BEGIN:
        begin_field(text);
        break;
    case FIELD_SEPARATOR:
    case FIELD_END:
        end_field_part(text, mark == FIELD_END);
        break;
    case HARD_HYPHEN:
        g_string_append_c(get_target(text, offset), '-');
        break;
    default:
        break; /* pictures, numbers of notes, soft hyphens */
    }
    text->cell_last = mark == CELL_END;
}

void doc_text_add(DocText *text, const guint8 *bytes, gsize length, gboolean is_wide,
                  guint64 offset)
{
    gsize step = is_wide ? 2 : 1;
    for (gsize at = 0; at + step <= length; at += step) {
        guint unit = is_wide ? ole_get_u16(bytes + at) : bytes[at];
        if (text->stories != NULL && doc_stories_step(text->stories)) {
            begin_story(text);
        }
        if (unit < 0x20 && unit != TAB) {
            add_mark(text, unit, offset + at);
            continue;
        }
        if (is_wide) {
            add_unit(text, unit, offset + at);
        } else {
            add_byte(text, (guint8)unit, offset + at);
        }
        text->cell_last = FALSE;
        const GString *instruction = get_instruction(text);
        if (instruction != NULL && instruction->len > INSTRUCTION_BYTES) {
            end_field_part(text, FALSE);
        }
        if (text->plain->len + text->deleted->len + text->run->len > PIECE_BYTES) {
            give_text(text);
        }
    }
}

void doc_text_free(DocText *text)
{
    if (text != NULL) {
        end_story(text);
        g_string_free(text->plain, TRUE);
        g_string_free(text->deleted, TRUE);
        g_ptr_array_unref(text->fields);
        g_ptr_array_unref(text->lines);
        g_byte_array_unref(text->run);
        g_free(text);
    }
}
