#ifndef DAICHO_PAPER_PAPER_FONT_H
#define DAICHO_PAPER_PAPER_FONT_H

#include <fontconfig/fontconfig.h>
#include <glib.h>

/* The fonts of this machine (FcConfigDestroy), or NULL. They are loaded for papers alone: whoever reads
 * foreign files in this process may have taken all fonts from fontconfig's own configuration. */
FcConfig *paper_font_load(void);

/* The family to write in (g_free), or NULL with an error; config may be NULL. */
char *paper_font_find(FcConfig *config, GError **error);

#endif
