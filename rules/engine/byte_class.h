#ifndef DAICHO_RULES_ENGINE_BYTE_CLASS_H
#define DAICHO_RULES_ENGINE_BYTE_CLASS_H

#include <glib.h>

/*
 * Bytes of UTF-8 text in sixteen classes, which are what rules for numbers and codes differ in. A
 * set of classes is a bit mask of them.
 */
typedef enum {
    BYTE_ZERO,
    BYTE_ONE_TWO,
    BYTE_THREE_NINE,
    BYTE_UPPER,
    BYTE_LOWER,
    BYTE_SPACE, /* and tab, line feed, vertical tab, form feed, carriage return */
    BYTE_DOT,
    BYTE_HYPHEN,
    BYTE_COLON,
    BYTE_SLASH,
    BYTE_AT,
    BYTE_OPEN, /* ( */
    BYTE_PLUS,
    BYTE_UNDERSCORE,
    BYTE_WIDE, /* of a character beyond ASCII */
    BYTE_OTHER,
    N_BYTE_CLASSES,
} ByteClass;

#define BYTE_SET(class) ((guint16)(1U << (class)))
#define BYTE_SET_ANY ((guint16)0xffff)
#define BYTE_SET_DIGITS                                                                            \
    ((guint16)(BYTE_SET(BYTE_ZERO) | BYTE_SET(BYTE_ONE_TWO) | BYTE_SET(BYTE_THREE_NINE)))

ByteClass byte_class_of(guint8 byte);

/* How many bytes are classified at once. */
enum { BYTE_BLOCK = 64 };

/* Where the bytes of a block are of each class: bit i of masks[class * stride] for byte i. */
typedef void (*ByteClassifier)(const guint8 block[BYTE_BLOCK], guint64 *masks, gsize stride);

/* Every one that this processor has, the plain one first, the fastest last; all give the same answer. */
const ByteClassifier *byte_classifiers(gsize *n);

#endif
