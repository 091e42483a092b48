#include "scanner/readers/flow.h"

#include <string.h>

#include "scanner/readers/text_table.h"

/* A paragraph longer than this is given piece by piece. */
enum { PIECE_BYTES = 1 << 20 };

typedef struct {
    char *locator;     /* NULL: the paragraphs are numbered */
    GString *text;     /* of the open paragraph or cell, as far as it was not given */
    GString *aside;    /* what is to come behind it */
    GPtrArray *lines;  /* of char *: the same, unless it says so already */
    TextTable *table;  /* NULL outside of tables, and where a table is given as running text */
    guint table_depth; /* 0 outside of tables */
    guint paragraphs, tables, rows;
    gboolean needs_break; /* a paragraph of the cell has ended */
    gboolean in_row, is_aside;
} Story;

struct Flow {
    TextView *view;
    GPtrArray *stories;
    const Story *shown; /* whose record is open in the view */
};

static void story_free(Story *story)
{
    text_table_free(story->table);
    g_free(story->locator);
    g_string_free(story->text, TRUE);
    g_string_free(story->aside, TRUE);
    g_ptr_array_unref(story->lines);
    g_free(story);
}

Flow *flow_new(TextView *view)
{
    Flow *flow = g_new0(Flow, 1);
    flow->view = view;
    flow->stories = g_ptr_array_new();
    flow_begin_story(flow, NULL);
    return flow;
}

static Story *get_story(const Flow *flow)
{
    return g_ptr_array_index(flow->stories, flow->stories->len - 1);
}

void flow_begin_story(Flow *flow, const char *locator)
{
    Story *story = g_new0(Story, 1);
    story->locator = g_strdup(locator);
    story->text = g_string_new(NULL);
    story->aside = g_string_new(NULL);
    story->lines = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(flow->stories, story);
}

void flow_rename_story(Flow *flow, const char *locator)
{
    Story *story = get_story(flow);
    g_free(story->locator);
    story->locator = g_strdup(locator);
}

static char *describe_place(const Story *story)
{
    const char *prefix = story->locator != NULL ? story->locator : "";
    if (story->table_depth > 0) {
        return g_strdup_printf("%s%stable %u row %u", prefix, *prefix != '\0' ? " " : "",
                               story->tables, story->rows + 1);
    }
    return story->locator != NULL ? g_strdup(prefix)
                                  : g_strdup_printf("paragraph %u", story->paragraphs + 1);
}

void flow_interrupt(Flow *flow)
{
    text_view_end_record(flow->view);
    flow->shown = NULL;
}

/* Gives the text at hand as running text; the record stays open. */
static void show(Flow *flow, Story *story)
{
    if (story->text->len == 0) {
        return;
    }
    if (flow->shown != story) {
        g_autofree char *locator = describe_place(story);
        text_view_begin_record(flow->view, locator);
        flow->shown = story;
    }
    text_view_append(flow->view, story->text->str, (gssize)story->text->len);
    g_string_truncate(story->text, 0);
}

static void add_line(GString *text, const char *line)
{
    if (strstr(text->str, line) == NULL) {
        g_string_append_printf(text, "\n%s", line);
    }
}

/* What stands aside comes behind the text. */
static void join_aside(Story *story)
{
    story->is_aside = FALSE;
    if (story->aside->len > 0) {
        g_string_append_printf(story->text, "\n%s", story->aside->str);
        g_string_truncate(story->aside, 0);
    }
    for (guint i = 0; i < story->lines->len; i++) {
        add_line(story->text, g_ptr_array_index(story->lines, i));
    }
    g_ptr_array_set_size(story->lines, 0);
}

static void give_record(Flow *flow, Story *story)
{
    join_aside(story);
    show(flow, story);
    if (flow->shown == story) {
        flow_interrupt(flow);
    }
}

void flow_append(Flow *flow, const char *text, gssize length)
{
    Story *story = get_story(flow);
    if (story->is_aside) {
        g_string_append_len(story->aside, text, length);
    } else {
        if (story->needs_break && length != 0) {
            g_string_append_c(story->text, '\n');
            story->needs_break = FALSE;
        }
        g_string_append_len(story->text, text, length);
    }
    if (story->aside->len > PIECE_BYTES) {
        gboolean is_aside = story->is_aside;
        join_aside(story);
        story->is_aside = is_aside;
    }
    if (story->text->len > PIECE_BYTES) {
        show(flow, story);
    }
}

void flow_set_aside(Flow *flow, gboolean on)
{
    Story *story = get_story(flow);
    if (on && !story->is_aside && story->aside->len > 0) {
        g_string_append_c(story->aside, '\n');
    }
    story->is_aside = on;
}

void flow_add_line(Flow *flow, const char *text)
{
    if (*text != '\0') {
        g_ptr_array_add(get_story(flow)->lines, g_strdup(text));
    }
}

void flow_add_link(Flow *flow, const char *target)
{
    gboolean is_mail = g_ascii_strncasecmp(target, "mailto:", 7) == 0;
    const char *address = is_mail ? target + 7 : target;
    g_autofree char *decoded = g_uri_unescape_string(address, NULL);
    gboolean is_usable = decoded != NULL && g_utf8_validate(decoded, -1, NULL);
    if (*target != '#') {
        flow_add_line(flow, is_usable ? decoded : address);
    }
}

void flow_break(Flow *flow)
{
    Story *story = get_story(flow);
    story->needs_break = story->text->len > 0;
    story->is_aside = FALSE;
}

void flow_take(Flow *flow, GString *out)
{
    Story *story = get_story(flow);
    join_aside(story);
    story->needs_break = FALSE;
    if (flow->shown == story) {
        give_record(flow, story); /* it was too long */
    }
    g_string_append_len(out, story->text->str, (gssize)story->text->len);
    g_string_truncate(story->text, 0);
}

void flow_end_paragraph(Flow *flow)
{
    Story *story = get_story(flow);
    if (story->table_depth > 0) {
        flow_break(flow);
        return;
    }
    give_record(flow, story);
    story->paragraphs++;
}

static gboolean has_table(const Flow *flow)
{
    for (guint i = 0; i < flow->stories->len; i++) {
        const Story *story = g_ptr_array_index(flow->stories, i);
        if (story->table != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

void flow_begin_table(Flow *flow)
{
    Story *story = get_story(flow);
    story->table_depth++;
    if (story->table_depth > 1) {
        return;
    }
    story->tables++;
    story->rows = 0;
    flow_interrupt(flow);
    /* Only one table at a time can name the columns of the view. */
    if (!has_table(flow)) {
        story->table = text_table_new(flow->view);
    }
}

gboolean flow_is_in_table(const Flow *flow)
{
    return get_story(flow)->table_depth > 0;
}

static void begin_row(Story *story)
{
    g_autofree char *locator = describe_place(story);
    text_table_begin_row(story->table, locator);
    story->in_row = TRUE;
}

void flow_end_cell(Flow *flow)
{
    Story *story = get_story(flow);
    join_aside(story);
    story->needs_break = FALSE;
    if (story->table == NULL || story->table_depth > 1) {
        g_string_append_c(story->text, '\t');
        return;
    }
    if (flow->shown == story) {
        /* It was too long for a cell, and is a record by itself. */
        show(flow, story);
        flow_interrupt(flow);
    }
    if (!story->in_row) {
        begin_row(story);
    }
    text_table_add_cell(story->table, story->text->str, (gssize)story->text->len);
    g_string_truncate(story->text, 0);
}

static void end_row(Flow *flow, Story *story)
{
    if (story->table == NULL) {
        give_record(flow, story);
    }
    story->in_row = FALSE;
    story->rows++;
}

void flow_end_row(Flow *flow)
{
    Story *story = get_story(flow);
    if (story->table_depth > 1) {
        story->needs_break = TRUE;
    } else if (story->table_depth == 1) {
        end_row(flow, story);
    }
}

void flow_end_table(Flow *flow)
{
    Story *story = get_story(flow);
    if (story->table_depth > 1) {
        story->table_depth--;
        story->needs_break = TRUE;
        return;
    }
    join_aside(story);
    if (story->text->len > 0) {
        flow_end_cell(flow);
        end_row(flow, story);
    }
    flow_interrupt(flow);
    g_clear_pointer(&story->table, text_table_free);
    story->table_depth = 0;
}

void flow_end_story(Flow *flow)
{
    Story *story = get_story(flow);
    while (story->table_depth > 0) {
        flow_end_table(flow);
    }
    give_record(flow, story);
    story_free(g_ptr_array_steal_index(flow->stories, flow->stories->len - 1));
}

void flow_free(Flow *flow)
{
    if (flow == NULL) {
        return;
    }
    while (flow->stories->len > 0) {
        flow_end_story(flow);
    }
    g_ptr_array_unref(flow->stories);
    g_free(flow);
}
