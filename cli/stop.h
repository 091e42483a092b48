#ifndef DAICHO_CLI_STOP_H
#define DAICHO_CLI_STOP_H

/* From now on SIGINT and SIGTERM set the flag that is returned, so that what runs can end well. The
 * second one ends the program at once. */
const volatile int *stop_watch(void);

#endif
