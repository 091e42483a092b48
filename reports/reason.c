#include "reports/terms.h"

#include <string.h>

/*
 * Reasons as the scanner and runs write them; %s stands for what differs, which is said in the same way. The
 * first that fits counts. tests/words looks whether one of the scanner's is missing.
 */
static const char *const reasons[] = {
    N_("the share is not mounted: there is no file in %s"),
    N_("cannot open the folder %s: %s"),
    N_("its window ended at %s"),
    N_("it was told to stop"),
    N_("it was killed"),
    N_("limit: comments of more than 64 MiB of members were not read"),
    N_("damaged: its list of members is not what its end says"),
    N_("it is one piece of a message that was sent in several"),
    N_("comments in its headers could not be read to the end"),
    N_("damaged, or of a version of Access that is not known"),
    N_("limit: a name or comment in front of it was not read"),
    N_("text in pictures needs the packages tesseract-ocr and tesseract-ocr-jpn"),
    N_("damaged: it is not as it was when it was encrypted"),
    N_("encrypted; limit: trying passwords takes too long"),
    N_("damaged: it does not begin as a document of Word"),
    N_("limit: names or comments within it were not read"),
    N_("it was saved fast: its text may not be in order"),
    N_("out of time: not all of its text was recognised"),
    N_("damaged: its table of small sectors is cut off"),
    N_("damaged: the properties of a message end early"),
    N_("limit: encrypted document of more than 256 MiB"),
    N_("damaged: a cell has a string that is missing"),
    N_("no reader for presentations of PowerPoint 95"),
    N_("limit: nested document of more than 256 MiB"),
    N_("an XFA form: what is filled in is not read"),
    N_("damaged: its list of members was not found"),
    N_("damaged: the end of a multipart is missing"),
    N_("damaged: the end of the picture is missing"),
    N_("damaged: a part of it cannot be decrypted"),
    N_("damaged: the strings of cells are missing"),
    N_("limit: picture of more than 40 megapixels"),
    N_("damaged: its table of sectors is cut off"),
    N_("limit: JSON document of more than 64 MiB"),
    N_("damaged: a picture in it cannot be read"),
    N_("damaged: it ends within its first bytes"),
    N_("damaged: its table of text is not whole"),
    N_("damaged: text of the picture is cut off"),
    N_("limit: an attribute of more than 64 MiB"),
    N_("damaged: a part of its text is missing"),
    N_("damaged: it says that nothing is in it"),
    N_("damaged: its directory goes in circles"),
    N_("damaged: its first bytes make no sense"),
    N_("damaged: its list of slides is missing"),
    N_("damaged: its properties cannot be read"),
    N_("out of memory: a library gave up on it"),
    N_("damaged: its table of text is missing"),
    N_("limit: size of a file within the text"),
    N_("damaged: it ends within an attribute"),
    N_("damaged: its directory leads nowhere"),
    N_("damaged: it cannot be decompressed"),
    N_("damaged: it ends within an element"),
    N_("damaged: the last entry has no end"),
    N_("its transfer encoding is not known"),
    N_("damaged: its directory is cut off"),
    N_("damaged: a part of it is cut off"),
    N_("damaged: it has no end, and may be cut off"),
    N_("damaged: an embedded file is cut"),
    N_("damaged: it is no message of CMS"),
    N_("damaged: it is no signed message"),
    N_("damaged: its RTF body ends early"),
    N_("damaged: its header is cut short"),
    N_("damaged: the workbook is cut off"),
    N_("limit: a line of more than 8 MiB"),
    N_("damaged: content.xml is missing"),
    N_("damaged: it cannot be decrypted"),
    N_("damaged: it ends within a group"),
    N_("its log of changes is not read"),
    N_("damaged: a picture is cut off"),
    N_("damaged: an object is missing"),
    N_("damaged: it ends within a tag"),
    N_("limit: entries of the outline"),
    N_("damaged: a memo is cut short"),
    N_("damaged: it has no directory"),
    N_("damaged: its text is cut off"),
    N_("it changed while it was read"),
    N_("damaged: a slide is missing"),
    N_("damaged: it has no workbook"),
    N_("limit: fonts of the picture"),
    N_("not XML, read as plain text"),
    N_("damaged: it has no content"),
    N_("damaged: no list of tables"),
    N_("damaged: it is no picture"),
    N_("limit: pages of a picture"),
    N_("limit: parts within parts"),
    N_("limit: size of a property"),
    N_("damaged: it has no pages"),
    N_("damaged: it has no table"),
    N_("damaged: it ends early"),
    N_("damaged: it is cut off"),
    N_("limit: size of a field"),
    N_("limit: shared strings"),
    N_("limit: size of a part"),
    N_("limit: text of a cell"),
    N_("limit: nested groups"),
    N_("encrypted members"),
    N_("limit: folders"),
    N_("limit: members"),
    N_("worker gave an answer of more than 512 MiB"),
    N_("worker gave a damaged answer"),
    N_("Input/output error"),
    N_("Permission denied"),
    N_("drawings only"),
    N_("out of memory"),
    N_("encrypted"),
    N_("what follows byte %s is no part of it and was not read"),
    N_("line %s is not valid JSON, read as plain text"),
    N_("%s: limit: its key takes too long to make"),
    N_("a store of version %s, which is not known"),
    N_("damaged: the picture ends before the %s"),
    N_("%s: entities of a DTD are not expanded"),
    N_("%s: damaged: it cannot be decrypted"),
    N_("%s is encrypted apart and not read"),
    N_("damaged: %s of %s strings are there"),
    N_("limit: a line of more than %s MiB"),
    N_("%s bytes are not of their charset"),
    N_("damaged: %s, characters are not %s"),
    N_("damaged: page %s cannot be read"),
    N_("no reader for %s content of CMS"),
    N_("out of memory: more than %s MiB"),
    N_("damaged: chapter %s is missing"),
    N_("damaged: %s names no chapter"),
    N_("damaged: sheet %s is missing"),
    N_("%s: there is no memory left"),
    N_("out of time: more than %s s"),
    N_("damaged: %s is not whole"),
    N_("%s, read as plain text"),
    N_("damaged: %s is missing"),
    N_("limit: size of part %s"),
    N_("damaged: page %s: %s"),
    N_("damaged: record %s"),
    N_("unread members: %s"),
    N_("limit: table %s: %s"),
    N_("%s bytes are not %s"),
    N_("no reader for %s"),
    N_("limit: depth %s"),
    N_("cannot open: %s"),
    N_("worker died: %s"),
    N_("damaged: %s, %s"),
    N_("encrypted: %s"),
    N_("damaged: %s"),
    N_("members: %s"),
    N_("pages %s %s"),
    N_("limit: %s"),
    N_("page %s %s"),
};

/* Sets up to two parts of reason that stand where pattern has %s (g_free each); FALSE when it does not fit.
 * The first part is as short as may be, the second as long. */
static gboolean reason_fits(const char *pattern, const char *reason, char *parts[2])
{
    g_auto(GStrv) fixed = g_strsplit(pattern, "%s", 3);
    guint n_parts = g_strv_length(fixed) - 1;
    const char *last = n_parts > 0 ? fixed[n_parts] : "";
    parts[0] = parts[1] = NULL;
    if (n_parts == 0) {
        return strcmp(pattern, reason) == 0;
    }
    if (!g_str_has_prefix(reason, fixed[0]) || !g_str_has_suffix(reason, last)) {
        return FALSE;
    }
    const char *from = reason + strlen(fixed[0]), *to = reason + strlen(reason) - strlen(last);
    const char *between = n_parts == 2 && from < to ? strstr(from, fixed[1]) : to;
    if (from >= to || between == NULL || between > to) {
        return FALSE;
    }
    parts[0] = g_strndup(from, (gsize)(between - from));
    const char *rest = n_parts == 2 ? between + strlen(fixed[1]) : to;
    parts[1] = rest <= to ? g_strndup(rest, (gsize)(to - rest)) : g_strdup("");
    return TRUE;
}

/* The translation with the parts in their places, each said in its turn. */
static char *fill(DaichoLanguage language, const char *words, char *parts[2])
{
    static const char *const marks[] = {"%1$s", "%2$s", "%s", "%s"};
    static const guint takes[] = {0, 1, 0, 1};
    GString *said = g_string_new(words);
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        g_autofree char *part = parts[takes[i]] != NULL ? reason_say(language, parts[takes[i]])
                                                        : NULL;
        if (part != NULL && strstr(said->str, marks[i]) != NULL) {
            g_string_replace(said, marks[i], part, 1);
        }
    }
    return g_string_free(said, FALSE);
}

char *reason_say(DaichoLanguage language, const char *reason)
{
    for (gsize i = 0; i < G_N_ELEMENTS(reasons) && language != DAICHO_LANGUAGE_EN; i++) {
        char *parts[2] = {NULL, NULL};
        if (reason_fits(reasons[i], reason, parts)) {
            char *said = fill(language, daicho_language_say(language, reasons[i]), parts);
            g_free(parts[0]);
            g_free(parts[1]);
            return said;
        }
    }
    return g_strdup(reason);
}
