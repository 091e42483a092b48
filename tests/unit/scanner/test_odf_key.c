#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <gcrypt.h>
#include <string.h>

#include "base/digest.h"
#include "scanner/readers/crypto.h"
#include "scanner/readers/odf_key.h"

static OdfEncryption make(gboolean is_argon2, guint64 iterations)
{
    OdfEncryption encryption = {
        .start_hash = is_argon2 ? GCRY_MD_SHA256 : GCRY_MD_SHA1,
        .is_argon2 = is_argon2,
        .iterations = iterations,
        .memory = 64,
        .lanes = 2,
        .key_length = is_argon2 ? 32 : 16,
        .salt = {.length = 16},
    };
    memcpy(encryption.salt.bytes, "0123456789abcdef", 16);
    return encryption;
}

/* Keys as Python's hashlib and the argon2 program make them. */
static void keys_are_those_of_other_programs(void **state)
{
    (void)state;
    static const struct {
        gboolean is_argon2;
        guint64 iterations;
        const char *key;
    } cases[] = {
        {FALSE, 7, "5d3296a933f4ccdc4094735f28799802"},
        {TRUE, 2, "434b9046fd5336057b4d66ac7804de0cfe7ee23a84769e8a6d8a7465ae2a2345"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint8 key[ODF_VALUE_BYTES];
        OdfEncryption encryption = make(cases[i].is_argon2, cases[i].iterations);
        assert_true(odf_key_derive(&encryption, "sesame", key));
        g_autofree char *got = daicho_hex_encode(key, encryption.key_length);
        assert_string_equal(got, cases[i].key);
    }
}

static void what_no_document_asks_for_is_not_made(void **state)
{
    (void)state;
    guint8 key[ODF_VALUE_BYTES];
    OdfEncryption encryption = make(FALSE, 0);
    assert_false(odf_key_derive(&encryption, "sesame", key));
    encryption = make(FALSE, 7);
    encryption.salt.length = 0;
    assert_false(odf_key_derive(&encryption, "sesame", key));
    encryption = make(TRUE, 2);
    encryption.lanes = 0;
    assert_false(odf_key_derive(&encryption, "sesame", key));
}

static void steps_have_bounds(void **state)
{
    (void)state;
    OdfEncryption encryption = make(FALSE, 100000);
    assert_int_equal(odf_key_count_steps(&encryption), 100000);
    encryption.iterations = 10000001;
    assert_true(odf_key_count_steps(&encryption) == G_MAXUINT64);
    encryption = make(TRUE, 3);
    encryption.memory = 65536;
    assert_int_equal(odf_key_count_steps(&encryption), 3 * 65536);
    encryption.memory = 1 << 20;
    assert_true(odf_key_count_steps(&encryption) == G_MAXUINT64);
    encryption = make(TRUE, 1000);
    assert_true(odf_key_count_steps(&encryption) == G_MAXUINT64);
    encryption = make(TRUE, 3);
    encryption.lanes = 100000;
    assert_true(odf_key_count_steps(&encryption) == G_MAXUINT64);
}

static int init(void **state)
{
    (void)state;
    return crypto_init(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_those_of_other_programs),
        cmocka_unit_test(what_no_document_asks_for_is_not_made),
        cmocka_unit_test(steps_have_bounds),
    };
    return cmocka_run_group_tests(tests, init, NULL);
}
