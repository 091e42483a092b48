#ifndef DAICHO_CLI_SEARCH_H
#define DAICHO_CLI_SEARCH_H

#include "cli/progress.h"

/* While files are read for a person: a line on the terminal says how far it is, and Ctrl-C ends it
 * after the file that is being read. what is borrowed until search_end. */
void search_begin(Cli *cli, Progress *progress, const char *what);
void search_end(Cli *cli, Progress *progress);

#endif
