#ifndef DAICHO_SCANNER_READERS_MSG_OBJECT_H
#define DAICHO_SCANNER_READERS_MSG_OBJECT_H

#include "scanner/charset.h"
#include "scanner/readers/ole.h"

/* A message, a recipient or an attachment as a storage of properties (MS-OXMSG 2). */
typedef struct MsgObject MsgObject;

/* What holds for a whole message: names of properties and the charset of its strings. */
typedef struct MsgContext MsgContext;

/* Bytes in front of the properties' stream (MS-OXMSG 2.4.1). */
enum { MSG_TOP_HEADER = 32, MSG_NESTED_HEADER = 24, MSG_PART_HEADER = 8 };

MsgContext *msg_context_new(Ole *ole, const OleEntry *message);
void msg_context_free(MsgContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsgContext, msg_context_free)

/* The codepage of bodies of bytes (PidTagInternetCodepage); NULL when none is named. */
const Charset *msg_context_get_body_charset(const MsgContext *context);

MsgObject *msg_object_open(MsgContext *context, const OleEntry *storage, gsize header);
void msg_object_close(MsgObject *object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsgObject, msg_object_close)

/* The stream or storage of a property: NULL when there is none. */
const OleEntry *msg_object_find(const MsgObject *object, guint32 tag);

/* The text of a string property (g_free), whichever kind of string it is; NULL when there is none. */
char *msg_object_dup_text(const MsgObject *object, guint16 id, gsize limit);

/* Gives all texts and dates as a record of cells, but those that are read in other ways. */
void msg_object_give(const MsgObject *object, TextView *view, const char *locator);

/* What people call a property; NULL for one without a name (table of msg_labels.c). */
const char *msg_label_find(guint16 id);
const char *msg_label_find_named(guint32 id);

/* Whether it is read in its own way, as bodies are, or is of no use. */
gboolean msg_label_is_apart(guint16 id);

#endif
