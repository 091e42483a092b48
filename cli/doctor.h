#ifndef DAICHO_CLI_DOCTOR_H
#define DAICHO_CLI_DOCTOR_H

#include "cli/cli.h"

/* What daicho doctor found out, line by line. */
typedef enum {
    DOCTOR_OK,
    DOCTOR_WARNING, /* works, but less well */
    DOCTOR_WRONG,   /* does not work, or is not safe */
} DoctorState;

typedef struct {
    DaichoTable *table;
    guint wrong, warnings;
} Doctor;

/* remedy says what to do; "" when all is well. */
void doctor_note(Doctor *doctor, const char *what, DoctorState state, const char *found,
                 const char *remedy);

void doctor_note_error(Doctor *doctor, const char *what, const GError *error);

/* Its own files: configuration, policy, rules, key, catalog, vault, shares. */
void doctor_check_files(Doctor *doctor, Cli *cli);

/* With the catalog open: whether it is whole, the clock, the vault, scans. */
void doctor_check_catalog(Doctor *doctor, Cli *cli);

/* With the catalog open, of each share: how its last scan went, and whether one is overdue. */
void doctor_check_scans(Doctor *doctor, Cli *cli);

/* Room on disks and in memory. */
void doctor_check_space(Doctor *doctor, Cli *cli);

#endif
