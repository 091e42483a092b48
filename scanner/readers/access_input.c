#include "scanner/readers/access_input.h"

#include "scanner/readers/content.h"
#include "scanner/readers/silence.h"

enum { CATALOG_PAGE = 2, TABLE_PAGE = 2 };

struct AccessInput {
    Content *content;
    MdbHandle *handle;
    FILE *heard; /* what messages went to before */
};

/* A database that is encoded (Jet 3 and 4) has its key in its head, and a password of that time only
 * asks: both are read. Since Access 2007 a key means that there is a password which encrypts. */
static gboolean is_encrypted(const MdbHandle *handle)
{
    return handle->f->jet_version >= MDB_VER_ACCDB_2007 && handle->f->db_key != 0;
}

static gboolean has_catalog(MdbHandle *handle)
{
    return mdb_read_pg(handle, CATALOG_PAGE) > 0 && handle->pg_buf[0] == TABLE_PAGE;
}

static gboolean open_handle(AccessInput *input, Item *item)
{
    gsize size = 0;
    const guint8 *bytes = content_map(input->content, &size);
    if (bytes == NULL || size == 0) {
        item_set_unread(item, "%s", bytes == NULL ? g_strerror(errno) : "damaged: it is empty");
        return FALSE;
    }
    input->handle = mdb_open_buffer((void *)(guintptr)bytes, size, MDB_NOFLAGS);
    if (input->handle == NULL) {
        item_set_unread(item, "damaged, or of a version of Access that is not known");
    } else if (is_encrypted(input->handle)) {
        item_set_unread(item, "encrypted");
    } else if (!has_catalog(input->handle)) {
        item_set_unread(item,
                        input->handle->f->db_key != 0 ? "encrypted" : "damaged: no list of tables");
    } else {
        return TRUE;
    }
    return FALSE;
}

AccessInput *access_input_open(Item *item)
{
    g_autoptr(AccessInput) input = g_new0(AccessInput, 1);
    input->heard = silence_begin();
    input->content = content_open(item);
    if (input->content == NULL || !open_handle(input, item)) {
        return NULL;
    }
    guint64 page = (guint64)input->handle->fmt->pg_size;
    if (content_get_size(input->content) % page != 0) {
        item_set_partly(item, "damaged: it is cut off");
    }
    return g_steal_pointer(&input);
}

void access_input_close(AccessInput *input)
{
    if (input == NULL) {
        return;
    }
    mdb_close(input->handle);
    content_close(input->content);
    silence_end(input->heard);
    g_free(input);
}

MdbHandle *access_input_get(const AccessInput *input)
{
    return input->handle;
}

guint64 access_input_get_size(const AccessInput *input)
{
    return content_get_size(input->content);
}
