#ifndef DAICHO_SCANNER_READERS_HTML_SCRIPT_H
#define DAICHO_SCANNER_READERS_HTML_SCRIPT_H

#include "scanner/text_view.h"

/* Gives what stands in a script that begins at line: JSON as named values, unless as_text is set,
 * anything else line by line, with the escapes of its strings resolved. */
void html_script_give(TextView *view, guint64 line, const GString *script, gboolean as_text);

#endif
