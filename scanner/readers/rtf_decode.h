#ifndef DAICHO_SCANNER_READERS_RTF_DECODE_H
#define DAICHO_SCANNER_READERS_RTF_DECODE_H

#include <glib.h>

/*
 * Bytes of RTF text to UTF-8. A byte is of the code page of its font (\fcharset, \cpg), else of the
 * document (\ansicpg). Bytes are kept until they are taken, since a character may be written in parts.
 */
typedef struct RtfDecoder RtfDecoder;
RtfDecoder *rtf_decoder_new(void);
void rtf_decoder_free(RtfDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RtfDecoder, rtf_decoder_free)

void rtf_decoder_set_codepage(RtfDecoder *decoder, guint codepage); /* of the document */
void rtf_decoder_set_font_charset(RtfDecoder *decoder, gint font, gint charset);
void rtf_decoder_set_font_codepage(RtfDecoder *decoder, gint font, guint codepage);

/* Bytes in a font; what was kept of another code page goes to out, and so does what is surely whole. */
void rtf_decoder_add(RtfDecoder *decoder, gint font, const guint8 *bytes, gsize length,
                     GString *out);

/* A code unit of \u; half a surrogate pair is kept for the other half. */
void rtf_decoder_add_unit(RtfDecoder *decoder, guint unit, GString *out);

/* All that was kept. */
void rtf_decoder_take(RtfDecoder *decoder, GString *out);

/* Bytes that were no characters so far. */
guint64 rtf_decoder_get_invalid(const RtfDecoder *decoder);

#endif
