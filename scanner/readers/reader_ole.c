#include "scanner/reader.h"

#include "scanner/readers/offcrypto.h"
#include "scanner/readers/ole_kind.h"
#include "scanner/readers/ole_object.h"
#include "scanner/readers/ole_properties.h"

/* What a compound file is, by an entry of its root: the first that is there. A function of NULL
 * means that there is none for the type. */
static const struct {
    const char *entry, *type;
    void (*read)(Ole *ole, TextView *view);
} kinds[] = {
    {"PowerPoint Document", "application/vnd.ms-powerpoint", ole_ppt_read},
    {"PP97_DUALSTORAGE", "application/vnd.ms-powerpoint", ole_ppt_read},
    {"PP40", "application/vnd.ms-powerpoint", ole_ppt_read},
    {"WordDocument", "application/msword", ole_doc_read},
    {"Workbook", "application/vnd.ms-excel", ole_workbook_read},
    {"Book", "application/vnd.ms-excel", ole_workbook_read},
    {"__properties_version1.0", "application/vnd.ms-outlook", ole_msg_read},
    {"\1Ole10Native", "application/x-ole-package", ole_package_read},
    {"Package", "application/x-ole-package", ole_package_read},
    {"EmbeddedOdf", "application/x-ole-package", ole_package_read},
    {"Quill", "application/x-mspublisher", NULL},
    {"VisioDocument", "application/vnd.visio", NULL},
    {"CONTENTS", "application/x-ole-package", ole_package_read},
};

void ole_package_read(Ole *ole, TextView *view)
{
    (void)view;
    ole_object_read(ole, ole_get_root(ole), "package");
}

/* Those of an encrypted package lie beside it, as records behind its own. */
static void give_properties(Ole *ole)
{
    g_autoptr(TextView) view = text_view_new(ole_get_item(ole));
    ole_properties_give(ole, ole_get_root(ole), view);
    text_view_end(view);
}

/* A compound file: an old document of Office, a message of Outlook, or what another one embeds. */
void reader_ole_read(Item *item)
{
    g_autoptr(Ole) ole = ole_open(item);
    if (ole == NULL) {
        return;
    }
    const OleEntry *root = ole_get_root(ole);
    if (ole_find(root, "EncryptedPackage") != NULL) {
        item->type = "application/x-ooxml-encrypted"; /* until it is opened */
        offcrypto_package_read(ole);
        give_properties(ole);
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    gsize kind = 0;
    while (kind < G_N_ELEMENTS(kinds) && ole_find(root, kinds[kind].entry) == NULL) {
        kind++;
    }
    gboolean is_known = kind < G_N_ELEMENTS(kinds);
    item->type = is_known ? kinds[kind].type : item->type;
    if (is_known && kinds[kind].read != NULL) {
        kinds[kind].read(ole, view);
    } else {
        item_set_unread(item, "no reader for %s", item->type);
    }
    ole_properties_give(ole, root, view);
    text_view_end(view);
}
