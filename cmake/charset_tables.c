/*
 * Writes scanner/charset_table.h's tables as C, from what this machine's iconv makes of every sequence
 * of bytes: the program then needs no converter for these charsets, and reads them as iconv does.
 */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

enum { BYTES = 256, MOST_ROWS = 0x800, POINTER = 0xd800, MOST_LENGTH = 3 };

typedef struct {
    unsigned short cells[MOST_ROWS][BYTES];
    unsigned n_rows;
} Table;

static void give_up(const char *charset, const char *why)
{
    fprintf(stderr, "charset_tables: %s: %s\n", charset, why);
    exit(1);
}

/* The character that a sequence is; 0 when it is none, -1 when it goes on. */
static long read_sequence(const char *charset, iconv_t converter, const unsigned char *bytes,
                          size_t length)
{
    char in[MOST_LENGTH];
    unsigned char out[16];
    for (size_t i = 0; i < length; i++) {
        in[i] = (char)bytes[i];
    }
    char *from = in;
    char *to = (char *)out;
    size_t left = length;
    size_t room = sizeof out;
    iconv(converter, NULL, NULL, NULL, NULL);
    if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
        return errno == EINVAL && left == length ? -1 : 0;
    }
    long character = out[0] << 8 | out[1];
    if (room != sizeof out - 2 || (character & 0xf800) == POINTER || character == 0) {
        give_up(charset, "a sequence is more than one character of the basic plane");
    }
    return character;
}

/* Fills a new row with what goes on behind a prefix of this length, and returns its number. */
static unsigned add_row(const char *charset, iconv_t converter, Table *table, unsigned char *prefix,
                        size_t length)
{
    unsigned row = table->n_rows++;
    if (row == MOST_ROWS || length == MOST_LENGTH) {
        give_up(charset, "too long");
    }
    for (unsigned byte = 0; byte < BYTES; byte++) {
        prefix[length] = (unsigned char)byte;
        if (length == 0 && byte < 0x80) {
            table->cells[row][byte] = (unsigned short)byte;
            continue;
        }
        long found = read_sequence(charset, converter, prefix, length + 1);
        table->cells[row][byte] = (unsigned short)(found >= 0
                                                       ? (unsigned)found
                                                       : POINTER | add_row(charset, converter,
                                                                           table, prefix,
                                                                           length + 1));
        if (found > 0 && found < 0x80) {
            give_up(charset, "ASCII has more than one form");
        }
    }
    return row;
}

static void check_ascii(const char *charset, iconv_t converter)
{
    for (unsigned byte = 1; byte < 0x80; byte++) {
        unsigned char one = (unsigned char)byte;
        if (read_sequence(charset, converter, &one, 1) != (long)byte) {
            give_up(charset, "not an extension of ASCII");
        }
    }
}

static void write_table(FILE *out, const char *charset, const char *symbol)
{
    static Table table;
    unsigned char prefix[MOST_LENGTH];
    iconv_t converter = iconv_open("UTF-16BE", charset);
    if (converter == (iconv_t)-1) {
        give_up(charset, "this machine has no converter for it");
    }
    table.n_rows = 0;
    check_ascii(charset, converter);
    add_row(charset, converter, &table, prefix, 0);
    iconv_close(converter);
    fprintf(out, "const CharsetRow %s[%u] = {\n", symbol, table.n_rows);
    for (unsigned row = 0; row < table.n_rows; row++) {
        fprintf(out, "{");
        for (unsigned byte = 0; byte < BYTES; byte++) {
            fprintf(out, "%u,", table.cells[row][byte]);
        }
        fprintf(out, "},\n");
    }
    fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    static const char *const tables[][2] = {
        {"CP932", "charset_table_cp932"},
        {"EUC-JP-MS", "charset_table_euc_jp_ms"},
    };
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (out == NULL) {
        give_up("usage", "charset_tables FILE");
    }
    fprintf(out, "#include \"scanner/charset_table.h\"\n\n");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        write_table(out, tables[i][0], tables[i][1]);
    }
    if (fclose(out) != 0) {
        give_up(argv[1], "cannot be written");
    }
    return 0;
}
