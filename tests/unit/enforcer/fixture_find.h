#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_FIND_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_FIND_H

#include "enforcer/context.h"

/* A share "t" in a temporary folder with all that an enforcer needs. */
typedef struct {
    char *folder, *root;
    DaichoKey *key;
    DaichoCatalog *catalog;
    DaichoRules *rules;
    DaichoPolicy *policy;
    DaichoReading reading;
    DaichoEnforcer enforcer; /* acting as "handler" at 1000 */
} FixtureFind;

int fixture_find_set_up(void **state);
int fixture_find_tear_down(void **state);

/* Writes a file into the share, with its folders; in another charset. */
void fixture_find_put(const FixtureFind *find, const char *path, const char *bytes, gssize length);
void fixture_find_put_as(const FixtureFind *find, const char *path, const char *charset,
                         const char *text);
int fixture_find_open(const FixtureFind *find, const char *path);
void fixture_find_scan(FixtureFind *find);

/* Runs a command in the share's folder. */
void fixture_find_run(const FixtureFind *find, const char *command);

/* A subject of "kind=value" words, the last one NULL. */
DaichoSubject *fixture_find_subject(const char *first, ...) G_GNUC_NULL_TERMINATED;

/* 架空花子 with e-mail, telephone and name. */
DaichoSubject *fixture_find_hanako(void);

#endif
