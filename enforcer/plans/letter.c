#include "enforcer/plans/letter.h"

#include <string.h>

#include "enforcer/print.h"
#include "enforcer/plans/others.h"

/* Who stands in the header of one message. */
typedef struct {
    GHashTable *prints; /* borrowed fingerprints of others, each once */
    guint emails, names;
    gboolean has_subject;
} Letter;

struct PlanLetters {
    GHashTable *letters; /* of Letter by number */
};

static const char mail_type[] = "message/rfc822";
static const char mbox_type[] = "application/mbox";

gboolean plan_letter_is_mail(const DaichoItem *item)
{
    return strcmp(item->type, mail_type) == 0 || strcmp(item->type, mbox_type) == 0;
}

gint64 plan_letter_of_record(const DaichoItem *item, gint64 record)
{
    return strcmp(item->type, mail_type) == 0 ? 1 : record;
}

gint64 plan_letter_of_part(const DaichoItem *mail, const char *part)
{
    static const char prefix[] = "message ";
    const char *name = part + strlen(mail->part) + (*mail->part != '\0' ? 2 : 0);
    if (strcmp(mail->type, mail_type) == 0) {
        return 1;
    }
    return g_str_has_prefix(name, prefix) ? g_ascii_strtoll(name + strlen(prefix), NULL, 10) : 0;
}

static void letter_free(gpointer data)
{
    Letter *letter = data;
    g_hash_table_unref(letter->prints);
    g_free(letter);
}

static Letter *get_letter(const PlanLetters *letters, gint64 number)
{
    Letter *letter = g_hash_table_lookup(letters->letters, &number);
    if (letter == NULL) {
        letter = g_new0(Letter, 1);
        letter->prints = g_hash_table_new(print_hash, print_equal);
        g_hash_table_insert(letters->letters, g_memdup2(&number, sizeof number), letter);
    }
    return letter;
}

/* Of the message itself, not of a part of it. */
static gboolean is_in_header(const DaichoFinding *finding)
{
    return !finding->in_name && g_str_has_suffix(finding->locator, "header") &&
           strstr(finding->locator, "part ") == NULL;
}

static void note(Letter *letter, const DaichoFinding *finding)
{
    if (!g_hash_table_add(letter->prints, (gpointer)(guintptr)finding->fingerprint)) {
        return;
    }
    letter->emails += strcmp(finding->kind, "email") == 0 ? 1 : 0;
    letter->names += strcmp(finding->kind, "name") == 0 ? 1 : 0;
}

PlanLetters *plan_letters_new(const SubjectIdentity *identity, const DaichoItem *mail)
{
    PlanLetters *letters = g_new0(PlanLetters, 1);
    letters->letters = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, letter_free);
    for (guint i = 0; i < mail->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(mail->findings, i);
        if (!is_in_header(finding)) {
            continue;
        }
        Letter *letter = get_letter(letters, plan_letter_of_record(mail, finding->record));
        if (subject_identity_find(identity, finding) != NULL) {
            letter->has_subject = TRUE;
        } else if (plan_others_tells_of_a_person(finding)) {
            note(letter, finding);
        }
    }
    return letters;
}

void plan_letters_free(PlanLetters *letters)
{
    if (letters != NULL) {
        g_hash_table_unref(letters->letters);
        g_free(letters);
    }
}

gboolean plan_letters_is_party(const PlanLetters *letters, gint64 message,
                               const DaichoFinding *finding)
{
    const Letter *letter = letters != NULL ? g_hash_table_lookup(letters->letters, &message) : NULL;
    return letter != NULL && letter->has_subject && letter->emails <= 1 && letter->names <= 1 &&
           g_hash_table_contains(letter->prints, finding->fingerprint);
}
