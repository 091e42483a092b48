#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "tests/unit/scanner/fixture_corpus.h"

char *fixture_corpus_need(const char *name)
{
    const char *corpus = g_getenv("DAICHO_CORPUS");
    g_autofree char *path = g_build_filename(
        corpus != NULL ? corpus : DAICHO_SOURCE_DIR "/../shared/corpus", name, NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        print_message("no %s on this machine\n", path);
        g_clear_pointer(&path, g_free); /* skip() jumps past what would free it */
        skip();                         /* the project has no files of others of its own */
    }
    return g_steal_pointer(&path);
}
