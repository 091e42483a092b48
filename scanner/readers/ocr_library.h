#ifndef DAICHO_SCANNER_READERS_OCR_LIBRARY_H
#define DAICHO_SCANNER_READERS_OCR_LIBRARY_H

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

/*
 * Tesseract, and Leptonica with it, loaded only where text in pictures is asked for: with the sixty
 * libraries that they bring along they would take a third of what any command takes to start.
 */

#define OCR_LIBRARY_FUNCTIONS(NAME)                                                                \
    NAME(TessBaseAPIClear)                                                                         \
    NAME(TessBaseAPICreate)                                                                        \
    NAME(TessBaseAPIDelete)                                                                        \
    NAME(TessBaseAPIGetIterator)                                                                   \
    NAME(TessBaseAPIInit2)                                                                         \
    NAME(TessBaseAPIRecognize)                                                                     \
    NAME(TessBaseAPISetImage)                                                                      \
    NAME(TessBaseAPISetPageSegMode)                                                                \
    NAME(TessBaseAPISetSourceResolution)                                                           \
    NAME(TessDeleteText)                                                                           \
    NAME(TessMonitorCreate)                                                                        \
    NAME(TessMonitorDelete)                                                                        \
    NAME(TessMonitorSetDeadlineMSecs)                                                              \
    NAME(TessPageIteratorBoundingBox)                                                              \
    NAME(TessResultIteratorDelete)                                                                 \
    NAME(TessResultIteratorGetPageIterator)                                                        \
    NAME(TessResultIteratorGetUTF8Text)                                                            \
    NAME(TessResultIteratorNext)                                                                   \
    NAME(pixConvertTo8)                                                                            \
    NAME(pixDestroy)                                                                               \
    NAME(pixGetData)                                                                               \
    NAME(pixGetHeight)                                                                             \
    NAME(pixGetWidth)                                                                              \
    NAME(pixGetWpl)                                                                                \
    NAME(pixGetXRes)                                                                               \
    NAME(pixReadHeaderMem)                                                                         \
    NAME(pixReadMem)                                                                               \
    NAME(pixReadMemFromMultipageTiff)                                                              \
    NAME(setMsgSeverity)

/* Each function under its own name. */
#define OCR_LIBRARY_MEMBER(name) __typeof__(name) *(name);
typedef struct {
    OCR_LIBRARY_FUNCTIONS(OCR_LIBRARY_MEMBER)
} OcrLibrary;
#undef OCR_LIBRARY_MEMBER

/* NULL when it is not installed. A worker may open no library: what is to fork one calls this first. */
const OcrLibrary *ocr_library_get(void);

#endif
