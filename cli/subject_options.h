#ifndef DAICHO_CLI_SUBJECT_OPTIONS_H
#define DAICHO_CLI_SUBJECT_OPTIONS_H

#include "cli/cli.h"

/* The options that say who a person is, each as often as needed. */
typedef struct {
    char **emails, **phones, **names, **kanas, **addresses, **birth_dates, **ids;
} SubjectOptions;

/* The rows of a command's table of options, where member is its SubjectOptions. */
/* NOLINTBEGIN(bugprone-macro-parentheses): member.field names a member; it is no expression. */
#define SUBJECT_OPTION(type, member, name, field, help, argument)                                  \
    {                                                                                              \
        name, 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(type, member.field), help, argument    \
    }
/* NOLINTEND(bugprone-macro-parentheses) */
#define SUBJECT_OPTIONS(type, member)                                                              \
    SUBJECT_OPTION(type, member, "email", emails, "E-mail address", "ADDRESS"),                    \
        SUBJECT_OPTION(type, member, "phone", phones, "Telephone number", "NUMBER"),               \
        SUBJECT_OPTION(type, member, "name", names, "Name", "NAME"),                               \
        SUBJECT_OPTION(type, member, "kana", kanas, "Name in kana", "KANA"),                       \
        SUBJECT_OPTION(type, member, "address", addresses, "Postal address", "ADDRESS"),           \
        SUBJECT_OPTION(type, member, "birth-date", birth_dates, "Date of birth", "DATE"),          \
        SUBJECT_OPTION(type, member, "id", ids, "A value of a rule (daicho rules list)",           \
                       "RULE=VALUE")

/* NULL with DAICHO_ERROR_USAGE for "--id" without "=". Without any option it is empty. */
DaichoSubject *subject_options_to_subject(const SubjectOptions *options, GError **error);

/* The same, and it must be somebody. */
DaichoSubject *subject_options_need_subject(const SubjectOptions *options, GError **error);

#endif
