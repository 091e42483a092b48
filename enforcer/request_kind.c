#include "enforcer/request_kind.h"

#include <string.h>

#include "enforcer/request.h"

static const RequestKind kinds[] = {
    {"purpose-notice", "Notice of the purpose of use", "利用目的の通知", FALSE, FALSE, FALSE},
    {"disclosure", "Disclosure", "開示", FALSE, TRUE, FALSE},
    {"provision-disclosure", "Disclosure of records of provision to third parties",
     "第三者提供記録の開示", FALSE, FALSE, FALSE},
    {"correction", "Correction", "訂正", FALSE, FALSE, FALSE},
    {"addition", "Addition", "追加", FALSE, FALSE, FALSE},
    {"deletion", "Deletion of details that are not factual", "削除", TRUE, FALSE, FALSE},
    {"suspension-of-use", "Suspension of use", "利用の停止", TRUE, FALSE, FALSE},
    {"erasure", "Erasure", "消去", TRUE, FALSE, FALSE},
    {"suspension-of-provision", "Suspension of provision to third parties", "第三者提供の停止",
     TRUE, FALSE, FALSE},
    {"complaint", "Complaint", "苦情の申出", FALSE, FALSE, TRUE},
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
