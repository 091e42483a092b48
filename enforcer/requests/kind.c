#include "enforcer/requests/kind.h"

#include <string.h>

#include "enforcer/requests/request.h"

static const RequestKind kinds[] = {
    {"purpose-notice", "Notice of the purpose of use", "利用目的の通知", 0},
    {"disclosure", "Disclosure", "開示", REQUEST_KIND_HAS_PACKAGE},
    {"provision-disclosure", "Disclosure of records of provision to third parties",
     "第三者提供記録の開示", REQUEST_KIND_HAS_PACKAGE},
    {"correction", "Correction", "訂正", REQUEST_KIND_HAS_PLAN | REQUEST_KIND_HAS_DETAILS},
    {"addition", "Addition", "追加", REQUEST_KIND_HAS_PLAN | REQUEST_KIND_HAS_DETAILS},
    {"deletion", "Deletion of details that are not factual", "削除",
     REQUEST_KIND_HAS_PLAN | REQUEST_KIND_HAS_DETAILS},
    {"suspension-of-use", "Suspension of use", "利用の停止", REQUEST_KIND_HAS_PLAN},
    {"erasure", "Erasure", "消去", REQUEST_KIND_HAS_PLAN},
    {"suspension-of-provision", "Suspension of provision to third parties", "第三者提供の停止",
     REQUEST_KIND_HAS_PLAN},
    {"complaint", "Complaint", "苦情の申出", REQUEST_KIND_IS_SHORT},
};

const char *const daicho_request_kinds[] = {
    "purpose-notice",    "disclosure", "provision-disclosure",
    "correction",        "addition",   "deletion",
    "suspension-of-use", "erasure",    "suspension-of-provision",
    "complaint",         NULL};

const char *const daicho_request_methods[] = {"callback", "email-reply", "attributes",
                                              "agent-in-person", NULL};

const RequestKind *request_kind_find(const char *kind)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

gboolean request_kind_is(const char *kind, RequestKindFlags flags)
{
    const RequestKind *found = request_kind_find(kind);
    return found != NULL && (found->flags & flags) != 0;
}
