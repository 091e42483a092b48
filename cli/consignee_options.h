#ifndef DAICHO_CLI_CONSIGNEE_OPTIONS_H
#define DAICHO_CLI_CONSIGNEE_OPTIONS_H

#include "cli/cli.h"

/* The options that say what a consignee is; each may be missing. */
typedef struct {
    char *name, *task, *agreement, *confidentiality, *reconsignment, *next_review, *contact;
    char **categories, **folders;
} ConsigneeOptions;

extern const CommandOption consignee_option_table[];

/* Puts what was given into consignee. FALSE with DAICHO_ERROR_USAGE for a word that is none. */
gboolean consignee_options_fill(const ConsigneeOptions *options, DaichoConsignee *consignee,
                                GError **error);

#endif
