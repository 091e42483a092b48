#ifndef DAICHO_SCANNER_SCANNER_H
#define DAICHO_SCANNER_SCANNER_H

#include "base/limits.h"
#include "catalog/catalog.h"
#include "rules/rules.h"

#include <glib.h>

/*
 * Walks shares, has workers turn files into text and match it, and writes items and findings.
 * Foreign bytes are parsed only in worker processes without file system, network or exec.
 */

/* --- a share --- */

typedef struct {
    guint64 files, members, bytes; /* looked at so far in this scan */
    guint64 unchanged;             /* files not opened again */
    guint64 findings;
    guint64 expected_files; /* in the share; 0 until they are counted */
    const char *path;       /* being handed out now; NULL when none is */
} DaichoScanProgress;

typedef struct {
    const char *share;          /* name */
    const char *root;           /* directory */
    const char *const *exclude; /* path globs, NULL-terminated; may be NULL */
    gboolean cross_devices;
    gboolean full;      /* read unchanged files again */
    guint jobs;         /* workers; 0: one per processor */
    guint64 max_rate;   /* bytes per second; 0: no limit */
    guint64 split_unit; /* bytes: a file of several may be read by several workers; 0: 8 MiB */
    DaichoReading reading;
    void (*progress)(const DaichoScanProgress *progress, gpointer data); /* may be NULL */
    gpointer progress_data;
    const volatile int *stop; /* set by a signal handler: ends early, can be resumed; may be NULL */
} DaichoScanOptions;

typedef struct {
    guint64 files, members, bytes, unchanged, copied, special, directories;
    guint64 unreadable_directories;
    guint64 workers_replaced;
    guint64 split;            /* files that several workers read, in slices */
    guint64 handed_on;        /* the same, by members that one of them handed on */
    guint highest_confidence; /* among the findings of this scan */
    gboolean stopped;         /* before the end */
    gboolean resumed;
    gboolean is_away; /* no file, and another file system than those known are on: they are kept */
    DaichoScanTotals totals; /* not set when stopped */
} DaichoScanResult;

/* DAICHO_ERROR_RUN when the root cannot be opened or the catalog cannot be written; a file that
 * fails is an item with its reason. */
gboolean daicho_scan_share(DaichoCatalog *catalog, DaichoRules *rules,
                           const DaichoScanOptions *options, gint64 now_s, DaichoScanResult *result,
                           GError **error);

/* The text under which a scan of the share keeps what it read: under another one files are read again
 * (g_free). */
char *daicho_scan_dup_digest(const DaichoRules *rules, const DaichoReading *reading,
                             const DaichoKey *key);

/* --- one file --- */

/*
 * Reads one open file in a process of its own and returns its items: the file first, then its
 * members, with findings, and with the digest of every item's content. record_start and record_end
 * are set where the part's bytes can be cut. path serves for the type and for findings in names.
 */
GPtrArray *daicho_scan_fd(DaichoRules *rules, const DaichoKey *key, int fd, const char *path,
                          const DaichoReading *reading, GError **error);

/*
 * The same for many files, one after the other, by one process that stays: a process for each costs
 * far more than reading a small file. What kills it, or takes too long, costs that file alone and is
 * DAICHO_ERROR_FILE. All arguments are borrowed and must outlive it.
 */
typedef struct DaichoFileReader DaichoFileReader;
DaichoFileReader *daicho_file_reader_new(DaichoRules *rules, const DaichoKey *key,
                                         const DaichoReading *reading);
void daicho_file_reader_free(DaichoFileReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoFileReader, daicho_file_reader_free)
GPtrArray *daicho_file_reader_read(DaichoFileReader *reader, int fd, const char *path,
                                   GError **error);

/* Ends the process. The next file is read by a new one: nothing in a file that was read before can
 * have a say in what is told of it. */
void daicho_file_reader_rest(DaichoFileReader *reader);

/* Prints the text that the rules see to out_fd, segment by segment; part NULL: all parts. *state
 * and *reason (g_free) tell how the file as a whole was read. */
gboolean daicho_extract_fd(int fd, const char *path, const char *part, const DaichoReading *reading,
                           int out_fd, DaichoItemState *state, char **reason, GError **error);

/* --- the records of a document --- */

/* An element of a part of a document. */
typedef struct {
    const char *part; /* the member of the package */
    guint64 element;  /* its start tag is the how manyeth of the part, from 1 */
} DaichoOrigin;

typedef struct {
    gint64 number; /* as in findings */
    GString *text; /* as the rules see it; cells end with tabs */
    gint64
        text_start; /* where that begins in the text of the whole item, in which findings count */
    gint64 start, end; /* bytes of the item, as in findings; -1 when it has none of its own */
    GArray *origins;   /* of DaichoOrigin; empty when it comes from nowhere in particular */
} DaichoRecordSource;

typedef struct {
    char *type, *charset, *reason;
    DaichoItemState state;
    GPtrArray
        *records; /* of DaichoRecordSource, by number; those of its members are not among them */
    GStringChunk *names; /* of parts */
} DaichoDocument;

/* Before a process is made that calls daicho_document_read or daicho_mail_outline: loads what readers
 * need. */
gboolean daicho_document_prepare(GError **error);

/* What a document is made of, as it is read in a scan. Parses foreign bytes: for the sandbox alone. */
DaichoDocument *daicho_document_read(GBytes *bytes, const char *name, const DaichoLimits *limits);
void daicho_document_free(DaichoDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoDocument, daicho_document_free)

/*
 * The text of chosen records of one file, unmasked but for what masks cover: for the one paper that
 * shows a person the own data. Items are counted as daicho_scan_fd gives them, from 0.
 */
typedef struct {
    gint64 record, start, end; /* as the finding has them that is to be covered */
    const char *sample;        /* what stands there instead; borrowed */
} DaichoMask;

typedef struct {
    guint item;
    const char *part; /* of the item, borrowed: another one there means that the file changed */
    GArray *records;  /* of gint64: their numbers; NULL: all of the item */
    GArray *masks;    /* of DaichoMask */
} DaichoExcerpt;

DaichoExcerpt *daicho_excerpt_new(guint item, const char *part);
void daicho_excerpt_free(DaichoExcerpt *excerpt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoExcerpt, daicho_excerpt_free)

typedef struct {
    guint item;
    gint64 record;
    char *locator;      /* "Sheet1:B2"; "" when there is none */
    char *text;         /* UTF-8; "" when is_closed */
    gboolean is_masked; /* something in it was covered */
    gboolean is_closed; /* the place of a mask was not found: nothing of it is told */
} DaichoExcerptRecord;

void daicho_excerpt_record_free(DaichoExcerptRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoExcerptRecord, daicho_excerpt_record_free)

/* excerpts: of DaichoExcerpt. Reads in the sandbox; returns DaichoExcerptRecord in the order of the
 * file. A file that changed, or more text than 32 MiB, is DAICHO_ERROR_FILE. */
GPtrArray *daicho_excerpt_fd(int fd, const char *path, const GPtrArray *excerpts,
                             const DaichoReading *reading, GError **error);

/* A member's or file's name as UTF-8: kept where valid, else from CP932, else escaped (g_free). */
char *daicho_member_name_decode(const char *bytes, gsize length);

/* Whether items of a media type hold nothing but their members: a document or a mail has text of its
 * own besides. */
gboolean daicho_type_is_archive(const char *type);

/* Of those, whether it was opened with a password. */
gboolean daicho_type_is_encrypted_archive(const char *type);

/* Text whose bytes can be cut at record ends without disturbing the rest: FALSE for charsets with
 * shift states that span lines. */
gboolean daicho_charset_is_cuttable(const char *charset);

/* A whole text, shift states and all, from a charset as items name it, one without a mark, to UTF-8 and
 * back (g_bytes_unref). NULL when that cannot be done exactly. */
GBytes *daicho_charset_decode_whole(const char *charset, GBytes *bytes);
GBytes *daicho_charset_encode_whole(const char *charset, GBytes *text);

/*
 * Text as bytes of a charset as items name it, without a mark at the start (g_bytes_unref), and back
 * (g_free). NULL when the charset cannot express all of it, is unknown, or has shift states.
 */
GBytes *daicho_charset_encode(const char *charset, const char *text);
char *daicho_charset_decode(const char *charset, const void *bytes, gsize length);

/* --- for those who change files --- */

/* Where the line of an archive's comment ends that begins at a place, its line break included. *is_record:
 * it is more than blanks, and so is read as a record. */
gsize daicho_comment_next_line(const char *bytes, gsize length, gsize at, gboolean *is_record);

/* Whether a record, or the part of it at a locator, is to be left out of a digest. */
typedef gboolean (*DaichoTextFilter)(const char *part, gint64 record, const char *locator,
                                     gpointer data);

typedef struct {
    char *part;
    char *digest; /* of the text, hexadecimal; "" when there is none */
} DaichoTextDigest;

/*
 * What the rules see of one file, so that it can be held against what it was: for each of its items, in
 * order, the digest of the text of its records, without blanks. Pictures are not read. The filter runs
 * in the sandbox, and may be NULL. An array of DaichoTextDigest (g_ptr_array_unref).
 */
GPtrArray *daicho_digest_text(int fd, const char *path, const DaichoReading *reading,
                              DaichoTextFilter filter, gpointer data, GError **error);

typedef struct {
    const char *part;
    gint64 record;
} DaichoRecordPlace;

typedef struct {
    char *part, *label;        /* label: its column or key; "" when it has none */
    gint64 record, start, end; /* as findings in it have them; without quotes around it */
    gboolean is_empty, is_quoted;
} DaichoCellPlace;

/* The cells of the wanted records (of DaichoRecordPlace) of one file, empty ones too where their format has
 * them, in order: an array of DaichoCellPlace (g_ptr_array_unref). Reads in the sandbox. */
GPtrArray *daicho_list_cells(int fd, const char *path, const DaichoReading *reading,
                             const GArray *wanted, GError **error);

typedef struct {
    gint64 record; /* its row; of text without columns, its line */
    char *label;   /* its column; "" when it has none */
    char *text;    /* UTF-8, not empty, without blanks around it */
} DaichoTableValue;

/* All values of a table that somebody names (CSV, spreadsheet), or of a list with a value a line, in
 * order: an array of DaichoTableValue (g_ptr_array_unref). Reads in the sandbox. What cannot be read in
 * full, and more than 64 MiB, is DAICHO_ERROR_FILE. */
GPtrArray *daicho_table_read(int fd, const char *path, const DaichoReading *reading,
                             GError **error);

/* What is to be read in place of a piece of a record's text. */
typedef struct {
    const char *part;
    gint64 record, start, end; /* as the finding has them; start is end: something is added there */
    const char *text;          /* UTF-8; "" for nothing */
} DaichoTextChange;

/* The same digests of the text as it would be with the changes (of DaichoTextChange, ascending in each
 * part; borrowed); of records with a change nothing is left out. A change whose place is not found is
 * DAICHO_ERROR_FILE. */
GPtrArray *daicho_digest_changed_text(int fd, const char *path, const DaichoReading *reading,
                                      const GArray *changes, DaichoTextFilter filter, gpointer data,
                                      GError **error);

typedef enum {
    DAICHO_MAIL_PLAIN, /* 7bit, 8bit, binary */
    DAICHO_MAIL_BASE64,
    DAICHO_MAIL_QUOTED, /* quoted-printable */
    DAICHO_MAIL_OTHER,
} DaichoMailEncoding;

/* A part of a message that is an item of its own. All places are offsets in the mail. */
typedef struct {
    char *name;   /* as items name it, within the mail */
    char *digest; /* of the content as the item has it, hexadecimal */
    gint64 start; /* of the boundary line before it; -1 when it has none that was told */
    gint64 content,
        end; /* of the encoded content; the line break before the next boundary is in it */
    DaichoMailEncoding encoding;
    const char *charset; /* static; the item has the content as UTF-8 behind a mark; else NULL */
    guint multipart;     /* number of the multipart that it lies in; 0: none */
    guint siblings;      /* parts of that */
    gboolean is_sealed;  /* by a signature over it */
    char *body_charset;  /* of a body, as it says; NULL otherwise */
} DaichoMailPart;

/*
 * The parts of a mail, or of an mbox, that are items, in their order (of DaichoMailPart;
 * g_ptr_array_unref). Parses foreign bytes: for the sandbox alone. DAICHO_ERROR_FILE when it could not
 * be read in full. After daicho_document_prepare.
 */
GPtrArray *daicho_mail_outline(GBytes *mail, gboolean is_mbox, GError **error);

/* The same for the texts of its messages, which are no items: they have no name and no digest. */
GPtrArray *daicho_mail_bodies(GBytes *mail, gboolean is_mbox, GError **error);

/* Whether bytes begin with the line that stands before a message of an mbox. */
gboolean daicho_mail_is_mbox(GBytes *mail);

/* Files of a 7z archive that were compressed as one stream. */
typedef struct {
    GBytes *packed; /* its packed streams, one behind the other */
    gboolean is_encrypted, is_stored;
    struct SevenzipFolder *coders; /* how they are unpacked */
    GArray *sizes;                 /* of the streams */
    GBytes *header;                /* that coders borrow from */
} DaichoSevenzipFolder;

enum { DAICHO_SEVENZIP_VALUES = 5 };

typedef struct {
    GBytes *name; /* UTF-16, little-endian, without its end */
    gint folder;  /* index; -1: it has no content */
    gboolean is_empty_file;
    guint64 size;
    gboolean has_crc;
    guint32 crc;
    gboolean has_value[DAICHO_SEVENZIP_VALUES]; /* created, read, changed, attributes, place */
    guint64 values[DAICHO_SEVENZIP_VALUES];
} DaichoSevenzipFile;

/*
 * A 7z archive taken apart: all that it holds, to the byte, is in its folders and files. These may be
 * removed, changed or exchanged for those of another; the files of a folder stand in its order. What is
 * not understood to the last byte is DAICHO_ERROR_FILE. Parses foreign bytes: for the sandbox alone.
 */
typedef struct {
    GPtrArray *folders; /* of DaichoSevenzipFolder */
    GPtrArray *files;   /* of DaichoSevenzipFile */
} DaichoSevenzip;
DaichoSevenzip *daicho_sevenzip_new(GBytes *archive, GError **error);
void daicho_sevenzip_free(DaichoSevenzip *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoSevenzip, daicho_sevenzip_free)

/* A folder of one packed stream: of LZMA2 with its byte of properties, or, with properties -1, of what is
 * not compressed. size: unpacked; packed is borrowed. */
DaichoSevenzipFolder *daicho_sevenzip_folder_new(GBytes *packed, gint properties, guint64 size);

/* The archive put together again; folders that no file is in are left out (g_bytes_unref). */
GBytes *daicho_sevenzip_join(const DaichoSevenzip *archive);

/* --- the sandbox --- */

/*
 * Runs in a child process with the descriptors of fds, and no way to open, connect or execute.
 * Returns TRUE and may set *result, or FALSE with *error, which the caller of daicho_sandbox_run
 * gets as it is.
 */
typedef gboolean (*DaichoSandboxFunc)(const int *fds, gsize n_fds, GVariant *argument,
                                      gpointer data, GVariant **result, GError **error);

/*
 * Forks, locks the child in (Landlock, seccomp, limits) and runs function there. A child that
 * dies, hangs or takes too much memory is DAICHO_ERROR_FILE with the reason in words. argument is
 * consumed if floating; *result is owned.
 */
gboolean daicho_sandbox_run(DaichoSandboxFunc function, const int *fds, gsize n_fds,
                            GVariant *argument, gpointer data, const DaichoLimits *limits,
                            const GVariantType *result_type, GVariant **result, GError **error);

typedef struct {
    gboolean landlock, seccomp, openat2; /* what this kernel offers */
} DaichoSandboxSupport;
DaichoSandboxSupport daicho_sandbox_probe(void);

#endif
