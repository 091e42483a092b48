#ifndef DAICHO_SCANNER_READERS_BER_H
#define DAICHO_SCANNER_READERS_BER_H

#include <glib.h>

/* Elements of ASN.1 in the basic encoding (ITU-T X.690, 8), which messages of S/MIME are made of. */
typedef struct {
    const guint8 *bytes;
    gsize left;
} Ber;

typedef struct {
    guint8 tag; /* class, 0x20 when it is made of others, and number */
    Ber content;
    gboolean is_cut; /* it says that it is longer than what there is */
} BerElement;

enum {
    BER_OCTETS = 0x04,
    BER_OBJECT = 0x06,
    BER_UTF8 = 0x0C,
    BER_SEQUENCE = 0x30,
    BER_CONSTRUCTED = 0x20,
    BER_CONTEXT_0 = 0xA0, /* [0], made of others */
};

/* The next element; FALSE at the end, and where there is none. */
gboolean ber_next(Ber *ber, BerElement *element);

/* The next element with that tag; FALSE when the next is another one, which is left. */
gboolean ber_next_of(Ber *ber, guint8 tag, BerElement *element);

/* The bytes of a string, which may be made of others; FALSE when some are missing. */
gboolean ber_append_octets(const BerElement *element, GByteArray *out);

#endif
