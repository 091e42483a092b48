#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/key.h"

typedef struct {
    char *folder, *path;
    DaichoKey *key;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("daicho-key-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "key", NULL);
    fixture->key = daicho_key_create(fixture->path, NULL);
    *state = fixture;
    return fixture->key == NULL;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    daicho_key_free(fixture->key);
    g_unlink(fixture->path);
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return 0;
}

static void the_same_file_gives_the_same_key(void **state)
{
    const Fixture *fixture = *state;
    g_autoptr(DaichoKey) again = daicho_key_load(fixture->path, NULL);
    assert_non_null(again);
    guint8 one[DAICHO_FINGERPRINT_BYTES];
    guint8 other[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(fixture->key, "email", "hanako@example.com", one);
    daicho_key_fingerprint(again, "email", "hanako@example.com", other);
    assert_memory_equal(one, other, sizeof one);
    daicho_key_fingerprint(again, "name", "hanako@example.com", other);
    assert_memory_not_equal(one, other, sizeof one);
}

static void a_key_file_is_private(void **state)
{
    const Fixture *fixture = *state;
    struct stat status;
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    chmod(fixture->path, 0640);
    g_autoptr(GError) error = NULL;
    assert_null(daicho_key_load(fixture->path, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "chmod 600"));
}

static void a_key_is_never_overwritten(void **state)
{
    const Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_null(daicho_key_create(fixture->path, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

static void a_copy_of_a_key_is_the_key(void **state)
{
    const Fixture *fixture = *state;
    struct stat status;
    guint8 one[DAICHO_PUBLIC_KEY_BYTES];
    guint8 other[DAICHO_PUBLIC_KEY_BYTES];
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(fixture->folder, "copy", NULL);
    assert_true(daicho_key_copy(fixture->path, path, NULL));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    g_autoptr(DaichoKey) copy = daicho_key_load(path, NULL);
    daicho_key_get_public(fixture->key, one);
    daicho_key_get_public(copy, other);
    assert_memory_equal(one, other, sizeof one);
    assert_false(daicho_key_copy(fixture->path, path, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    g_unlink(path);
}

static void what_is_sealed_comes_back_only_with_the_key(void **state)
{
    const Fixture *fixture = *state;
    const char secret[] = "架空花子";
    g_autoptr(GBytes) sealed = daicho_key_seal(fixture->key, secret, sizeof secret);
    gsize length = 0;
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(sealed, &length),
                                         g_bytes_get_size(sealed));
    assert_null(g_strstr_len((const char *)bytes, (gssize)length, "花子"));
    g_autoptr(GBytes) back = daicho_key_unseal(fixture->key, bytes, length, NULL);
    assert_memory_equal(g_bytes_get_data(back, NULL), secret, sizeof secret);
    for (gsize i = 0; i < length; i++) {
        bytes[i] ^= 1;
        g_autoptr(GError) error = NULL;
        assert_null(daicho_key_unseal(fixture->key, bytes, length, &error));
        assert_non_null(error);
        bytes[i] ^= 1;
    }
    assert_null(daicho_key_unseal(fixture->key, bytes, 5, NULL));
}

static void a_signature_holds_for_its_data_alone(void **state)
{
    const Fixture *fixture = *state;
    guint8 signature[DAICHO_SIGNATURE_BYTES];
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(fixture->key, public_key);
    daicho_key_sign(fixture->key, "plan 1", 6, signature);
    assert_true(daicho_key_verify(public_key, "plan 1", 6, signature));
    assert_false(daicho_key_verify(public_key, "plan 2", 6, signature));
    signature[0] ^= 1;
    assert_false(daicho_key_verify(public_key, "plan 1", 6, signature));
}

static void a_digest_is_blake2b_256(void **state)
{
    (void)state;
    /* b2sum -l 256 of "abc" */
    guint8 digest[DAICHO_DIGEST_BYTES];
    guint8 back[DAICHO_DIGEST_BYTES];
    daicho_digest("abc", 3, digest);
    g_autofree char *text = daicho_hex_encode(digest, sizeof digest);
    assert_string_equal(text, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_true(daicho_hex_decode(text, back, sizeof back));
    assert_memory_equal(back, digest, sizeof back);
    assert_false(daicho_hex_decode("bd", back, sizeof back));
    assert_false(daicho_hex_decode("zz", back, 1));
}

static void a_digest_in_pieces_is_that_of_the_whole(void **state)
{
    (void)state;
    guint8 whole[DAICHO_DIGEST_BYTES];
    guint8 pieces[DAICHO_DIGEST_BYTES];
    daicho_digest("abc", 3, whole);
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    daicho_digester_update(digester, "a", 1);
    daicho_digester_update(digester, "bc", 2);
    daicho_digester_finish(digester, pieces);
    assert_memory_equal(whole, pieces, sizeof whole);
}

/* --- a key that follows another --- */

static void make_print(const DaichoKey *key, guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    daicho_key_fingerprint(key, "email", "hanako@example.com", print);
}

static DaichoKey *rotate(const Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    DaichoKey *key = daicho_key_rotate(daicho_fs_system(), fixture->path, &error);
    if (key == NULL) {
        fail_msg("%s", error->message);
    }
    return key;
}

static void a_fingerprint_is_carried_to_the_keys_that_follow(void **state)
{
    const Fixture *fixture = *state;
    guint8 first[DAICHO_FINGERPRINT_BYTES];
    guint8 carried[DAICHO_FINGERPRINT_BYTES];
    guint8 made[DAICHO_FINGERPRINT_BYTES];
    make_print(fixture->key, first);
    g_autoptr(DaichoKey) second = rotate(fixture);
    make_print(second, made);
    assert_memory_not_equal(first, made, sizeof first);
    memcpy(carried, first, sizeof carried);
    daicho_key_carry(second, daicho_key_get_first(second), carried);
    assert_memory_equal(carried, made, sizeof made);
    g_autoptr(DaichoKey) third = rotate(fixture);
    make_print(third, made);
    memcpy(carried, first, sizeof carried);
    daicho_key_carry(third, daicho_key_get_first(third), carried);
    assert_memory_equal(carried, made, sizeof made);
    daicho_key_carry(third, third, carried);
    assert_memory_equal(carried, made, sizeof made);
}

/* Each of them is what it was when it was the newest, to the fingerprint. */
static void the_keys_before_are_found_by_their_public_keys(void **state)
{
    const Fixture *fixture = *state;
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    guint8 one[DAICHO_FINGERPRINT_BYTES];
    guint8 other[DAICHO_FINGERPRINT_BYTES];
    g_autoptr(DaichoKey) second = rotate(fixture);
    g_autoptr(DaichoKey) third = rotate(fixture);
    daicho_key_get_public(third, public_key);
    assert_ptr_equal(daicho_key_find(third, public_key), third);
    assert_null(daicho_key_find(second, public_key));
    daicho_key_get_public(second, public_key);
    const DaichoKey *found = daicho_key_find(third, public_key);
    assert_ptr_equal(found, daicho_key_get_before(third));
    make_print(found, one);
    make_print(second, other);
    assert_memory_equal(one, other, sizeof one);
    daicho_key_get_public(fixture->key, public_key);
    found = daicho_key_find(third, public_key);
    assert_ptr_equal(found, daicho_key_get_first(third));
    assert_null(daicho_key_get_before(found));
    make_print(found, one);
    make_print(fixture->key, other);
    assert_memory_equal(one, other, sizeof one);
}

static void what_a_key_before_sealed_is_opened_and_not_the_other_way_round(void **state)
{
    const Fixture *fixture = *state;
    g_autoptr(GBytes) old = daicho_key_seal(fixture->key, "before", 6);
    g_autoptr(DaichoKey) second = rotate(fixture);
    g_autoptr(GBytes)
        back = daicho_key_unseal(second, g_bytes_get_data(old, NULL), g_bytes_get_size(old), NULL);
    assert_non_null(back);
    assert_memory_equal(g_bytes_get_data(back, NULL), "before", 6);
    g_autoptr(GBytes) new = daicho_key_seal(second, "after", 5);
    assert_null(
        daicho_key_unseal(fixture->key, g_bytes_get_data(new, NULL), g_bytes_get_size(new), NULL));
}

static void put_file(const Fixture *fixture, const char *bytes, gsize length)
{
    assert_true(g_file_set_contents_full(fixture->path, bytes, (gssize)length,
                                         G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
    assert_int_equal(chmod(fixture->path, 0600), 0);
}

/* A file of a later key alone would open the catalog and find nothing in it. */
static void a_file_of_several_keys_is_whole_or_refused(void **state)
{
    const Fixture *fixture = *state;
    g_autofree char *bytes = NULL;
    gsize length = 0;
    g_autoptr(DaichoKey) second = rotate(fixture);
    assert_true(g_file_get_contents(fixture->path, &bytes, &length, NULL));
    for (gsize cut = 0; cut < length; cut++) {
        g_autoptr(GError) error = NULL;
        put_file(fixture, bytes, cut);
        assert_null(daicho_key_load(fixture->path, &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    }
    for (gsize i = 0; i < length; i++) {
        bytes[i] ^= 1;
        put_file(fixture, bytes, length);
        assert_null(daicho_key_load(fixture->path, NULL));
        bytes[i] ^= 1;
    }
    put_file(fixture, bytes, length);
    g_autoptr(DaichoKey) again = daicho_key_load(fixture->path, NULL);
    assert_non_null(again);
}

static void a_copy_has_the_keys_before(void **state)
{
    const Fixture *fixture = *state;
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    struct stat status;
    g_autofree char *path = g_build_filename(fixture->folder, "copy", NULL);
    g_autoptr(DaichoKey) second = rotate(fixture);
    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_true(daicho_key_copy(fixture->path, path, NULL));
    g_autoptr(DaichoKey) copy = daicho_key_load(path, NULL);
    daicho_key_get_public(fixture->key, public_key);
    assert_non_null(daicho_key_find(copy, public_key));
    g_unlink(path);
}

static void a_name_that_leads_to_the_key_still_does(void **state)
{
    const Fixture *fixture = *state;
    struct stat status;
    g_autofree char *link = g_build_filename(fixture->folder, "link", NULL);
    assert_int_equal(symlink("key", link), 0);
    g_autoptr(DaichoKey) second = daicho_key_rotate(daicho_fs_system(), link, NULL);
    assert_non_null(second);
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    g_autoptr(DaichoKey) loaded = daicho_key_load(fixture->path, NULL);
    assert_non_null(daicho_key_get_before(loaded));
    g_unlink(link);
}

static void a_file_has_room_for_sixty_four_keys(void **state)
{
    const Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    for (guint i = 1; i < 64; i++) {
        g_autoptr(DaichoKey) next = rotate(fixture);
    }
    assert_null(daicho_key_rotate(daicho_fs_system(), fixture->path, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    g_autoptr(DaichoKey) loaded = daicho_key_load(fixture->path, NULL);
    assert_non_null(loaded);
}

#define WITH_KEY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_KEY(the_same_file_gives_the_same_key),
        WITH_KEY(a_key_file_is_private),
        WITH_KEY(a_key_is_never_overwritten),
        WITH_KEY(a_copy_of_a_key_is_the_key),
        WITH_KEY(what_is_sealed_comes_back_only_with_the_key),
        WITH_KEY(a_signature_holds_for_its_data_alone),
        WITH_KEY(a_fingerprint_is_carried_to_the_keys_that_follow),
        WITH_KEY(the_keys_before_are_found_by_their_public_keys),
        WITH_KEY(what_a_key_before_sealed_is_opened_and_not_the_other_way_round),
        WITH_KEY(a_file_of_several_keys_is_whole_or_refused),
        WITH_KEY(a_copy_has_the_keys_before),
        WITH_KEY(a_name_that_leads_to_the_key_still_does),
        WITH_KEY(a_file_has_room_for_sixty_four_keys),
        cmocka_unit_test(a_digest_is_blake2b_256),
        cmocka_unit_test(a_digest_in_pieces_is_that_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
