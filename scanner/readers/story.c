#include "scanner/readers/story.h"

#include <string.h>

#include "scanner/readers/text_table.h"

enum {
    PIECE_BYTES = 1 << 20, /* of a paragraph or a cell that are held */
    ASIDES = 256,          /* of a paragraph that are held */
};

typedef struct {
    GString *text;     /* as it reads now */
    GString *old;      /* as it read before; NULL while nothing was changed in it */
    GString *ruby;     /* what was set above the text */
    gsize ruby_at;     /* length of text at the last of it */
    GPtrArray *asides; /* of char * */
    ExtractOrigin origin;
    gboolean has_deleted;
    gboolean is_given; /* the first of it was given: more goes on where it stands */
} Paragraph;

struct Story {
    TextView *view;
    char *place;
    gboolean has_numbers;
    guint entry, paragraph, table, row; /* numbers of the last one; 0: none yet */
    GPtrArray *paragraphs;              /* open ones, the innermost last */
    const Paragraph *in_view;           /* whose record the view has open; NULL for none */
    TextTable *rows;                    /* the outermost table; NULL when there is none */
    guint tables;                       /* that are open, one within another */
    ExtractOrigin row_origin;
    GString *cell;          /* of the outermost table; NULL between cells */
    gsize row_bytes;        /* of the cells of the row before this one */
    char separator;         /* before the next text of the cell */
    gboolean is_first_cell; /* of a row of an inner table */
    guint64 length;
};

static void paragraph_free(gpointer data)
{
    Paragraph *paragraph = data;
    g_string_free(paragraph->text, TRUE);
    g_string_free(paragraph->ruby, TRUE);
    if (paragraph->old != NULL) {
        g_string_free(paragraph->old, TRUE);
    }
    g_ptr_array_unref(paragraph->asides);
    g_free(paragraph);
}

Story *story_new(TextView *view)
{
    Story *story = g_new0(Story, 1);
    story->view = view;
    story->place = g_strdup("");
    story->paragraphs = g_ptr_array_new_with_free_func(paragraph_free);
    return story;
}

void story_free(Story *story)
{
    if (story != NULL) {
        story_end(story);
        g_ptr_array_unref(story->paragraphs);
        g_free(story->place);
        g_free(story);
    }
}

void story_begin(Story *story, const char *place, gboolean has_numbers)
{
    story_end(story);
    g_free(story->place);
    story->place = g_strdup(place);
    story->has_numbers = has_numbers;
    story->entry = story->paragraph = story->table = story->row = 0;
}

guint64 story_get_length(const Story *story)
{
    return story->length;
}

/* --- where --- */

static GString *new_place(const Story *story)
{
    GString *place = g_string_new(story->place);
    if (story->entry > 0) {
        g_string_append_printf(place, " %u", story->entry);
    }
    return place;
}

static void add_words(GString *place, const char *words, guint number)
{
    g_string_append_printf(place, "%s%s %u", place->len > 0 ? " " : "", words, number);
}

static void begin_record(Story *story, GString *place, const char *more)
{
    g_string_append(place, more);
    text_view_begin_record(story->view, place->str);
    g_string_free(place, TRUE);
    story->in_view = NULL;
}

static GString *new_paragraph_place(const Story *story, gboolean is_inner)
{
    GString *place = new_place(story);
    if (story->has_numbers) {
        add_words(place, "paragraph", story->paragraph);
        g_string_append(place, is_inner ? " text box" : "");
    }
    return place;
}

static GString *new_row_place(const Story *story)
{
    GString *place = new_place(story);
    add_words(place, "table", story->table);
    add_words(place, "row", story->row);
    return place;
}

/* --- cells --- */

static void append_to_cell(Story *story, const char *text, gsize length)
{
    if (length == 0) {
        return;
    }
    if (story->cell->len > 0) {
        g_string_append_c(story->cell, story->separator);
    }
    g_string_append_len(story->cell, text, (gssize)length);
    story->separator = '\n';
}

static void give_cell(Story *story)
{
    if (story->row_bytes > PIECE_BYTES) {
        g_autofree char *place = g_string_free(new_row_place(story), FALSE);
        text_table_begin_row(story->rows, place);
        text_table_set_origin(story->rows, &story->row_origin);
        story->row_bytes = 0;
    }
    text_table_add_cell(story->rows, story->cell->str, (gssize)story->cell->len);
    story->row_bytes += story->cell->len;
    story->in_view = NULL; /* rows may have been given */
    g_string_truncate(story->cell, 0);
}

/* --- paragraphs --- */

static Paragraph *get_innermost(const Story *story)
{
    guint n = story->paragraphs->len;
    return n > 0 ? g_ptr_array_index(story->paragraphs, n - 1) : NULL;
}

void story_begin_paragraph(Story *story)
{
    Paragraph *paragraph = g_new0(Paragraph, 1);
    paragraph->text = g_string_new(NULL);
    paragraph->ruby = g_string_new(NULL);
    paragraph->asides = g_ptr_array_new_with_free_func(g_free);
    paragraph->origin = text_view_here(story->view);
    if (story->paragraphs->len == 0 && story->cell == NULL) {
        story->paragraph++;
    }
    g_ptr_array_add(story->paragraphs, paragraph);
}

static void give_text(Story *story, Paragraph *paragraph, const GString *text, const char *more)
{
    if (text->len == 0) {
        return;
    }
    if (story->cell != NULL) {
        append_to_cell(story, text->str, text->len);
        if (story->cell->len > PIECE_BYTES) {
            give_cell(story);
        }
        return;
    }
    gboolean is_inner = g_ptr_array_index(story->paragraphs, 0) != paragraph;
    if (story->in_view != paragraph || *more != '\0') {
        begin_record(story, new_paragraph_place(story, is_inner), more);
        text_view_set_origin(story->view, &paragraph->origin);
    }
    text_view_append(story->view, text->str, (gssize)text->len);
    story->in_view = *more == '\0' ? paragraph : NULL;
}

/* What stands beside the text, but not in it, follows it. */
static GString *join_asides(const Paragraph *paragraph)
{
    GString *asides = g_string_new(NULL);
    if (paragraph->ruby->len > 0) {
        g_string_append_printf(asides, "\n%s", paragraph->ruby->str);
    }
    for (guint i = 0; i < paragraph->asides->len; i++) {
        const char *aside = g_ptr_array_index(paragraph->asides, i);
        if (strstr(paragraph->text->str, aside) == NULL && strstr(asides->str, aside) == NULL) {
            g_string_append_printf(asides, "\n%s", aside);
        }
    }
    gboolean is_alone = paragraph->text->len == 0 && !paragraph->is_given;
    if (asides->len > 0 && is_alone) {
        g_string_erase(asides, 0, 1);
    }
    return asides;
}

/* Gives what is held of a paragraph. */
static void give_paragraph(Story *story, Paragraph *paragraph, gboolean is_end)
{
    gboolean is_full = paragraph->asides->len >= ASIDES;
    GString *asides = is_end || is_full ? join_asides(paragraph) : NULL;
    if (asides != NULL) {
        g_string_append_len(paragraph->text, asides->str, (gssize)asides->len);
        g_string_free(asides, TRUE);
        g_ptr_array_set_size(paragraph->asides, 0);
        g_string_truncate(paragraph->ruby, 0);
    }
    paragraph->is_given = paragraph->is_given || paragraph->text->len > 0;
    give_text(story, paragraph, paragraph->text, "");
    if (paragraph->has_deleted) {
        give_text(story, paragraph, paragraph->old, " before changes");
        paragraph->has_deleted = FALSE;
    }
    if (paragraph->old != NULL) {
        g_string_truncate(paragraph->old, 0);
    }
    g_string_truncate(paragraph->text, 0);
    paragraph->ruby_at = 0;
}

void story_end_paragraph(Story *story)
{
    Paragraph *paragraph = get_innermost(story);
    if (paragraph == NULL) {
        return;
    }
    give_paragraph(story, paragraph, TRUE);
    if (story->in_view == paragraph) {
        text_view_end_record(story->view);
        story->in_view = NULL;
    }
    g_ptr_array_set_size(story->paragraphs, (gint)story->paragraphs->len - 1);
}

static void append_ruby(Paragraph *paragraph, const char *text, gsize length)
{
    if (paragraph->ruby->len > 0 && paragraph->ruby_at != paragraph->text->len) {
        g_string_append_c(paragraph->ruby, ' ');
    }
    paragraph->ruby_at = paragraph->text->len;
    g_string_append_len(paragraph->ruby, text, (gssize)length);
}

void story_append(Story *story, StoryLayer layer, const char *text, gsize length)
{
    if (get_innermost(story) == NULL) {
        story_begin_paragraph(story);
    }
    Paragraph *paragraph = get_innermost(story);
    story->length += length;
    if (layer == STORY_RUBY) {
        append_ruby(paragraph, text, length);
    } else if (layer != STORY_PLAIN && paragraph->old == NULL) {
        paragraph->old = g_string_new_len(paragraph->text->str, (gssize)paragraph->text->len);
    }
    if (layer == STORY_PLAIN || layer == STORY_INSERTED) {
        g_string_append_len(paragraph->text, text, (gssize)length);
    }
    if (paragraph->old != NULL && (layer == STORY_PLAIN || layer == STORY_DELETED)) {
        g_string_append_len(paragraph->old, text, (gssize)length);
        paragraph->has_deleted = paragraph->has_deleted || layer == STORY_DELETED;
    }
    gsize held = MAX(paragraph->text->len, paragraph->ruby->len);
    if (MAX(held, paragraph->old != NULL ? paragraph->old->len : 0) > PIECE_BYTES) {
        give_paragraph(story, paragraph, paragraph->ruby->len > PIECE_BYTES);
    }
}

void story_add_aside(Story *story, const char *text)
{
    gboolean is_blank = text[strspn(text, " \t\r\n")] == '\0';
    Paragraph *paragraph = get_innermost(story);
    if (is_blank) {
        return;
    }
    if (paragraph != NULL) {
        g_ptr_array_add(paragraph->asides, g_strdup(text));
        if (paragraph->asides->len >= ASIDES) {
            give_paragraph(story, paragraph, FALSE);
        }
    } else if (story->cell != NULL) {
        append_to_cell(story, text, strlen(text));
    } else {
        story_add_note(story, "", text);
    }
}

void story_add_note(Story *story, const char *what, const char *text)
{
    GString *place = new_place(story);
    begin_record(story, place, what);
    text_view_append(story->view, text, -1);
    text_view_end_record(story->view);
}

void story_begin_entry(Story *story)
{
    while (story->paragraphs->len > 0) {
        story_end_paragraph(story);
    }
    story->entry++;
}

/* --- tables --- */

void story_begin_table(Story *story)
{
    if (story->tables++ == 0) {
        story->rows = text_table_new(story->view);
        story->in_view = NULL;
        story->table++;
        story->row = 0;
    }
}

void story_begin_row(Story *story)
{
    story->is_first_cell = TRUE;
    if (story->rows != NULL && story->tables == 1) {
        story->row++;
        story->row_bytes = 0;
        g_autofree char *place = g_string_free(new_row_place(story), FALSE);
        text_table_begin_row(story->rows, place);
        story->row_origin = text_view_here(story->view);
        story->in_view = NULL;
    }
}

void story_begin_cell(Story *story)
{
    if (story->tables > 1) {
        story->separator = story->is_first_cell ? '\n' : '\t';
        story->is_first_cell = FALSE;
    } else if (story->rows != NULL && story->cell == NULL) {
        story->cell = g_string_new(NULL);
    }
}

void story_end_cell(Story *story)
{
    if (story->tables == 1 && story->cell != NULL) {
        give_cell(story);
        g_string_free(g_steal_pointer(&story->cell), TRUE);
    }
}

void story_end_row(Story *story)
{
    if (story->tables == 1) {
        story_end_cell(story);
    }
    story->separator = '\n';
}

void story_end_table(Story *story)
{
    if (story->tables == 0) {
        return;
    }
    if (story->tables == 1) {
        story_end_cell(story);
        g_clear_pointer(&story->rows, text_table_free);
    }
    story->tables--;
    story->separator = '\n';
}

void story_end(Story *story)
{
    while (story->paragraphs->len > 0) {
        story_end_paragraph(story);
    }
    story->tables = MIN(story->tables, 1);
    story_end_table(story);
    text_view_end_record(story->view);
    story->in_view = NULL;
}
