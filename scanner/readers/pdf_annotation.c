#include "scanner/readers/pdf.h"

#include <string.h>

/* An address as people read it: "mailto:%E6…" is Japanese. */
static void give_address(Pdf *pdf, const char *locator, const char *address)
{
    g_autofree char *plain = address != NULL ? g_uri_unescape_string(address, NULL) : NULL;
    gboolean is_text = plain != NULL && g_utf8_validate(plain, -1, NULL);
    pdf_give(pdf, locator, is_text ? plain : address);
}

static void give_action(Pdf *pdf, const char *locator, const PopplerAction *action)
{
    pdf_give(pdf, locator, action->any.title);
    switch (action->type) {
    case POPPLER_ACTION_URI:
        give_address(pdf, locator, action->uri.uri);
        break;
    case POPPLER_ACTION_LAUNCH:
        pdf_give(pdf, locator, action->launch.file_name);
        pdf_give(pdf, locator, action->launch.params);
        break;
    case POPPLER_ACTION_GOTO_REMOTE:
        pdf_give(pdf, locator, action->goto_remote.file_name);
        break;
    case POPPLER_ACTION_JAVASCRIPT:
        pdf_give(pdf, locator, action->javascript.script);
        break;
    case POPPLER_ACTION_UNKNOWN:
    case POPPLER_ACTION_NONE:
    case POPPLER_ACTION_GOTO_DEST:
    case POPPLER_ACTION_NAMED:
    case POPPLER_ACTION_MOVIE:
    case POPPLER_ACTION_RENDITION:
    case POPPLER_ACTION_OCG_STATE:
    case POPPLER_ACTION_RESET_FORM:
    default:
        break;
    }
}

static void read_links(Pdf *pdf, PopplerPage *page)
{
    guint number = 0;
    GList *links = poppler_page_get_link_mapping(page);
    for (const GList *link = links; link != NULL && text_view_goes_on(pdf->view);
         link = link->next) {
        const PopplerLinkMapping *mapping = link->data;
        g_autofree char *locator = g_strdup_printf("page %d link %u", pdf->page, ++number);
        if (mapping->action != NULL) {
            give_action(pdf, locator, mapping->action);
        }
    }
    poppler_page_free_link_mapping(links);
}

/* ISO 32000-1, 12.5.6.2: the title bar of a note names who wrote it. */
static void read_markup(Pdf *pdf, const char *locator, PopplerAnnotMarkup *annotation)
{
    g_autofree char *author = poppler_annot_markup_get_label(annotation);
    g_autofree char *subject = poppler_annot_markup_get_subject(annotation);
    pdf_give_named(pdf, locator, "Author", author);
    pdf_give_named(pdf, locator, "Subject", subject);
}

static void read_annotation(Pdf *pdf, const char *locator, PopplerAnnot *annotation)
{
    g_autofree char *contents = poppler_annot_get_contents(annotation);
    if (POPPLER_IS_ANNOT_MARKUP(annotation)) {
        read_markup(pdf, locator, POPPLER_ANNOT_MARKUP(annotation));
    }
    pdf_give(pdf, locator, contents);
    PopplerAnnotType type = poppler_annot_get_annot_type(annotation);
    pdf->has_stamp = pdf->has_stamp || type == POPPLER_ANNOT_STAMP ||
                     type == POPPLER_ANNOT_FREE_TEXT;
    if (POPPLER_IS_ANNOT_MOVIE(annotation)) {
        g_autofree char *title = poppler_annot_movie_get_title(POPPLER_ANNOT_MOVIE(annotation));
        pdf_give(pdf, locator, title);
    }
    PopplerAction *action = POPPLER_IS_ANNOT_SCREEN(annotation)
                                ? poppler_annot_screen_get_action(POPPLER_ANNOT_SCREEN(annotation))
                                : NULL;
    if (action != NULL) {
        give_action(pdf, locator, action);
    }
    PopplerAttachment *file = POPPLER_IS_ANNOT_FILE_ATTACHMENT(annotation)
                                  ? poppler_annot_file_attachment_get_attachment(
                                        POPPLER_ANNOT_FILE_ATTACHMENT(annotation))
                                  : NULL;
    if (file != NULL) {
        pdf->attachments = g_list_prepend(pdf->attachments, file);
    }
}

/* The links and the fields of forms among them are read as what they are. */
void pdf_annotations_read(Pdf *pdf, PopplerPage *page)
{
    guint number = 0;
    GList *annotations = poppler_page_get_annot_mapping(page);
    for (const GList *link = annotations; link != NULL && text_view_goes_on(pdf->view);
         link = link->next) {
        PopplerAnnot *annotation = ((const PopplerAnnotMapping *)link->data)->annot;
        g_autofree char *locator = g_strdup_printf("page %d annotation %u", pdf->page, ++number);
        read_annotation(pdf, locator, annotation);
    }
    poppler_page_free_annot_mapping(annotations);
    read_links(pdf, page);
}
