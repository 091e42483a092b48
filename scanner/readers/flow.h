#ifndef DAICHO_SCANNER_READERS_FLOW_H
#define DAICHO_SCANNER_READERS_FLOW_H

#include "scanner/text_view.h"

/*
 * The text of a running document (rtf, odt, a slide): paragraphs and tables in stories that interrupt
 * each other, as a note interrupts the paragraph that it hangs on. A paragraph is a record, and so is
 * a row of a table; both stay whole around what interrupts them. A table within a cell is the cell's
 * text. A record comes from the element at which it ends.
 */
typedef struct Flow Flow;

/* view is borrowed. The body, whose paragraphs are numbered, is open. */
Flow *flow_new(TextView *view);
void flow_free(Flow *flow); /* gives what is left */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

/* A story by itself, up to flow_end_story. locator: "header", "comment 3"; NULL numbers its paragraphs
 * as those of a body. */
void flow_begin_story(Flow *flow, const char *locator);
void flow_end_story(Flow *flow);
void flow_rename_story(Flow *flow, const char *locator);

/* To the paragraph or cell at hand; length -1: up to the NUL. */
void flow_append(Flow *flow, const char *text, gssize length);
void flow_end_paragraph(Flow *flow);

/* While on, text goes behind the paragraph at hand: what would tear the text before and after it apart
 * (deleted text, the reading of a name). Each time it is set begins a line. */
void flow_set_aside(Flow *flow, gboolean on);

/* A line behind the paragraph at hand, unless the paragraph says the same. */
void flow_add_line(Flow *flow, const char *text);

/* The same for the target of a link: an address as people write it, what is not within the document. */
void flow_add_link(Flow *flow, const char *target);

/* The text at hand becomes the first cell's: RTF says late that it was one. Text behind the last cell
 * is a row of its own. */
void flow_begin_table(Flow *flow);
void flow_end_cell(Flow *flow);
void flow_end_row(Flow *flow);
void flow_end_table(Flow *flow);
gboolean flow_is_in_table(const Flow *flow);

/* For the cells of a sheet, which are not given here: a paragraph of the cell has ended, and all the
 * text at hand is moved to out. */
void flow_break(Flow *flow);
void flow_take(Flow *flow, GString *out);

/* Ends the record that is shown, so that a member can be given. */
void flow_interrupt(Flow *flow);

#endif
