#ifndef DAICHO_SCANNER_READERS_SILENCE_H
#define DAICHO_SCANNER_READERS_SILENCE_H

#include <stdio.h>

/* Libraries that say things aloud are not heard from the beginning to the end; what begin returns
 * goes to end. */
FILE *silence_begin(void);
void silence_end(FILE *heard);

#endif
