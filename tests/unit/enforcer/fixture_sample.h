#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_SAMPLE_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_SAMPLE_H

#include "tests/unit/enforcer/fixture_enforcer.h"

/* A file of each format out of which records are cut, with a record of 架空花子 and one of 見本太郎. */
typedef struct {
    const char *path;
    GBytes *before, *after; /* after: without her, as an undisturbed run leaves it */
    char *target;           /* JSON of a plan with the one target, made from the file by a search */
} Sample;

/* Plans and tries each once; of Sample. */
GPtrArray *fixture_samples_new(Fixture *fixture);

/* Lays the file out, and stores and approves the sample's plan for it. */
gint64 fixture_sample_plan(Fixture *fixture, const Sample *sample);

/* The bytes in the share; NULL when gone. */
GBytes *fixture_sample_read(const Fixture *fixture, const Sample *sample);

#endif
