#ifndef DAICHO_SCANNER_EXTRACT_H
#define DAICHO_SCANNER_EXTRACT_H

#include "base/limits.h"
#include "catalog/catalog.h"
#include "rules/rules.h"

#include <glib.h>

/*
 * Turns one file into items and their text. Runs inside a worker: it opens nothing and connects
 * to nothing. Every item that begins also ends, with a state and a reason, whatever the bytes.
 */

/* From offsets in a text's UTF-8 to offsets in the original bytes of the part. */
typedef struct ExtractMap ExtractMap;

/* The original offset of a text offset; -1 when the text has no place of its own in the original. */
gint64 extract_map_offset(const ExtractMap *map, gsize offset);

/* What people find the place of a text offset by: "Sheet2:B14", "page 3". "" when bytes and lines are
 * all there is. Borrowed. */
const char *extract_map_locator(const ExtractMap *map, gsize offset);

/* Where behind offset another locator begins; G_MAXSIZE when none does. */
gsize extract_map_next_locator(const ExtractMap *map, gsize offset);

/* An element of a part of a document. */
typedef struct {
    const char *part; /* the member of the package, as readers call it; NULL: nowhere */
    guint64 element;  /* its start tag is the how manyeth of the part, from 1 */
} ExtractOrigin;

typedef struct {
    const char *part;    /* "" for the file itself, else the container chain */
    const char *name;    /* the last name, UTF-8 */
    const char *type;    /* media type */
    const char *charset; /* "" when not text */
    DaichoItemState state;
    const char *reason; /* "" when read */
    const char *digest; /* hexadecimal; "" when not taken */
    const char *marker; /* the purpose that a .daicho.yaml names; "" otherwise */
    gint64 size_bytes;
    gint64 records;
} ExtractEnd;

typedef enum {
    EXTRACT_READ_ON,
    EXTRACT_HAND_ON,
    EXTRACT_STOP /* what comes of the file is not asked for any more */
} ExtractWish;

typedef struct {
    /* Items nest: a member begins and ends within its container. */
    void (*begin)(gpointer data, const char *part, const char *name);

    /*
     * A window of an item's text. Matches are to be reported only when they start at or after
     * report_from and before report_to: what lies outside is shown for its context alone, and comes
     * again in another window. text->records always covers the text.
     */
    void (*text)(gpointer data, const DaichoText *text, const ExtractMap *map, gsize report_from,
                 gsize report_to);
    void (*end)(gpointer data, const ExtractEnd *end);

    /*
     * Asked once for a container or document that is the file itself, with the digest of its
     * content: TRUE means that its rows are known, and it ends unparsed with state read and reason
     * "copied". NULL: never asked.
     */
    gboolean (*seen)(gpointer data, const char *digest);

    /*
     * The elements of a document that a record was read from, in order, when it ends; never for one
     * without. It is for those who take a record out of its document. NULL: not told.
     */
    void (*origins)(gpointer data, gint64 record, const ExtractOrigin *origins, gsize n_origins);

    /*
     * Members of the file itself may be read elsewhere: asked before each what is wished. Some of them are
     * packed (parcel.h) then and given away; they stand between the items that began before and those that
     * begin later. fd is closed by who gives it. NULL: never.
     */
    ExtractWish (*get_wish)(gpointer data);
    void (*hand_on)(gpointer data, int fd);
} ExtractVisitor;

/*
 * A slice of a file: its text from the first byte of one window to that of another, be it plain, a table or
 * lines of JSON; a run of the entries of its archive; or its bytes from one message of a mail folder to another. What the slices of a
 * plan give, one after the other, is what the whole file gives, so that several workers may read it.
 * EXTRACT_PLAN asks for a plan; who has none reads the whole, and may hand members on: EXTRACT_PARCEL is
 * for who reads them.
 */
typedef enum {
    EXTRACT_WHOLE,
    EXTRACT_PLAN,
    EXTRACT_BYTES,
    EXTRACT_TABLE, /* findings in it have their places in the file */
    EXTRACT_LINES, /* here in the text that was made of it */
    EXTRACT_ENTRIES,
    EXTRACT_MESSAGES,
    EXTRACT_PARCEL
} ExtractKind;

enum { EXTRACT_CHARSET_BYTES = 24, EXTRACT_SLICES = 256 };

typedef struct {
    guint32 kind;       /* ExtractKind */
    guint32 ascii_only; /* as charset: what is known where a slice of a text begins */
    guint64 from, to;   /* G_MAXUINT64: the end */
    /* EXTRACT_PLAN: slices of about this size; no file of less is worth a plan */
    guint64 unit_bytes;
    /* Of its first message or line, from 1; of a parcel, of items of the file before it; else 0 */
    guint64 number;
    char charset[EXTRACT_CHARSET_BYTES];
} ExtractSlice;

/* Whether it is one of several, and not the whole file. */
gboolean extract_slice_is_part(const ExtractSlice *slice);

/* Whether it is one of several of a table, or of lines that are like one: what they hold is judged by its
 * columns when all was counted. */
gboolean extract_slice_has_columns(const ExtractSlice *slice);

/* What a slice adds to its file besides items. */
typedef struct {
    guint64 invalid; /* bytes of its text outside the charset */
    guint64 members, expanded_bytes, findings;
    guint64 text_bytes; /* of the file's own text, as UTF-8 */
    guint32 is_taken;   /* its reader knows slices */
    guint32
        is_unfit; /* what it gives depends on what stands elsewhere: the file has to be read whole */
} ExtractSum;

typedef struct {
    GArray *plan; /* of ExtractSlice; empty when the file was read */
    ExtractSum sum;
} ExtractOutcome;

typedef struct {
    DaichoLimits limits;
    ExtractSlice slice;
    ExtractOutcome *outcome;      /* NULL for EXTRACT_WHOLE */
    const char *const *passwords; /* tried on what is encrypted; NULL-terminated; may be NULL */
    gboolean ocr;                 /* text in pictures is read, too */
    gboolean digests;             /* take the digest of every item, members included */
} ExtractOptions;

/* Loads what the readers need (libmagic, converters; Tesseract where it is asked for) while files may
 * still be opened. Called in the parent before it forks. reading may be NULL: nothing is asked for. */
gboolean extract_init(const DaichoReading *reading, GError **error);

/* Changes with the readers and their versions, with rules_digest, and with how files are read: limits,
 * too, since what hit one may pass under another; of passwords only a keyed fingerprint goes in. A file read under another one must be read again
 * (g_free). */
char *extract_dup_digest(const char *rules_digest, const DaichoReading *reading,
                         const DaichoKey *key);

void extract_fd(int fd, const char *path, const ExtractOptions *options,
                const ExtractVisitor *visitor, gpointer data);

/* The same for a file that is in memory. */
void extract_memory(GBytes *bytes, const char *name, const ExtractOptions *options,
                    const ExtractVisitor *visitor, gpointer data);

#endif
