#include "cli/rights.h"

#include <string.h>

/* Every command and word; tests/cli/user.bats looks whether one is missing. */
static const struct {
    const char *command;
    DaichoRight right;
} table[] = {
    {"init", DAICHO_RIGHT_NONE},
    {"scan", DAICHO_RIGHT_SCAN},
    {"findings", DAICHO_RIGHT_READ},
    {"findings dismiss", DAICHO_RIGHT_DISMISS},
    {"findings undismiss", DAICHO_RIGHT_DISMISS},
    {"findings dismissals", DAICHO_RIGHT_READ},
    {"findings baseline", DAICHO_RIGHT_READ},
    {"items", DAICHO_RIGHT_READ},
    {"register", DAICHO_RIGHT_READ},
    {"report html", DAICHO_RIGHT_READ},
    {"report exposure", DAICHO_RIGHT_READ},
    {"report retention", DAICHO_RIGHT_READ},
    {"report requests", DAICHO_RIGHT_READ},
    {"report unread", DAICHO_RIGHT_READ},
    {"rules list", DAICHO_RIGHT_READ},
    {"rules show", DAICHO_RIGHT_READ},
    {"rules test", DAICHO_RIGHT_READ},
    {"rules check", DAICHO_RIGHT_READ},
    {"rules explain", DAICHO_RIGHT_READ},
    {"rules dictionary", DAICHO_RIGHT_SCAN},
    {"rules subjects", DAICHO_RIGHT_SCAN},
    {"purposes list", DAICHO_RIGHT_READ},
    {"purposes check", DAICHO_RIGHT_READ},
    {"subject find", DAICHO_RIGHT_HANDLE},
    {"subject decisions", DAICHO_RIGHT_HANDLE},
    {"subject undecide", DAICHO_RIGHT_HANDLE},
    {"request new", DAICHO_RIGHT_HANDLE},
    {"request add", DAICHO_RIGHT_HANDLE},
    {"request verify", DAICHO_RIGHT_HANDLE},
    {"request form", DAICHO_RIGHT_HANDLE},
    {"request returned", DAICHO_RIGHT_HANDLE},
    {"request decide", DAICHO_RIGHT_HANDLE},
    {"request package", DAICHO_RIGHT_HANDLE},
    {"request plan", DAICHO_RIGHT_HANDLE},
    {"request extend", DAICHO_RIGHT_HANDLE},
    {"request respond", DAICHO_RIGHT_HANDLE},
    {"request letter", DAICHO_RIGHT_HANDLE},
    {"request notice", DAICHO_RIGHT_HANDLE},
    {"request close", DAICHO_RIGHT_HANDLE},
    {"request withdraw", DAICHO_RIGHT_HANDLE},
    {"request list", DAICHO_RIGHT_READ},
    {"request show", DAICHO_RIGHT_READ},
    {"plan list", DAICHO_RIGHT_READ},
    {"plan show", DAICHO_RIGHT_READ},
    {"plan approve", DAICHO_RIGHT_APPROVE},
    {"plan apply", DAICHO_RIGHT_HANDLE},
    {"plan record", DAICHO_RIGHT_HANDLE},
    {"retention plan", DAICHO_RIGHT_HANDLE},
    {"retention review", DAICHO_RIGHT_DISPOSE},
    {"consignee add", DAICHO_RIGHT_CONFIGURE},
    {"consignee change", DAICHO_RIGHT_CONFIGURE},
    {"consignee review", DAICHO_RIGHT_CONFIGURE},
    {"consignee end", DAICHO_RIGHT_CONFIGURE},
    {"consignee list", DAICHO_RIGHT_READ},
    {"consignee show", DAICHO_RIGHT_READ},
    {"provision record", DAICHO_RIGHT_PROVIDE},
    {"provision check", DAICHO_RIGHT_PROVIDE},
    {"provision resume", DAICHO_RIGHT_PROVIDE},
    {"provision list", DAICHO_RIGHT_READ},
    {"hold add", DAICHO_RIGHT_HOLD},
    {"hold release", DAICHO_RIGHT_HOLD},
    {"hold list", DAICHO_RIGHT_READ},
    {"vault list", DAICHO_RIGHT_READ},
    {"vault restore", DAICHO_RIGHT_DISPOSE},
    {"vault purge", DAICHO_RIGHT_APPROVE},
    {"audit show", DAICHO_RIGHT_READ},
    {"audit head", DAICHO_RIGHT_READ},
    {"audit verify", DAICHO_RIGHT_READ},
    {"audit export", DAICHO_RIGHT_READ},
    {"tombstones check", DAICHO_RIGHT_READ},
    {"certificate show", DAICHO_RIGHT_READ},
    {"certificate export", DAICHO_RIGHT_READ},
    {"certificate key", DAICHO_RIGHT_READ},
    {"certificate verify", DAICHO_RIGHT_READ},
    {"extract", DAICHO_RIGHT_UNMASK},
    {"user add", DAICHO_RIGHT_USERS},
    {"user disable", DAICHO_RIGHT_USERS},
    {"user list", DAICHO_RIGHT_READ},
    {"config check", DAICHO_RIGHT_NONE},
    {"config options", DAICHO_RIGHT_NONE},
    {"config schema", DAICHO_RIGHT_NONE},
    {"doctor", DAICHO_RIGHT_NONE},
    {"completion", DAICHO_RIGHT_NONE},
    {"help", DAICHO_RIGHT_NONE},
};

DaichoRight rights_find(const char *command)
{
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        if (strcmp(table[i].command, command) == 0) {
            return table[i].right;
        }
    }
    return DAICHO_RIGHT_HANDLE;
}
