#include "scanner/readers/mail_recognise.h"

#include <string.h>

#include "scanner/readers/mail_lines.h"

/* What the fields of a header say about it. */
typedef struct {
    guint known, sure, fields;
    gboolean has_sender; /* an address in From */
} Weighed;

static const struct {
    const char *name;
    gboolean is_sure; /* only mail and news have it */
} known_fields[] = {
    {"Received", TRUE},
    {"Return-Path", TRUE},
    {"Delivered-To", TRUE},
    {"Envelope-To", TRUE},
    {"X-Original-To", TRUE},
    {"Message-ID", TRUE},
    {"MIME-Version", TRUE},
    {"DKIM-Signature", TRUE},
    {"Authentication-Results", TRUE},
    {"ARC-Seal", TRUE},
    {"Received-SPF", TRUE},
    {"X-Mailer", TRUE},
    {"X-MSMail-Priority", TRUE},
    {"X-Priority", TRUE},
    {"X-Spam-Status", TRUE},
    {"X-UIDL", TRUE},
    {"X-Mozilla-Status", TRUE},
    {"In-Reply-To", TRUE},
    {"Newsgroups", TRUE},
    {"Content-Transfer-Encoding", TRUE},
    {"From", FALSE},
    {"To", FALSE},
    {"Cc", FALSE},
    {"Bcc", FALSE},
    {"Sender", FALSE},
    {"Reply-To", FALSE},
    {"Subject", FALSE},
    {"Date", FALSE},
    {"References", FALSE},
    {"Content-Type", FALSE},
    {"User-Agent", FALSE},
};

static void weigh_field(Weighed *weighed, const char *line, gsize name, gsize length)
{
    weighed->fields++;
    for (gsize i = 0; i < G_N_ELEMENTS(known_fields); i++) {
        if (strlen(known_fields[i].name) != name ||
            g_ascii_strncasecmp(line, known_fields[i].name, name) != 0) {
            continue;
        }
        weighed->known++;
        weighed->sure += known_fields[i].is_sure ? 1 : 0;
        gboolean is_from = strcmp(known_fields[i].name, "From") == 0;
        weighed->has_sender = weighed->has_sender || (is_from && memchr(line, '@', length) != NULL);
    }
}

/* Lines up to the empty one; one that is no field ends it as well. */
static Weighed weigh(const char *text, gsize length)
{
    Weighed weighed = {0};
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        gsize size = end != NULL ? (gsize)(end - text) + 1 : length;
        gsize name = mail_lines_find_name(text, size);
        gboolean is_folded = text[0] == ' ' || text[0] == '\t';
        if (name == 0 && (!is_folded || weighed.fields == 0)) {
            break;
        }
        if (!is_folded) {
            weigh_field(&weighed, text, name, size);
        }
        text += size;
        length -= size;
    }
    return weighed;
}

const char *mail_recognise(const char *head, gsize length, gboolean is_expected)
{
    if (length > 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0) {
        head += 3;
        length -= 3;
    }
    while (length > 0 && g_ascii_isspace(*head)) {
        head++;
        length--;
    }
    if (length > 5 && mail_lines_is_separator(head, length)) {
        const char *end = memchr(head, '\n', length);
        gsize size = (gsize)(end - head) + 1;
        Weighed behind = weigh(head + size, length - size);
        gboolean has_header = behind.sure >= 1 || behind.known >= 2;
        return has_header || is_expected ? "mbox" : NULL;
    }
    Weighed weighed = weigh(head, length);
    gboolean is_mail = (weighed.sure >= 1 && weighed.known >= 2) ||
                       (weighed.has_sender && weighed.known >= 3) ||
                       (is_expected && weighed.fields > 0);
    return is_mail ? "mail" : NULL;
}
