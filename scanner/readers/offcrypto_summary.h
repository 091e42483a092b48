#ifndef DAICHO_SCANNER_READERS_OFFCRYPTO_SUMMARY_H
#define DAICHO_SCANNER_READERS_OFFCRYPTO_SUMMARY_H

#include "scanner/readers/offcrypto_rc4.h"
#include "scanner/readers/ole.h"

/* Gives the properties that RC4 CryptoAPI hides in a stream of that name (MS-OFFCRYPTO 2.3.5.4). What
 * else is there is not read, and is told. Does nothing when there is no such stream. */
void offcrypto_summary_give(Ole *ole, const char *name, OffcryptoRc4 *rc4, TextView *view);

#endif
