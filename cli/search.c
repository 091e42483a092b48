#include "cli/search.h"

#include "cli/stop.h"

void search_begin(Cli *cli, Progress *progress, const char *what)
{
    progress_begin(progress, what);
    cli->enforcer.stop = stop_watch();
    cli->enforcer.progress = progress_is_wanted(cli) ? progress_show_files : NULL;
    cli->enforcer.progress_data = progress;
}

void search_end(Cli *cli, Progress *progress)
{
    cli->enforcer.progress = NULL;
    cli->enforcer.progress_data = NULL;
    progress_end(progress);
}
