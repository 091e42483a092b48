#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char *part;
} Options;

static const CommandOption option_table[] = {
    {"part", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, part),
     "Only this part (\"inner.zip!/list.csv\")", "LOCATOR"},
    {NULL},
};

/* Readers seek, and a pipe cannot: all of standard input goes to memory first. */
static int open_input(GError **error)
{
    enum { CHUNK_BYTES = 65536 };
    DAICHO_AUTO_FD int fd = memfd_create("standard input", MFD_CLOEXEC);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "standard input");
        return -1;
    }
    guint8 chunk[CHUNK_BYTES];
    ssize_t got = 0;
    while ((got = read(STDIN_FILENO, chunk, sizeof chunk)) != 0) {
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "standard input");
            return -1;
        }
        if (!daicho_fs_write_all(daicho_fs_system(), fd, chunk, (gsize)got, error)) {
            return -1;
        }
    }
    return daicho_fd_steal(&fd);
}

static int open_file(const char *path, GError **error)
{
    struct stat status;
    if (strcmp(path, "-") == 0) {
        return open_input(error);
    }
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &status) < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open %s", path);
        return -1;
    }
    if (!S_ISREG(status.st_mode)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is no file", path);
        return -1;
    }
    return daicho_fd_steal(&fd);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    const Config *config = session_load_config(cli, error);
    if (config == NULL || !session_check_right(cli, error)) {
        return CLI_FAILED;
    }
    DAICHO_AUTO_FD int fd = open_file(words[0], error);
    if (fd < 0) {
        return CLI_FAILED;
    }
    message_tell(cli, "This is the text itself, unmasked: handle it as you do the file.");
    g_autofree char *reason = NULL;
    DaichoItemState state = DAICHO_ITEM_UNREAD;
    if (!daicho_extract_fd(fd, words[0], options->part, &config->reading, STDOUT_FILENO, &state,
                           &reason, error)) {
        return CLI_FAILED;
    }
    if (state != DAICHO_ITEM_READ) {
        message_warn("%s is %s: %s", words[0], daicho_item_state_name(state),
                     reason != NULL ? reason : "");
        return CLI_PARTLY;
    }
    return CLI_DONE;
}

const Command command_extract = {
    .name = "extract",
    .usage = "FILE",
    .summary = "print the text that the rules see, segment by segment",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
