#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/private.h"

/* Aborts in a process of its own, in a folder of its own, where dumps are allowed; whether one was
 * made. */
static gboolean dumps(gboolean is_private)
{
    int status = 0;
    g_autofree char *folder = g_dir_make_tmp("daicho-core-XXXXXX", NULL);
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit;
        getrlimit(RLIMIT_CORE, &limit);
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_CORE, &limit);
        signal(SIGABRT, SIG_DFL);
        if (chdir(folder) != 0 || (is_private && !daicho_private_begin(NULL))) {
            _exit(1);
        }
        abort();
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    g_autofree char *command = g_strdup_printf("rm -r %s", folder);
    assert_int_equal(system(command), 0);
    return WCOREDUMP(status);
}

/* R3 */
static void no_core_is_dumped(void **state)
{
    (void)state;
    assert_false(dumps(TRUE));
    if (!dumps(FALSE)) {
        print_message("this machine dumps no cores at all\n");
        skip(); /* what is not dumped anyway shows nothing */
    }
}

/* R3: of a worker neither. */
static void what_is_forked_dumps_none_either(void **state)
{
    (void)state;
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {1, 1};
        gboolean is_private = daicho_private_begin(NULL);
        pid_t child = fork();
        if (child == 0) {
            getrlimit(RLIMIT_CORE, &limit);
            _exit(limit.rlim_cur == 0 && limit.rlim_max == 0 ? prctl(PR_GET_DUMPABLE) : 2);
        }
        waitpid(child, &status, 0);
        _exit(is_private && WIFEXITED(status) ? WEXITSTATUS(status) : 3);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
#ifdef __SANITIZE_ADDRESS__
    assert_int_equal(WEXITSTATUS(status), 1);
#else
    assert_int_equal(WEXITSTATUS(status), 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_core_is_dumped),
        cmocka_unit_test(what_is_forked_dumps_none_either),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
