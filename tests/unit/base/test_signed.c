#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/signed.h"

static const char text[] = "{\"a\":\"見本\"}";

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    guint8 read[DAICHO_SIGNATURE_BYTES];
    memset(signature, 0xa5, sizeof signature);
    g_autofree char *file = daicho_signed_write(text, signature);
    assert_true(g_str_has_prefix(file, "{\"a\":\"見本\"}\ned25519 pa"));
    g_autofree char *again = daicho_signed_read(file, strlen(file), read, NULL);
    assert_string_equal(again, text);
    assert_memory_equal(read, signature, sizeof signature);
}

/* T1: nothing can be added, cut off or changed that is not noticed, be it only white space. */
static void every_changed_byte_is_noticed(void **state)
{
    (void)state;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    guint8 read[DAICHO_SIGNATURE_BYTES];
    memset(signature, 7, sizeof signature);
    g_autofree char *file = daicho_signed_write(text, signature);
    gsize length = strlen(file);
    for (gsize i = 0; i <= length; i++) {
        g_autoptr(GString) changed = g_string_new(file);
        if (i < length) {
            changed->str[i] ^= 1;
        } else {
            g_string_append_c(changed, '\n');
        }
        g_autoptr(GError) error = NULL;
        g_autofree char *got = daicho_signed_read(changed->str, changed->len, read, &error);
        gboolean is_same = got != NULL && strcmp(got, text) == 0 &&
                           memcmp(read, signature, sizeof read) == 0;
        assert_false(is_same);
        assert_true(got != NULL || g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    }
    for (gsize i = 0; i < length; i++) {
        g_autofree char *got = daicho_signed_read(file, i, read, NULL);
        assert_null(got);
    }
}

static void a_public_key_is_pem_or_hexadecimal(void **state)
{
    (void)state;
    guint8 key[DAICHO_PUBLIC_KEY_BYTES];
    guint8 read[DAICHO_PUBLIC_KEY_BYTES];
    for (guint8 i = 0; i < sizeof key; i++) {
        key[i] = (guint8)(i * 7);
    }
    g_autofree char *pem = daicho_public_key_write(key);
    g_autofree char *hex = daicho_hex_encode(key, sizeof key);
    g_autofree char *line = g_strconcat(hex, "\n", NULL);
    const char *const forms[] = {pem, hex, line};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        memset(read, 0, sizeof read);
        assert_true(daicho_public_key_read(forms[i], read, NULL));
        assert_memory_equal(read, key, sizeof key);
    }
}

static void what_is_no_public_key_is_refused(void **state)
{
    (void)state;
    guint8 read[DAICHO_PUBLIC_KEY_BYTES];
    static const char *const others[] = {
        "",
        "00",
        "nothing",
        /* X25519, whose numbers are as long */
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
        "-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autoptr(GError) error = NULL;
        assert_false(daicho_public_key_read(others[i], read, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(a_public_key_is_pem_or_hexadecimal),
        cmocka_unit_test(what_is_no_public_key_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
