#include "enforcer/requests/code.h"

#include <sodium.h>
#include <string.h>

#include "enforcer/requests/request.h"

/*
 * 23 letters and digits of which none is taken for another (no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V). 23
 * is a prime, so with the places as weights every wrong letter and every exchange of two is
 * noticed.
 */
static const char alphabet[] = "34679ACDEFGHJKMNPQRTWXY";

enum { BASE = sizeof alphabet - 1 };

/* The sum of the letters, each times its place from 1. G_MAXUINT for a letter that is none. */
static guint weigh(const char *code, gsize length)
{
    guint sum = 0;
    for (gsize i = 0; i < length; i++) {
        const char *letter = strchr(alphabet, g_ascii_toupper(code[i]));
        if (code[i] == '\0' || letter == NULL) {
            return G_MAXUINT;
        }
        sum += (guint)(i + 1) * (guint)(letter - alphabet);
    }
    return sum;
}

gboolean daicho_request_check_code(const char *code)
{
    guint sum = strlen(code) == REQUEST_CODE_LENGTH ? weigh(code, REQUEST_CODE_LENGTH) : G_MAXUINT;
    return sum != G_MAXUINT && sum % BASE == 0;
}

char *request_code_new(void)
{
    char code[REQUEST_CODE_LENGTH + 1] = "";
    for (gsize i = 0; i < REQUEST_CODE_LENGTH - 1; i++) {
        code[i] = alphabet[randombytes_uniform(BASE)];
    }
    for (gsize i = 0; i < BASE; i++) {
        code[REQUEST_CODE_LENGTH - 1] = alphabet[i];
        if (daicho_request_check_code(code)) {
            break;
        }
    }
    return g_strdup(code);
}
