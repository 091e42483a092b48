#include "enforcer/packages/package.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"
#include "enforcer/packages/paper.h"
#include "enforcer/packages/provided.h"
#include "enforcer/packages/record.h"
#include "enforcer/plans/choice.h"
#include "enforcer/requests/kind.h"
#include "enforcer/requests/step.h"
#include "enforcer/subjects/candidates.h"
#include "enforcer/subjects/links.h"
#include "enforcer/vault/person.h"

enum { PASSPHRASE_LETTERS = 24, GROUP_LETTERS = 4 };

void daicho_package_free(DaichoPackage *package)
{
    if (package != NULL) {
        g_ptr_array_unref(package->records);
        g_clear_pointer(&package->provisions, g_ptr_array_unref);
        g_ptr_array_unref(package->possible);
        g_ptr_array_unref(package->excluded);
        g_clear_pointer(&package->decisions, subject_decisions_unref);
        g_array_unref(package->ended);
        g_ptr_array_unref(package->unread);
        daicho_paper_free(package->paper);
        g_free(package->csv);
        g_free(package->json);
        g_free(package);
    }
}

/* --- may it be made --- */

static gboolean check_kind(const DaichoRequest *request, GError **error)
{
    if (request_kind_is(request->kind, REQUEST_KIND_HAS_PACKAGE)) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT
                " is of kind %s: a package is for disclosure and provision-disclosure",
                request->number, request->kind);
    return FALSE;
}

static gboolean check_request(const DaichoRequest *request, GError **error)
{
    static const char *const states[] = {"decided", "executed", "responded", "closed", NULL};
    if (!check_kind(request, error)) {
        return FALSE;
    }
    if (strcmp(request->decision, "accept") != 0 && strcmp(request->decision, "partly") != 0) {
        return request_step_refuse(request,
                                   *request->decision != '\0'
                                       ? "it was refused, so nothing is disclosed"
                                       : "nothing is disclosed before it is decided and accepted",
                                   error);
    }
    if (!g_strv_contains(states, request->state)) {
        return request_step_refuse(request, "it ended, so nothing is disclosed", error);
    }
    return request->subject != NULL ||
           request_step_refuse(request, "what it knew of the person was destroyed", error);
}

/* --- gathering --- */

typedef struct {
    DaichoEnforcer *enforcer;
    const SubjectIdentity *identity;
    SubjectReader *reader;
    PlanInclude *include;
    SubjectLinks *links; /* NULL when nobody asks for proposals */
    DaichoPackage *package;
} Gathering;

static void note_unread(Gathering *gathering, const SubjectCandidate *candidate, const char *why)
{
    g_autofree char *place = plan_place(candidate->share, candidate->path, "", 0);
    g_ptr_array_add(gathering->package->unread, g_strconcat(place, ": ", why, NULL));
}

static gboolean gather_open(Gathering *gathering, const SubjectCandidate *candidate, int fd,
                            GError **error)
{
    g_autofree char *unread = NULL;
    g_auto(SubjectScan) scan = {0};
    if (!subject_candidate_search(gathering->enforcer, gathering->reader, candidate, fd, &scan,
                                  &unread, error)) {
        return FALSE;
    }
    if (unread != NULL) {
        note_unread(gathering, candidate, unread);
    }
    if (scan.places == NULL || scan.places->len == 0) {
        return TRUE;
    }
    g_auto(PlanFile) file = {0};
    g_autoptr(GError) failed = NULL;
    plan_file_init(&file, gathering->identity, &scan, gathering->include);
    gboolean is_linked = gathering->links == NULL ||
                         subject_links_note(gathering->links, &scan, fd, candidate->path, &failed);
    if (!is_linked || !package_record_add(gathering->package, gathering->enforcer,
                                          gathering->identity, &file, fd, &failed)) {
        if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_FILE)) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return FALSE;
        }
        note_unread(gathering, candidate, failed->message);
    }
    return TRUE;
}

static gboolean gather_candidate(Gathering *gathering, const SubjectCandidate *candidate,
                                 GError **error)
{
    g_autofree char *root = NULL;
    g_autoptr(GError) failed = NULL;
    DAICHO_AUTO_FD int fd = subject_candidate_open(gathering->enforcer, candidate, &root, &failed);
    if (fd < 0) {
        note_unread(gathering, candidate, failed->message);
        return TRUE;
    }
    return gather_open(gathering, candidate, fd, error);
}

static gboolean go_on(const DaichoEnforcer *enforcer, guint done, guint all, GError **error)
{
    if (enforcer->stop != NULL && *enforcer->stop != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "stopped after %u of %u files: no package was made", done, all);
        return FALSE;
    }
    if (enforcer->progress != NULL) {
        enforcer->progress(done, all, enforcer->progress_data);
    }
    return TRUE;
}

static gboolean gather(Gathering *gathering, const DaichoSubject *subject, GError **error)
{
    DaichoEnforcer *enforcer = gathering->enforcer;
    g_autoptr(GPtrArray) candidates = subject_candidates_new(enforcer, subject, error);
    if (candidates == NULL ||
        !daicho_catalog_count_unread(enforcer->catalog, &gathering->package->unread_items, error)) {
        return FALSE;
    }
    DaichoVaulted vaulted;
    if (!daicho_vault_count_person(enforcer, subject, &vaulted, error)) {
        return FALSE;
    }
    if (vaulted.stored + vaulted.held > 0) {
        g_ptr_array_add(gathering->package->unread,
                        g_strdup_printf("the vault: %u entries of the person (daicho vault list); "
                                        "restore them and make the package again",
                                        vaulted.stored + vaulted.held));
    }
    for (guint i = 0; i < candidates->len; i++) {
        if (!go_on(enforcer, i, candidates->len, error) ||
            !gather_candidate(gathering, g_ptr_array_index(candidates, i), error)) {
            return FALSE;
        }
    }
    return plan_include_check(gathering->include, error) &&
           subject_decisions_check(gathering->package->decisions, error);
}

static DaichoPackage *package_alloc(gint64 number)
{
    DaichoPackage *package = g_new0(DaichoPackage, 1);
    package->request = number;
    package->records = g_ptr_array_new_with_free_func((GDestroyNotify)package_record_free);
    package->possible = g_ptr_array_new_with_free_func(g_free);
    package->excluded = g_ptr_array_new_with_free_func(g_free);
    package->unread = g_ptr_array_new_with_free_func(g_free);
    package->ended = g_array_new(FALSE, FALSE, sizeof(gint64));
    return package;
}

static gboolean fill(DaichoPackage *package, DaichoEnforcer *enforcer, const DaichoRequest *request,
                     const DaichoPlanChoice *choice, PlanInclude *include, GError **error)
{
    g_autoptr(SubjectIdentity) identity = subject_identity_new(enforcer, request->subject, error);
    g_autoptr(SubjectReader)
        reader = identity != NULL ? subject_reader_new(enforcer, request->subject, error) : NULL;
    if (reader == NULL) {
        return FALSE;
    }
    g_autoptr(SubjectLinks)
        links = choice->proposals != NULL
                    ? subject_links_new(enforcer, identity, request->subject, choice->proposals)
                    : NULL;
    package->decisions = subject_decisions_ref(subject_reader_get_decisions(reader));
    subject_decisions_exclude(package->decisions, choice->exclude, choice->reason);
    Gathering gathering = {enforcer, identity, reader, include, links, package};
    if (!gather(&gathering, request->subject, error)) {
        return FALSE;
    }
    const GArray *ended = plan_include_get_ended(include);
    if (ended->len > 0) {
        g_array_append_vals(package->ended, ended->data, ended->len);
    }
    package->paper = package_to_paper(package, enforcer, request);
    package->csv = package_to_csv(package, enforcer);
    package->json = package_to_json(package, enforcer, request);
    return TRUE;
}

static gboolean fill_provided(DaichoPackage *package, DaichoEnforcer *enforcer,
                              const DaichoRequest *request, const DaichoPlanChoice *choice,
                              PlanInclude *include, GError **error)
{
    if (choice->exclude != NULL && *choice->exclude != NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--exclude is for records: a record of provision that is possible stays out "
                    "unless it is included");
        return FALSE;
    }
    package->provisions = g_ptr_array_new_with_free_func((GDestroyNotify)package_provision_free);
    if (!package_provided_gather(package, enforcer, request->subject, include, error)) {
        return FALSE;
    }
    package->paper = package_provided_to_paper(package, enforcer, request);
    package->csv = package_provided_to_csv(package);
    package->json = package_provided_to_json(package, enforcer, request);
    return TRUE;
}

DaichoPackage *daicho_package_new(DaichoEnforcer *enforcer, gint64 number,
                                  const DaichoPlanChoice *choice, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_request_load(enforcer, number, error);
    if (request == NULL || !check_request(request, error) ||
        !daicho_subject_check(request->subject, enforcer->rules, error) ||
        !plan_choice_check(enforcer, choice, request->subject, error)) {
        return NULL;
    }
    g_autoptr(PlanInclude) included = plan_include_new(choice->include);
    g_autoptr(DaichoPackage) package = package_alloc(number);
    gboolean is_of_provisions = strcmp(request->kind, "provision-disclosure") == 0;
    gboolean filled = is_of_provisions
                          ? fill_provided(package, enforcer, request, choice, included, error)
                          : fill(package, enforcer, request, choice, included, error);
    return filled ? g_steal_pointer(&package) : NULL;
}

/* --- handing over --- */

char *daicho_package_new_passphrase(void)
{
    static const char alphabet[] = "34679ACDEFGHJKMNPQRTWXY";
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < PASSPHRASE_LETTERS; i++) {
        g_string_append(text, i > 0 && i % GROUP_LETTERS == 0 ? "-" : "");
        g_string_append_c(text, alphabet[randombytes_uniform(sizeof alphabet - 1)]);
    }
    return g_string_free(text, FALSE);
}

static gboolean store_decisions(DaichoEnforcer *enforcer, const DaichoPackage *package,
                                GError **error)
{
    gboolean done = package->decisions == NULL ||
                    subject_decisions_store(package->decisions, enforcer, error);
    for (guint i = 0; done && i < package->ended->len; i++) {
        done = subject_decisions_end(enforcer, g_array_index(package->ended, gint64, i), error);
    }
    return done;
}

static gboolean finish(DaichoEnforcer *enforcer, const DaichoPackage *package, const char *detail,
                       GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest) request = daicho_request_load(enforcer, package->request, error);
    if (request == NULL || !check_request(request, error)) {
        return FALSE;
    }
    if (strcmp(request->state, "decided") != 0) {
        return request_step_append_audit(enforcer, "request-package", package->request, detail,
                                         error);
    }
    g_autoptr(DaichoRequest) stepping = request_step_begin(enforcer, package->request,
                                                           REQUEST_EXECUTE, &transaction, error);
    return stepping != NULL &&
           request_step_end(enforcer, stepping, REQUEST_EXECUTE, NULL, detail, transaction, error);
}

gboolean daicho_package_finish(DaichoEnforcer *enforcer, const DaichoPackage *package,
                               const char *format, GError **error)
{
    g_autofree char *detail = package->provisions != NULL
                                  ? g_strdup_printf("a package (%s) of %u records of provision",
                                                    format, package->provisions->len)
                                  : g_strdup_printf("a package (%s) of %u records of %u files, "
                                                    "%u files not read",
                                                    format, package->records->len, package->files,
                                                    package->unread->len);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL && store_decisions(enforcer, package, error) &&
           finish(enforcer, package, detail, error) &&
           daicho_transaction_commit(transaction, error);
}
