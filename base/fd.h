#ifndef DAICHO_BASE_FD_H
#define DAICHO_BASE_FD_H

#include <glib.h>

/* A descriptor that closes itself: DAICHO_AUTO_FD int fd = -1; */
void daicho_fd_clear(int *fd);
#define DAICHO_AUTO_FD __attribute__((cleanup(daicho_fd_clear)))

/* Hands the descriptor over and leaves -1. */
int daicho_fd_steal(int *fd);

/* When root runs this, the file of fd gets the owner and group of like_fd's: what root leaves beside the
 * files of an account would lock that out. Otherwise nothing is done. DAICHO_ERROR_RUN. */
gboolean daicho_fd_give(int fd, int like_fd, GError **error);

#endif
