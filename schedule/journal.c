#include "schedule/journal.h"

#include <string.h>

/* The numbers are ours for ever: who looks for a kind of message in a journal looks for one of them. */
static const struct {
    const char *result, *id, *priority;
} kinds[] = {
    {"done", "5ff304b7fec9451db1481b53725d37a7", "6"},
    {"partial", "28eccf49b0284ea9a63897d2df321983", "4"},
    {"interrupted", "d93a4615c684460c9e08efe32bd122f3", "5"},
    {"failed", "be00037272fb4a12885d4b7b442008c7", "3"},
};

static void field_free(gpointer data)
{
    DaichoJournalField *field = data;
    g_free(field->name);
    g_free(field->value);
    g_free(field);
}

static void add(GPtrArray *fields, const char *name, char *value)
{
    DaichoJournalField *field = g_new0(DaichoJournalField, 1);
    field->name = g_strdup(name);
    field->value = value;
    g_ptr_array_add(fields, field);
}

GPtrArray *daicho_journal_fields(const DaichoRunFacts *facts)
{
    GPtrArray *fields = g_ptr_array_new_with_free_func(field_free);
    add(fields, "MESSAGE", daicho_run_facts_describe(facts));
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].result, facts->result) == 0) {
            add(fields, "MESSAGE_ID", g_strdup(kinds[i].id));
            add(fields, "PRIORITY", g_strdup(kinds[i].priority));
        }
    }
    add(fields, "SYSLOG_IDENTIFIER", g_strdup("daicho"));
    add(fields, "DAICHO_SHARE", g_strdup(facts->share));
    add(fields, "DAICHO_RESULT", g_strdup(facts->result));
    add(fields, "DAICHO_REASON", g_strdup(facts->reason));
    add(fields, "DAICHO_FILES", g_strdup_printf("%" G_GINT64_FORMAT, facts->files));
    add(fields, "DAICHO_UNREAD", g_strdup_printf("%" G_GINT64_FORMAT, facts->unread));
    return fields;
}

gboolean daicho_journal_send(const DaichoRunFacts *facts)
{
    g_autoptr(GPtrArray) fields = daicho_journal_fields(facts);
    g_autofree GLogField *log = g_new0(GLogField, fields->len);
    for (guint i = 0; i < fields->len; i++) {
        const DaichoJournalField *field = g_ptr_array_index(fields, i);
        log[i] = (GLogField){field->name, field->value, (gssize)strlen(field->value)};
    }
    return g_log_writer_journald(G_LOG_LEVEL_MESSAGE, log, fields->len, NULL) ==
           G_LOG_WRITER_HANDLED;
}
