#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/epub_book.h"

typedef struct {
    Item *item;
    EpubBook *book;
} Reading;

/* Two files that say what the ZIP is and where the book begins: of nobody's data. */
static gboolean is_file(gpointer data, const char *name)
{
    static const char *const structure[] = {"mimetype", "META-INF/container.xml", NULL};
    (void)data;
    return !g_strv_contains(structure, name);
}

static void read_file(gpointer data, const char *name, Source *part)
{
    const Reading *reading = data;
    guint chapter = epub_book_get_chapter(reading->book, name);
    g_autofree char *told = chapter > 0 ? g_strdup_printf("chapter %u/%s", chapter, name)
                                        : g_strdup(name);
    if (!item_may_add_member(reading->item)) {
        return;
    }
    if (epub_book_is_encrypted(reading->book, name)) {
        item_refuse_member(reading->item, told, "encrypted", source_get_size(part));
        item_set_partly(reading->item, "encrypted members");
        return;
    }
    item_read_member(reading->item, told, part);
}

/* Books (EPUB 2 and 3): chapters, pictures and what is said of the book are members, each read by the
 * reader of its own format. */
void reader_epub_read(Item *item)
{
    g_autoptr(Package) package = package_open(item);
    if (package == NULL) {
        return;
    }
    g_autoptr(EpubBook) book = epub_book_new(item, package);
    Reading reading = {item, book};
    package_each(package, is_file, read_file, &reading);
}
