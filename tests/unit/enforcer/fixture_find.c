#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_find.h"
#include "scanner/scanner.h"

int fixture_find_set_up(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    FixtureFind *find = g_new0(FixtureFind, 1);
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    find->folder = g_dir_make_tmp("daicho-find-XXXXXX", NULL);
    find->root = g_build_filename(find->folder, "share", NULL);
    g_autofree char *key = g_build_filename(find->folder, "key", NULL);
    g_autofree char *catalog = g_build_filename(find->folder, "catalog.db", NULL);
    g_mkdir_with_parents(find->root, 0700);
    find->key = daicho_key_create(key, NULL);
    find->catalog = daicho_catalog_open(catalog, DAICHO_CATALOG_CREATE, find->key, NULL);
    find->rules = daicho_rules_load(paths, NULL, NULL);
    find->policy = daicho_policy_load_default(NULL);
    find->reading = daicho_reading_default;
    find->enforcer = (DaichoEnforcer){
        .catalog = find->catalog,
        .rules = find->rules,
        .policy = find->policy,
        .fs = daicho_fs_system(),
        .reading = &find->reading,
        .vault_dir = find->folder,
        .actor = {.user = "handler", .now_s = 1000},
    };
    *state = find;
    return find->catalog == NULL || find->rules == NULL || find->policy == NULL;
}

int fixture_find_tear_down(void **state)
{
    FixtureFind *find = *state;
    daicho_catalog_close(find->catalog);
    daicho_rules_free(find->rules);
    daicho_policy_free(find->policy);
    daicho_key_free(find->key);
    g_autofree char *command = g_strdup_printf("rm -r %s", find->folder);
    int status = system(command);
    g_free(find->folder);
    g_free(find->root);
    g_free(find);
    return status;
}

void fixture_find_put(const FixtureFind *find, const char *path, const char *bytes, gssize length)
{
    g_autofree char *whole = g_build_filename(find->root, path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(whole, bytes, length, NULL));
}

void fixture_find_put_as(const FixtureFind *find, const char *path, const char *charset,
                         const char *text)
{
    gsize length = 0;
    g_autofree char *bytes = g_convert(text, -1, charset, "UTF-8", NULL, &length, NULL);
    assert_non_null(bytes);
    fixture_find_put(find, path, bytes, (gssize)length);
}

int fixture_find_open(const FixtureFind *find, const char *path)
{
    g_autofree char *whole = g_build_filename(find->root, path, NULL);
    int fd = open(whole, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

void fixture_find_scan(FixtureFind *find)
{
    g_autoptr(GError) error = NULL;
    DaichoScanResult result = {0};
    const DaichoScanOptions options = {
        .share = "t", .root = find->root, .jobs = 1, .reading = find->reading};
    if (!daicho_scan_share(find->catalog, find->rules, &options, 1000, &result, &error)) {
        fail_msg("%s", error->message);
    }
    assert_true(daicho_catalog_assign_purposes(find->catalog, find->policy, NULL));
}

void fixture_find_run(const FixtureFind *find, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd %s && %s", find->folder, command);
    assert_int_equal(system(whole), 0);
}

DaichoSubject *fixture_find_subject(const char *first, ...)
{
    DaichoSubject *subject = daicho_subject_new();
    va_list words;
    va_start(words, first);
    for (const char *word = first; word != NULL; word = va_arg(words, const char *)) {
        const char *equals = strchr(word, '=');
        g_autofree char *kind = g_strndup(word, (gsize)(equals - word));
        daicho_subject_add(subject, kind, equals + 1);
    }
    va_end(words);
    return subject;
}

DaichoSubject *fixture_find_hanako(void)
{
    return fixture_find_subject("email=hanako.kaku@example.com", "phone=03-0000-1234",
                                "name=架空 花子", NULL);
}
