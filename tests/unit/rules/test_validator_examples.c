#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules/validator.h"

/*
 * One number of each scheme with a check digit, computed by hand as the comment says, and the same with
 * one digit changed. All are invented, or the standard's own example.
 */
static const struct {
    const char *validator, *good, *bad;
} examples[] = {
    /*
     * 784-1985-0000123-9: from the right not doubled 9 + 2 + 0 + 0 + 5 + 9 + 4 + 7 = 36; doubled
     * 6 + 2 + 0 + 0 + 7 + 2 + 7 = 24; 36 + 24 = 60 ends in 0.
     */
    {"ae-id", "784-1985-0000123-9", "784-1985-0000123-0"},
    /*
     * 27-12345678-0: 2 7 1 2 3 4 5 6 7 8 times 5 4 3 2 7 6 5 4 3 2 is 10 + 28 + 3 + 4 + 21 + 24
     * + 25 + 24 + 21 + 16 = 176; 176 mod 11 is 0, and 11 - 0 = 11.
     */
    {"ar-cuit", "27-12345678-0", "27-12345678-1"},
    /*
     * 1264010485: without the fourth digit 1 2 6 0 1 0 4 8 5 times 3 7 9 5 8 4 2 1 6 is 3 + 14 +
     * 54 + 0 + 8 + 0 + 8 + 8 + 30 = 125; 125 mod 11 is 4.
     */
    {"at-svnr", "1264010485", "1264010486"},
    /*
     * 18 123 456 789: with 1 less in front 0 8 1 2 3 4 5 6 7 8 9 times 10 1 3 5 7 9 11 13 15 17
     * 19 is 0 + 8 + 3 + 10 + 21 + 36 + 55 + 78 + 105 + 136 + 171 = 623; 623 = 89 times 7.
     */
    {"au-abn", "18 123 456 789", "18 123 456 780"},
    /*
     * 123456780: 1 2 3 4 5 6 7 8 times 8 7 6 5 4 3 2 1 is 8 + 14 + 18 + 20 + 20 + 18 + 14 + 8 =
     * 120; 120 mod 10 is 0, and 10 - 0 = 10.
     */
    {"au-acn", "123456780", "123456781"},
    /*
     * 2123456701: 2 1 2 3 4 5 6 7 times 1 3 7 9 1 3 7 9 is 2 + 3 + 14 + 27 + 4 + 15 + 42 + 63 =
     * 170; 170 mod 10 is 0.
     */
    {"au-medicare", "2123456701", "2123456711"},
    /*
     * 123456782: 1 2 3 4 5 6 7 8 2 times 1 4 3 7 5 8 6 9 10 is 1 + 8 + 9 + 28 + 25 + 48 + 42 +
     * 72 + 20 = 253; 253 = 11 times 23.
     */
    {"au-tfn", "123456782", "123456783"},
    /* 85.04.01-123.11: 850401123 mod 97 is 86, and 97 - 86 = 11. */
    {"be-national-number", "85.04.01-123.11", "85.04.01-123.12"},
    /*
     * 8504011238: 8 5 0 4 0 1 1 2 3 times 2 4 8 5 10 9 7 3 6 is 16 + 20 + 0 + 20 + 0 + 9 + 7 + 6
     * + 18 = 96; 96 mod 11 is 8.
     */
    {"bg-egn", "8504011238", "8504011239"},
    /*
     * 12.345.678/0001-95: 1 2 3 4 5 6 7 8 0 0 0 1 times 5 4 3 2 9 8 7 6 5 4 3 2 is 5 + 8 + 9 + 8
     * + 45 + 48 + 49 + 48 + 0 + 0 + 0 + 2 = 222; 222 mod 11 is 2, and 11 - 2 = 9 (10 and 11 are
     * 0); 1 2 3 4 5 6 7 8 0 0 0 1 9 times 6 5 4 3 2 9 8 7 6 5 4 3 2 is 6 + 10 + 12 + 12 + 10 +
     * 54 + 56 + 56 + 0 + 0 + 0 + 3 + 18 = 237; 237 mod 11 is 6, and 11 - 6 = 5.
     */
    {"br-cnpj", "12.345.678/0001-95", "12.345.678/0001-96"},
    /*
     * 12.ABC.345/01DE-35: 1 2 17 18 19 3 4 5 0 1 20 21 times 5 4 3 2 9 8 7 6 5 4 3 2 is 5 + 8 + 51
     * + 36 + 171 + 24 + 28 + 30 + 0 + 4 + 60 + 42 = 459; 459 mod 11 is 8, and 11 - 8 = 3. With it,
     * times 6 5 4 3 2 9 8 7 6 5 4 3 2: 6 + 10 + 68 + 54 + 38 + 27 + 32 + 35 + 0 + 5 + 80 + 63 + 6 =
     * 424; 424 mod 11 is 6, and 11 - 6 = 5.
     */
    {"br-cnpj", "12.ABC.345/01DE-35", "12.ABC.345/01DF-35"},
    /*
     * 123.456.789-09: 1 2 3 4 5 6 7 8 9 times 10 9 8 7 6 5 4 3 2 is 10 + 18 + 24 + 28 + 30 + 30
     * + 28 + 24 + 18 = 210; 210 mod 11 is 1, and 11 - 1 = 10 (10 and 11 are 0); 1 2 3 4 5 6 7 8
     * 9 0 times 11 10 9 8 7 6 5 4 3 2 is 11 + 20 + 27 + 32 + 35 + 36 + 35 + 32 + 27 + 0 = 255;
     * 255 mod 11 is 2, and 11 - 2 = 9.
     */
    {"br-cpf", "123.456.789-09", "123.456.789-00"},
    /*
     * 123 456 782: from the right not doubled 2 + 7 + 5 + 3 + 1 = 18; doubled 7 + 3 + 8 + 4 =
     * 22; 18 + 22 = 40 ends in 0.
     */
    {"ca-sin", "123 456 782", "123 456 783"},
    /*
     * 756.1234.5678.97: 7 5 6 1 2 3 4 5 6 7 8 9 times 1 3 1 3 1 3 1 3 1 3 1 3 is 7 + 15 + 6 + 3
     * + 2 + 9 + 4 + 15 + 6 + 21 + 8 + 27 = 123; 123 mod 10 is 3, and 10 - 3 = 7.
     */
    {"ch-ahv", "756.1234.5678.97", "756.1234.5678.98"},
    /*
     * 12.345.678-5: 1 2 3 4 5 6 7 8 times 3 2 7 6 5 4 3 2 is 3 + 4 + 21 + 24 + 25 + 24 + 21 + 16
     * = 138; 138 mod 11 is 6, and 11 - 6 = 5.
     */
    {"cl-rut", "12.345.678-5", "12.345.678-6"},
    /*
     * 110101198504011234: 1 1 0 1 0 1 1 9 8 5 0 4 0 1 1 2 3 times 7 9 10 5 8 4 2 1 6 3 7 9 10 5
     * 8 4 2 is 7 + 9 + 0 + 5 + 0 + 4 + 2 + 9 + 48 + 15 + 0 + 36 + 0 + 5 + 8 + 8 + 6 = 162; 162
     * mod 11 is 8, and 12 - 8 modulo 11 is 4 (X for 10).
     */
    {"cn-resident-id", "110101198504011234", "110101198504011235"},
    /*
     * 900.123.456-8: from the right 6 5 4 3 2 1 0 0 9 times 3 7 13 17 19 23 29 37 41 is 18 + 35
     * + 52 + 51 + 38 + 23 + 0 + 0 + 369 = 586; 586 mod 11 is 3, and 11 - 3 = 8.
     */
    {"co-nit", "900.123.456-8", "900.123.456-9"},
    /* 855401/1235: 8554011235 = 11 times 777637385. */
    {"cz-sk-birth-number", "855401/1235", "855401/1236"},
    /*
     * T220001293: T is 29: 29 2 2 0 0 0 1 2 9 times 7 3 1 7 3 1 7 3 1 is 203 + 6 + 2 + 0 + 0 + 0
     * + 7 + 6 + 9 = 233; 233 mod 10 is 3.
     */
    {"de-identity-card", "T220001293", "T220001294"},
    /*
     * 15 010485 M 127: M is 13: 1 5 0 1 0 4 8 5 1 3 1 2 times 2 1 2 5 7 1 2 1 2 1 2 1 has the
     * digit sums 2 + 5 + 0 + 5 + 0 + 4 + 7 + 5 + 2 + 3 + 2 + 2 = 37; 37 mod 10 is 7.
     */
    {"de-social-insurance", "15 010485 M 127", "15 010485 M 128"},
    /*
     * 86123457708: from 10 on, add the digit, modulo 10 (10 for 0), twice that modulo 11: 5 2 6
     * 5 5 7 4 2 7 3; and 3 + 8 = 11 leaves 1 by 10.
     */
    {"de-tax-id", "86123457708", "86123457709"},
    /*
     * 48504011233: 4 8 5 0 4 0 1 1 2 3 times 1 2 3 4 5 6 7 8 9 1 is 4 + 16 + 15 + 0 + 20 + 0 + 7
     * + 8 + 18 + 3 = 91; 91 mod 11 is 3.
     */
    {"ee-lt-code", "48504011233", "48504011234"},
    /*
     * 12345678Z: 12345678 mod 23 is 14, and TRWAGMYFPDXBNJZSQVHLCKE has Z there, counted from 0.
     */
    {"es-dni", "12345678Z", "12345679Z"},
    /* X1234567L: X is 0: 01234567 mod 23 is 19, and TRWAGMYFPDXBNJZSQVHLCKE has L there. */
    {"es-nie", "X1234567L", "X1234568L"},
    /*
     * DE123456788: from 10 on, add the digit, modulo 10 (10 for 0), twice that modulo 11: 2 8 2
     * 1 1 3 9 3; and 3 + 8 = 11 leaves 1 by 10.
     */
    {"eu-vat", "DE123456788", "DE123456789"},
    /* 010485-123S: 010485123 mod 31 is 24, and 0123456789ABCDEFHJKLMNPRSTUVWXY has S there. */
    {"fi-hetu", "010485-123S", "010485-124S"},
    /* 2 85 04 75 123 456 07: 2850475123456 mod 97 is 90, and 97 - 90 = 07. */
    {"fr-nir", "2 85 04 75 123 456 07", "2 85 04 75 123 456 08"},
    /*
     * 123456782: from the right not doubled 2 + 7 + 5 + 3 + 1 = 18; doubled 7 + 3 + 8 + 4 = 22;
     * 18 + 22 = 40 ends in 0.
     */
    {"fr-siren", "123456782", "123456783"},
    /*
     * 12345678200010: from the right not doubled 0 + 0 + 0 + 8 + 6 + 4 + 2 = 20; doubled 2 + 0 +
     * 4 + 5 + 1 + 6 + 2 = 20; 20 + 20 = 40 ends in 0.
     */
    {"fr-siret", "12345678200010", "12345678200011"},
    /* CRC-32 of MihonMihonMihonMihonMihonMihon is 3750225105 = 4 5 49 34 53 43 in base 62: 45nYrh. */
    {"github-token", "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",
     "ghp_MihonMihonMihonMihonMihonMihon45nYri"},
    /*
     * 123456783: 1 2 3 4 5 6 7 8 times 256 128 64 32 16 8 4 2 is 256 + 256 + 192 + 128 + 80 + 48
     * + 28 + 16 = 1004; 1004 mod 11 is 3.
     */
    {"gr-afm", "123456783", "123456784"},
    /*
     * 01048512345: from the right not doubled 5 + 3 + 1 + 8 + 0 + 0 = 17; doubled 8 + 4 + 1 + 8
     * + 2 = 23; 17 + 23 = 40 ends in 0.
     */
    {"gr-amka", "01048512345", "01048512346"},
    /*
     * A123456(3): no first letter is 36, A is 10: 36 10 1 2 3 4 5 6 times 9 8 7 6 5 4 3 2 is 324
     * + 80 + 7 + 12 + 15 + 16 + 15 + 12 = 481; 481 mod 11 is 8, and 11 - 8 = 3.
     */
    {"hk-id", "A123456(3)", "A123456(4)"},
    /*
     * 12345678903: from 10 on, add the digit, modulo 10 (10 for 0), twice that modulo 11: 2 8 2
     * 1 1 3 9 3 4 8; and 8 + 3 = 11 leaves 1 by 10.
     */
    {"hr-oib", "12345678903", "12345678904"},
    /*
     * 123456788: 1 2 3 4 5 6 7 8 times 3 7 3 7 3 7 3 7 is 3 + 14 + 9 + 28 + 15 + 42 + 21 + 56 =
     * 188; 188 mod 10 is 8.
     */
    {"hu-taj", "123456788", "123456789"},
    /*
     * 8123456786: 8 1 2 3 4 5 6 7 8 times 1 2 3 4 5 6 7 8 9 is 8 + 2 + 6 + 12 + 20 + 30 + 42 +
     * 56 + 72 = 248; 248 mod 11 is 6.
     */
    {"hu-tax-id", "8123456786", "8123456787"},
    /*
     * 1234567T: 1 2 3 4 5 6 7 times 8 7 6 5 4 3 2 is 8 + 14 + 18 + 20 + 20 + 18 + 14 = 112; 112
     * mod 23 is 20, the letter T.
     */
    {"ie-ppsn", "1234567T", "1234568T"},
    /*
     * 123456782: from the right not doubled 2 + 7 + 5 + 3 + 1 = 18; doubled 7 + 3 + 8 + 4 = 22;
     * 18 + 22 = 40 ends in 0.
     */
    {"il-id", "123456782", "123456783"},
    /*
     * 350000001234562: from the right not doubled 2 + 5 + 3 + 1 + 0 + 0 + 0 + 3 = 14; doubled 3
     * + 8 + 4 + 0 + 0 + 0 + 1 = 16; 14 + 16 = 30 ends in 0.
     */
    {"imei", "350000001234562", "350000001234563"},
    /*
     * 2345 6789 0124: from the right, permuted by place and multiplied: 4 6 3 6 6 6 7 9 4 1 4 0.
     */
    {"in-aadhaar", "2345 6789 0124", "2345 6789 0125"},
    /*
     * 27ABCPK1234F1Z5: values 2 7 10 11 12 25 20 1 2 3 4 15 1 35 times 1 2 1 2 …, digit sums in
     * base 36 2 + 14 + 10 + 22 + 12 + 15 + 20 + 2 + 2 + 6 + 4 + 30 + 1 + 35 = 175; 175 mod 36 is
     * 31, and 36 - 31 = 5 is 5.
     */
    {"in-gstin", "27ABCPK1234F1Z5", "27ABCPK1234F1Z6"},
    /*
     * ABC1234566: from the right not doubled 6 + 5 + 3 + 1 = 15; doubled 3 + 8 + 4 = 15; 15 + 15
     * = 30 ends in 0.
     */
    {"in-voter", "ABC1234566", "ABC1234567"},
    /*
     * MHNHNK85D41H501H: odd places 18 + 20 + 20 + 19 + 7 + 0 + 13 + 0 = 97; even places 7 + 7 +
     * 10 + 5 + 4 + 7 + 0 = 40; 137 mod 26 is 7, the letter H.
     */
    {"it-codice-fiscale", "MHNHNK85D41H501H", "MHNHNK85D41H502H"},
    /*
     * 06139992: from the right not doubled 2 + 9 + 3 + 6 = 20; doubled 9 + 9 + 2 + 0 = 20; 20 +
     * 20 = 40 ends in 0.
     */
    {"jp-insurer", "06139992", "06139993"},
    /*
     * 123-45-67891: 1 2 3 4 5 6 7 8 9 times 1 3 7 1 3 7 1 3 5 is 1 + 6 + 21 + 4 + 15 + 42 + 7 +
     * 24 + 45 = 165; and the tens of 45 once more: 165 + 4 = 169; 169 mod 10 is 9, and 10 - 9 =
     * 1.
     */
    {"kr-brn", "123-45-67891", "123-45-67892"},
    /*
     * 850401-2123456: 8 5 0 4 0 1 2 1 2 3 4 5 times 2 3 4 5 6 7 8 9 2 3 4 5 is 16 + 15 + 0 + 20
     * + 0 + 7 + 16 + 9 + 4 + 9 + 16 + 25 = 137; 137 mod 11 is 5, and 11 - 5 = 6.
     */
    {"kr-rrn", "850401-2123456", "850401-2123457"},
    /*
     * 010485-11235: 0 1 0 4 8 5 1 1 2 3 times 10 5 8 4 2 1 6 3 7 9 is 0 + 5 + 0 + 16 + 16 + 5 +
     * 6 + 3 + 14 + 27 = 92; 1 + 92 = 93; 93 mod 11 is 5.
     */
    {"lv-code", "010485-11235", "010485-11236"},
    /*
     * D231458907UTO7408122F1204159<<<<<<<6: the document is D23145890: 13 2 3 1 4 5 8 9 0 times
     * 7 3 1 7 3 1 7 3 1 is 91 + 6 + 3 + 7 + 12 + 5 + 56 + 27 + 0 = 207; its check digit is 7.
     */
    {"mrz", "D231458907UTO7408122F1204159<<<<<<<6", "D231458907UTO7408122F1204159<<<<<<<7"},
    /*
     * MIHH850401MDFHNN08: 22 18 17 17 8 5 0 4 0 1 22 13 15 17 23 23 0 times 18 17 16 15 14 13 12
     * 11 10 9 8 7 6 5 4 3 2 is 396 + 306 + 272 + 255 + 112 + 65 + 0 + 44 + 0 + 9 + 176 + 91 + 90
     * + 85 + 92 + 69 + 0 = 2062; 2062 mod 10 is 2, and 10 - 2 = 8.
     */
    {"mx-curp", "MIHH850401MDFHNN08", "MIHH850401MDFHNN09"},
    /*
     * MIHH850401AB5: 22 18 17 17 8 5 0 4 0 1 10 11 times 13 12 11 10 9 8 7 6 5 4 3 2 is 286 +
     * 216 + 187 + 170 + 72 + 40 + 0 + 24 + 0 + 4 + 30 + 22 = 1051; 1051 mod 11 is 6, and 11 - 6
     * = 5.
     */
    {"mx-rfc", "MIHH850401AB5", "MIHH850401AB6"},
    /*
     * 123456782: 1 2 3 4 5 6 7 8 2 times 9 8 7 6 5 4 3 2 -1 is 9 + 16 + 21 + 24 + 25 + 24 + 21 +
     * 16 + -2 = 154; 154 = 11 times 14.
     */
    {"nl-bsn", "123456782", "123456783"},
    /*
     * 01048533155: 0 1 0 4 8 5 3 3 1 times 3 7 6 1 8 9 4 5 2 is 0 + 7 + 0 + 4 + 64 + 45 + 12 +
     * 15 + 2 = 149; 149 mod 11 is 6, and 11 - 6 = 5; 0 1 0 4 8 5 3 3 1 5 times 5 4 3 2 7 6 5 4 3
     * 2 is 0 + 4 + 0 + 8 + 56 + 30 + 15 + 12 + 3 + 10 = 138; 138 mod 11 is 6, and 11 - 6 = 5 (11
     * is 0).
     */
    {"no-fodselsnummer", "01048533155", "01048533156"},
    /*
     * 112-345-671: 1 1 2 3 4 5 6 7 times 3 2 7 6 5 4 3 2 is 3 + 2 + 14 + 18 + 20 + 20 + 18 + 14
     * = 109; 109 mod 11 is 10, and 11 - 10 = 1.
     */
    {"nz-ird", "112-345-671", "112-345-672"},
    /*
     * 4123456789012349: from the right not doubled 9 + 3 + 1 + 9 + 7 + 5 + 3 + 1 = 38; doubled 8 + 4
     * + 0 + 7 + 3 + 8 + 4 + 8 = 42; 38 + 42 = 80 ends in 0.
     */
    {"payment-card", "4123456789012349", "4123456789012348"},
    /* 4111111111111111: not doubled eight times 1, doubled seven times 2 and 8; 8 + 22 = 30. */
    {"payment-card-test", "4111111111111111", "4111111111111112"},
    /*
     * 10123456781: 1 0 1 2 3 4 5 6 7 8 times 5 4 3 2 7 6 5 4 3 2 is 5 + 0 + 3 + 4 + 21 + 24 + 25
     * + 24 + 21 + 16 = 143; 143 mod 11 is 0, and 11 - 0 = 11.
     */
    {"pe-ruc", "10123456781", "10123456782"},
    /*
     * 123-456-75-35: 1 2 3 4 5 6 7 5 3 times 6 5 7 2 3 4 5 6 7 is 6 + 10 + 21 + 8 + 15 + 24 + 35
     * + 30 + 21 = 170; 170 mod 11 is 5.
     */
    {"pl-nip", "123-456-75-35", "123-456-75-36"},
    /*
     * 85040112348: 8 5 0 4 0 1 1 2 3 4 times 1 3 7 9 1 3 7 9 1 3 is 8 + 15 + 0 + 36 + 0 + 3 + 7
     * + 18 + 3 + 12 = 102; 102 mod 10 is 2, and 10 - 2 = 8.
     */
    {"pl-pesel", "85040112348", "85040112349"},
    /*
     * 123456789: 1 2 3 4 5 6 7 8 times 9 8 7 6 5 4 3 2 is 9 + 16 + 21 + 24 + 25 + 24 + 21 + 16 =
     * 156; 156 mod 11 is 2, and 11 - 2 = 9.
     */
    {"pt-nif", "123456789", "123456780"},
    /*
     * 2850401401230: 2 8 5 0 4 0 1 4 0 1 2 3 times 2 7 9 1 4 6 3 5 8 2 7 9 is 4 + 56 + 45 + 0 +
     * 16 + 0 + 3 + 20 + 0 + 2 + 14 + 27 = 187; 187 mod 11 is 0.
     */
    {"ro-cnp", "2850401401230", "2850401401231"},
    /*
     * 1234567897: from the right not doubled 7 + 8 + 6 + 4 + 2 = 27; doubled 9 + 5 + 1 + 6 + 2 =
     * 23; 27 + 23 = 50 ends in 0.
     */
    {"sa-id", "1234567897", "1234567898"},
    /*
     * 850401-1233: from the right not doubled 3 + 2 + 1 + 4 + 5 = 15; doubled 6 + 2 + 0 + 0 + 7
     * = 15; 15 + 15 = 30 ends in 0.
     */
    {"se-personnummer", "850401-1233", "850401-1234"},
    /*
     * S1234567D: 1 2 3 4 5 6 7 times 2 7 6 5 4 3 2 is 2 + 14 + 18 + 20 + 20 + 18 + 14 = 106; 106
     * mod 11 is 7, and JZIHGFEDCBA has D there.
     */
    {"sg-nric", "S1234567D", "S1234568D"},
    /*
     * 12345678M: 1 2 3 4 5 6 7 8 times 10 4 9 3 8 2 7 1 is 10 + 8 + 27 + 12 + 40 + 12 + 49 + 8 =
     * 166; 166 mod 11 is 1, and XMKECAWLJDB has M there.
     */
    {"sg-uen", "12345678M", "12345679M"},
    /*
     * 0104985501238: 0 1 0 4 9 8 5 5 0 1 2 3 times 7 6 5 4 3 2 7 6 5 4 3 2 is 0 + 6 + 0 + 16 +
     * 27 + 16 + 35 + 30 + 0 + 4 + 6 + 6 = 146; 146 mod 11 is 3, and 11 - 3 = 8.
     */
    {"si-emso", "0104985501238", "0104985501239"},
    /*
     * 1-1234-56789-01-4: 1 1 2 3 4 5 6 7 8 9 0 1 times 13 12 11 10 9 8 7 6 5 4 3 2 is 13 + 12 +
     * 22 + 30 + 36 + 40 + 42 + 42 + 40 + 36 + 0 + 2 = 315; 315 mod 11 is 7, and 11 - 7 = 4.
     */
    {"th-id", "1-1234-56789-01-4", "1-1234-56789-01-5"},
    /*
     * 12345678950: 7 times 25 (the 1st, 3rd … 9th together) less 20 (the 2nd … 8th) is 155,
     * which ends in 5; the ten digits together are 50, which ends in 0.
     */
    {"tr-tckn", "12345678950", "12345678951"},
    /*
     * A234567893: A is 10: 1 0 2 3 4 5 6 7 8 9 times 1 9 8 7 6 5 4 3 2 1 is 1 + 0 + 16 + 21 + 24
     * + 25 + 24 + 21 + 16 + 9 = 157; 157 mod 10 is 7, and 10 - 7 = 3.
     */
    {"tw-id", "A234567893", "A234567894"},
    /*
     * 943 476 5927: 9 4 3 4 7 6 5 9 2 times 10 9 8 7 6 5 4 3 2 is 90 + 36 + 24 + 28 + 42 + 30 +
     * 20 + 27 + 4 = 301; 301 mod 11 is 4, and 11 - 4 = 7.
     */
    {"uk-nhs", "943 476 5927", "943 476 5928"},
    /*
     * 1123456789: 1 2 3 4 5 6 7 8 9 times 6 7 8 9 10 5 4 3 2 is 6 + 14 + 24 + 36 + 50 + 30 + 28
     * + 24 + 18 = 230; 230 mod 11 is 10, and 21987654321 has 1 there.
     */
    {"uk-utr", "1123456789", "1123456780"},
    /*
     * 123456780: 1 2 3 4 5 6 7 8 0 times 3 7 1 3 7 1 3 7 1 is 3 + 14 + 3 + 12 + 35 + 6 + 21 + 56
     * + 0 = 150; 150 = 10 times 15.
     */
    {"us-aba", "123456780", "123456781"},
    /* AB1234563: (1 + 3 + 5) + 2 times (2 + 4 + 6) is 33, which ends in 3. */
    {"us-dea", "AB1234563", "AB1234564"},
    /*
     * 1234567893: with 80840 in front: from the right not doubled 3 + 8 + 6 + 4 + 2 + 0 + 8 + 8
     * = 39; doubled 9 + 5 + 1 + 6 + 2 + 8 + 0 = 31; 39 + 31 = 70 ends in 0.
     */
    {"us-npi", "1234567893", "1234567894"},
    /*
     * 1.234.567-2: 1 2 3 4 5 6 7 times 2 9 8 7 6 3 4 is 2 + 18 + 24 + 28 + 30 + 18 + 28 = 148;
     * 148 mod 10 is 8, and 10 - 8 = 2.
     */
    {"uy-ci", "1.234.567-2", "1.234.567-3"},
    /*
     * 8504010123084: from the right not doubled 4 + 0 + 2 + 0 + 0 + 0 + 8 = 14; doubled 7 + 6 +
     * 2 + 2 + 8 + 1 = 26; 14 + 26 = 40 ends in 0.
     */
    {"za-id", "8504010123084", "8504010123085"},
};

static void a_number_worked_out_by_hand_is_accepted(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
        const Validator *validator = validator_find(examples[i].validator);
        assert_non_null(validator);
        if (!validator->accepts(examples[i].good)) {
            fail_msg("%s refuses %s", examples[i].validator, examples[i].good);
        }
    }
}

static void with_another_digit_it_is_refused(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
        if (validator_find(examples[i].validator)->accepts(examples[i].bad)) {
            fail_msg("%s accepts %s", examples[i].validator, examples[i].bad);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_worked_out_by_hand_is_accepted),
        cmocka_unit_test(with_another_digit_it_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
