#ifndef DAICHO_SCANNER_READERS_STORY_H
#define DAICHO_SCANNER_READERS_STORY_H

#include "scanner/text_view.h"

/*
 * The running text of an office document: paragraphs and tables, one within another, become records.
 * A paragraph within another one (a text box) is a record of its own and does not break the text
 * around it; within a cell, everything is the cell's text. Nothing that is opened need be closed.
 *
 * A paragraph is given as it reads now, and, where something was deleted from it, once more as it
 * read before.
 */
typedef struct Story Story;

typedef enum {
    STORY_PLAIN,
    STORY_INSERTED,
    STORY_DELETED,
    STORY_RUBY, /* follows the paragraph: names stay whole */
} StoryLayer;

Story *story_new(TextView *view); /* view is borrowed */
void story_free(Story *story);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Story, story_free)

/* Begins the text of a part, which is known by place ("header 2"; copied). has_numbers: its paragraphs
 * are told by their number as well. */
void story_begin(Story *story, const char *place, gboolean has_numbers);
void story_end(Story *story); /* closes what is open */

/* A footnote, a comment: the place gets the next number. */
void story_begin_entry(Story *story);

void story_begin_paragraph(Story *story);
void story_end_paragraph(Story *story);
void story_append(Story *story, StoryLayer layer, const char *text, gsize length);

/* Text that stands beside the open paragraph, or by itself (a link's target, a picture's description):
 * not given when the paragraph has it already. */
void story_add_aside(Story *story, const char *text);

/* A record by itself, at once: place, then what. Not within a table. */
void story_add_note(Story *story, const char *what, const char *text);

void story_begin_table(Story *story);
void story_begin_row(Story *story);
void story_begin_cell(Story *story);
void story_end_cell(Story *story);
void story_end_row(Story *story);
void story_end_table(Story *story);

/* How many bytes of text were appended so far. */
guint64 story_get_length(const Story *story);

#endif
