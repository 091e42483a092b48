#include "scanner/readers/pdf.h"

enum { CHOICES = 10000 };

/* A value in front of its name: what a form says of the field, or what its maker calls it. */
static void give_value(Pdf *pdf, const char *locator, PopplerFormField *field, const char *value)
{
    g_autofree char *shown = poppler_form_field_get_alternate_ui_name(field);
    g_autofree char *partial = poppler_form_field_get_partial_name(field);
    const char *name = shown != NULL && *shown != '\0' ? shown : partial;
    pdf_give_named(pdf, locator, name != NULL ? name : "", value);
}

static void read_choices(Pdf *pdf, const char *locator, PopplerFormField *field)
{
    int n_choices = MIN(poppler_form_field_choice_get_n_items(field), CHOICES);
    gboolean is_editable = poppler_form_field_choice_get_choice_type(field) ==
                               POPPLER_FORM_CHOICE_COMBO &&
                           poppler_form_field_choice_is_editable(field);
    g_autofree char *typed = is_editable ? poppler_form_field_choice_get_text(field) : NULL;
    give_value(pdf, locator, field, typed);
    for (int i = 0; i < n_choices; i++) {
        g_autofree char *choice = poppler_form_field_choice_get_item(field, i);
        if (poppler_form_field_choice_is_item_selected(field, i)) {
            give_value(pdf, locator, field, choice);
        } else {
            pdf_give(pdf, locator, choice);
        }
    }
}

/* A button to push has its words in what it is drawn with, and a box to tick has none. */
static void read_button(Pdf *pdf, const char *locator, PopplerFormField *field)
{
    g_autofree char *shown = poppler_form_field_get_alternate_ui_name(field);
    pdf_give(pdf, locator, shown);
    if (poppler_form_field_button_get_button_type(field) == POPPLER_FORM_BUTTON_PUSH) {
        pdf->has_stamp = TRUE;
    }
}

static void read_field(Pdf *pdf, const char *locator, PopplerFormField *field)
{
    switch (poppler_form_field_get_field_type(field)) {
    case POPPLER_FORM_FIELD_TEXT: {
        g_autofree char *text = poppler_form_field_text_get_text(field);
        give_value(pdf, locator, field, text);
        break;
    }
    case POPPLER_FORM_FIELD_CHOICE:
        read_choices(pdf, locator, field);
        break;
    case POPPLER_FORM_FIELD_SIGNATURE:
        pdf->has_stamp = TRUE;
        break;
    case POPPLER_FORM_FIELD_BUTTON:
        read_button(pdf, locator, field);
        break;
    case POPPLER_FORM_FIELD_UNKNOWN:
    default: {
        g_autofree char *shown = poppler_form_field_get_alternate_ui_name(field);
        pdf_give(pdf, locator, shown);
        break;
    }
    }
}

void pdf_form_read(Pdf *pdf, PopplerPage *page)
{
    GList *fields = poppler_page_get_form_field_mapping(page);
    for (const GList *link = fields; link != NULL && text_view_goes_on(pdf->view);
         link = link->next) {
        PopplerFormField *field = ((const PopplerFormFieldMapping *)link->data)->field;
        g_autofree char *name = poppler_form_field_get_name(field);
        g_autofree char *locator = name != NULL && *name != '\0'
                                       ? g_strconcat("form field ", name, NULL)
                                       : g_strdup_printf("page %d form field", pdf->page);
        if (name == NULL || g_hash_table_add(pdf->fields, g_strdup(name))) {
            read_field(pdf, locator, field);
        }
    }
    poppler_page_free_form_field_mapping(fields);
}
