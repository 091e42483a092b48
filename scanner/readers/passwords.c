#include "scanner/readers/passwords.h"

/* Half a minute's work: Office has 100,000 for each password, the most that it may have is 10,000,000. */
static const guint64 max_steps = 60ULL * 1000 * 1000;

const char *const passwords_of_office[] = {"VelvetSweatshop", NULL};
const char *const passwords_of_powerpoint[] = {"/01Hannes Ruescher/01", "VelvetSweatshop", NULL};

gboolean passwords_may_take(Item *item, guint64 steps)
{
    Extraction *extraction = item->extraction;
    if (steps > max_steps || extraction->password_steps > max_steps - steps) {
        return FALSE;
    }
    extraction->password_steps += steps;
    return TRUE;
}

typedef enum { NOTHING_FITS, ONE_FITS, TOO_COSTLY } Outcome;

static Outcome try_list(Item *item, const PasswordTrial *trial, const char *const *passwords)
{
    for (; passwords != NULL && *passwords != NULL; passwords++) {
        if (!passwords_may_take(item, trial->steps)) {
            return TOO_COSTLY;
        }
        if (trial->fits(trial->data, *passwords)) {
            return ONE_FITS;
        }
    }
    return NOTHING_FITS;
}

gboolean passwords_try(Item *item, const PasswordTrial *trial)
{
    Outcome outcome = try_list(item, trial, trial->known);
    if (outcome == NOTHING_FITS) {
        outcome = try_list(item, trial, item->extraction->options->passwords);
    }
    if (outcome == TOO_COSTLY) {
        item_set_unread(item, "encrypted; limit: trying passwords takes too long");
    } else if (outcome == NOTHING_FITS) {
        item_set_unread(item, "encrypted");
    }
    return outcome == ONE_FITS;
}

GBytes *passwords_as_utf16(const char *password)
{
    glong n = 0;
    g_autofree gunichar2 *units = g_utf8_to_utf16(password, -1, NULL, &n, NULL);
    for (glong i = 0; i < n; i++) {
        units[i] = GUINT16_TO_LE(units[i]);
    }
    return g_bytes_new(units, (gsize)n * sizeof *units);
}
