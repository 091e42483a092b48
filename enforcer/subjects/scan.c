#include "enforcer/subjects/scan.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "enforcer/subjects/heading.h"
#include "enforcer/subjects/identity.h"
#include "enforcer/subjects/weigh.h"

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static gboolean is_same_item(const DaichoItem *one, const DaichoItem *other)
{
    return strcmp(one->part, other->part) == 0 && strcmp(one->digest, other->digest) == 0;
}

/* Puts the findings of the literals behind those of the rules. FALSE when the two readings did not
 * see the same bytes. */
static gboolean merge(GPtrArray *items, GPtrArray *literals)
{
    if (items->len != literals->len) {
        return FALSE;
    }
    for (guint i = 0; i < items->len; i++) {
        DaichoItem *item = g_ptr_array_index(items, i);
        DaichoItem *again = g_ptr_array_index(literals, i);
        if (!is_same_item(item, again)) {
            return FALSE;
        }
        if (again->state > item->state) {
            item->state = again->state;
            set_text(&item->reason, again->reason);
        }
        g_ptr_array_extend_and_steal(item->findings, g_steal_pointer(&again->findings));
    }
    return TRUE;
}

struct SubjectReader {
    DaichoEnforcer *enforcer;
    SubjectDecisions *decisions;
    SubjectIdentity *identity;
    DaichoRules *literals;
    DaichoFileReader *by_rules;
    DaichoFileReader *by_literals;
};

SubjectReader *subject_reader_new(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                  GError **error)
{
    const DaichoKey *key = daicho_catalog_get_key(enforcer->catalog);
    g_autoptr(SubjectReader) reader = g_new0(SubjectReader, 1);
    reader->identity = subject_identity_new(enforcer, subject, error);
    reader->literals = reader->identity != NULL
                           ? subject_identity_make_literals(reader->identity, error)
                           : NULL;
    reader->enforcer = enforcer;
    reader->decisions = reader->literals != NULL
                            ? subject_decisions_load(enforcer, reader->identity, subject->request,
                                                     error)
                            : NULL;
    if (reader->decisions == NULL) {
        return NULL;
    }
    reader->by_rules = daicho_file_reader_new(enforcer->rules, key, enforcer->reading);
    reader->by_literals = daicho_file_reader_new(reader->literals, key, enforcer->reading);
    return g_steal_pointer(&reader);
}

void subject_reader_free(SubjectReader *reader)
{
    if (reader != NULL) {
        daicho_file_reader_free(reader->by_rules);
        daicho_file_reader_free(reader->by_literals);
        daicho_rules_free(reader->literals);
        subject_decisions_unref(reader->decisions);
        subject_identity_free(reader->identity);
        g_free(reader);
    }
}

GPtrArray *subject_reader_glance(SubjectReader *reader, int fd, const char *path, GError **error)
{
    return daicho_file_reader_read(reader->by_literals, fd, path, error);
}

DaichoFileReader *subject_reader_get_rules(const SubjectReader *reader)
{
    return reader->by_rules;
}

void subject_reader_rest(SubjectReader *reader)
{
    daicho_file_reader_rest(reader->by_rules);
    daicho_file_reader_rest(reader->by_literals);
}

const SubjectIdentity *subject_reader_get_identity(const SubjectReader *reader)
{
    return reader->identity;
}

SubjectDecisions *subject_reader_get_decisions(SubjectReader *reader)
{
    return reader->decisions;
}

gboolean subject_reader_scan(SubjectReader *reader, int fd, const char *share, const char *path,
                             SubjectScan *scan, GError **error)
{
    g_autoptr(GPtrArray) items = daicho_file_reader_read(reader->by_rules, fd, path, error);
    if (items == NULL) {
        return FALSE;
    }
    g_autoptr(GPtrArray) literals = subject_reader_glance(reader, fd, path, error);
    if (literals == NULL) {
        return FALSE;
    }
    if (!merge(items, literals)) {
        g_autofree char *shown = daicho_text_escape(path, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "%s: it changed while it was read; try again when nobody works on it", shown);
        return FALSE;
    }
    g_autoptr(SubjectDoubts) doubts = NULL;
    g_autoptr(GArray) places = subject_weigh(reader->identity, items, NULL);
    if (!subject_doubts_read(fd, path, items, places, reader->enforcer->reading, &doubts, error)) {
        return FALSE;
    }
    if (doubts != NULL) {
        g_array_unref(places);
        places = subject_weigh(reader->identity, items, doubts);
    }
    if (!subject_decisions_apply(reader->decisions, reader->enforcer, fd, share, path, items,
                                 places, error) ||
        !subject_headings_read(fd, path, items, places, reader->enforcer->reading, &scan->unheaded,
                               error)) {
        return FALSE;
    }
    subject_weigh_names(items, places);
    if (!subject_doubts_list_others(fd, path, items, places, reader->enforcer->reading,
                                    &scan->others, error)) {
        return FALSE;
    }
    scan->decisions = subject_decisions_ref(reader->decisions);
    scan->places = g_steal_pointer(&places);
    scan->items = g_steal_pointer(&items);
    return TRUE;
}

gboolean subject_scan_fd(DaichoEnforcer *enforcer, const DaichoSubject *subject, int fd,
                         const char *share, const char *path, SubjectScan *scan, GError **error)
{
    g_autoptr(SubjectReader) reader = subject_reader_new(enforcer, subject, error);
    return reader != NULL && subject_reader_scan(reader, fd, share, path, scan, error);
}

void subject_scan_clear(SubjectScan *scan)
{
    g_clear_pointer(&scan->items, g_ptr_array_unref);
    g_clear_pointer(&scan->places, g_array_unref);
    g_clear_pointer(&scan->decisions, subject_decisions_unref);
    g_clear_pointer(&scan->unheaded, g_hash_table_unref);
    g_clear_pointer(&scan->others, g_hash_table_unref);
}

static void append(GString *text, const char *words)
{
    g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", words);
}

char *subject_place_describe(const SubjectPlace *place, const DaichoEnforcer *enforcer)
{
    static const char *const contradictions[] = {
        [SUBJECT_TRAIT_EMAIL] = "another e-mail address",
        [SUBJECT_TRAIT_PHONE] = "another telephone number",
        [SUBJECT_TRAIT_ADDRESS] = "another address",
        [SUBJECT_TRAIT_BIRTH_DATE] = "another birth date",
    };
    g_autoptr(GString) text = g_string_new(NULL);
    if (place->decision != NULL) {
        g_autofree char *decision = subject_decision_describe(enforcer, place->decision,
                                                              place->is_changed);
        append(text, decision);
    }
    if (place->remark != NULL) {
        append(text, place->remark);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(contradictions); i++) {
        if (contradictions[i] != NULL && (place->contradicted & 1U << i) != 0) {
            append(text, contradictions[i]);
        }
    }
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}
