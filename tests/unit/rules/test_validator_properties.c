#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/validator.h"

enum { BODIES = 10000, ERROR_BODIES = 1000 };

/*
 * What a scheme promises. In the form, # is a random digit and @ the check character; the rest stands.
 * completed: of 1,000 bodies, how many have a check character at all; missed: of 1,000 numbers with one
 * wrong digit, how many may pass at most.
 *
 * Modulo 10 with weights that have no factor in common with 10, Luhn, Verhoeff and ISO/IEC 7064 complete
 * every body and miss nothing. Modulo 11 misses nothing and leaves one body in eleven without a check
 * digit (909), unless 10 is written as X or the like; where 10 is written as 0, an error is missed when
 * the rests 10 and 0 stand for each other: 2/11 of the numbers, one in ten of their errors (18).
 */
static const struct {
    const char *validator, *form, *checks;
    guint completed, missed;
} schemes[] = {
#define DIGITS "0123456789"
    {"ae-id", "7841985#######@", DIGITS, 1000, 0},
    {"ar-cuit", "27########@", DIGITS, 1000, 40}, /* 10 is written as 9 */
    {"at-svnr", "1##@010485", DIGITS, 909, 0},
    {"au-acn", "1#######@", DIGITS, 1000, 200}, /* weights 8, 6, 5, 4, 2 have factors of 10 */
    {"au-medicare", "2#######@1", DIGITS, 1000, 0},
    {"au-tfn", "1#######@", DIGITS, 909, 0},
    {"bg-egn", "850401###@", DIGITS, 1000, 40},
    {"ca-sin", "1#######@", DIGITS, 1000, 0},
    {"ch-ahv", "756#########@", DIGITS, 1000, 0},
    {"cl-rut", "1#######@", DIGITS "K", 1000, 0},
    {"cn-resident-id", "11010119850401###@", DIGITS "X", 1000, 0},
    {"co-nit", "9########@", DIGITS, 1000, 60}, /* the rests 0 and 10, 1 and 1 */
    {"cz-sk-birth-number", "855401###@", DIGITS, 1000, 40},
    {"de-identity-card", "L########@", DIGITS, 1000, 0},
    {"de-social-insurance", "15010485M##@", DIGITS, 1000, 0},
    {"ee-lt-code", "4850401###@", DIGITS, 1000, 40},
    {"es-dni", "########@", "TRWAGMYFPDXBNJZSQVHLCKE", 1000, 0},
    {"es-nie", "X#######@", "TRWAGMYFPDXBNJZSQVHLCKE", 1000, 0},
    {"fi-hetu", "010485-1##@", DIGITS "ABCDEFHJKLMNPRSTUVWXY", 1000, 0},
    {"fr-siren", "1#######@", DIGITS, 1000, 0},
    {"fr-siret", "732829320####@", DIGITS, 1000, 0},
    {"gr-afm", "1#######@", DIGITS, 1000, 40},
    {"gr-amka", "010485####@", DIGITS, 1000, 0},
    {"hk-id", "A######@", DIGITS "A", 1000, 0},
    {"hr-oib", "##########@", DIGITS, 1000, 0},
    {"hu-taj", "1#######@", DIGITS, 1000, 0},
    {"hu-tax-id", "8########@", DIGITS, 909, 0},
    {"ie-ppsn", "#######@", "WABCDEFGHIJKLMNOPQRSTUV", 1000, 0},
    {"il-id", "1#######@", DIGITS, 1000, 0},
    {"imei", "35############@", DIGITS, 1000, 0},
    {"in-aadhaar", "2##########@", DIGITS, 1000, 0},
    {"in-gstin", "27ABCPK####F1Z@", DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1000, 0},
    {"in-voter", "ABC######@", DIGITS, 1000, 0},
    {"it-codice-fiscale", "MHNHNK85D41H###@", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1000, 0},
    {"jp-insurer", "1######@", DIGITS, 1000, 0},
    {"kr-brn", "123#####1@", DIGITS, 1000, 0},
    {"kr-rrn", "8504012#####@", DIGITS, 1000, 40},
    {"lv-code", "0104851###@", DIGITS, 1000, 40},
    {"mx-curp", "MIHH850401MDFHNN0@", DIGITS, 1000, 0},
    {"mx-rfc", "MIHH850401##@", DIGITS "A", 1000, 0},
    {"nl-bsn", "1#######@", DIGITS, 909, 0},
    {"nz-ird", "10######@", DIGITS, 991, 40},
    {"payment-card", "4123###########@", DIGITS, 1000, 0},
    {"pe-ruc", "10########@", DIGITS, 1000, 40},
    {"pl-nip", "1########@", DIGITS, 909, 0},
    {"pl-pesel", "850401####@", DIGITS, 1000, 0},
    {"pt-nif", "1#######@", DIGITS, 1000, 40},
    {"ro-cnp", "285040140###@", DIGITS, 1000, 40},
    {"sa-id", "1########@", DIGITS, 1000, 0},
    {"se-personnummer", "850401###@", DIGITS, 1000, 0},
    {"sg-nric", "S#######@", "JZIHGFEDCBA", 1000, 0},
    {"sg-uen", "########@", "XMKECAWLJDB", 1000, 0},
    {"si-emso", "010498550###@", DIGITS, 1000, 40},
    {"th-id", "1###########@", DIGITS, 1000, 110}, /* weight 11 sees nothing */
    {"tw-id", "A1#######@", DIGITS, 1000, 300},    /* weights 8, 6, 5, 4, 2 have factors of 10 */
    {"uk-nhs", "9########@", DIGITS, 909, 0},
    {"uk-utr", "@#########", DIGITS, 1000, 40},
    {"us-aba", "12######@", DIGITS, 1000, 0},
    {"us-dea", "AB######@", DIGITS, 1000, 250}, /* weight 2 */
    {"us-npi", "1########@", DIGITS, 1000, 0},
    {"uy-ci", "1######@", DIGITS, 1000, 250}, /* weights 2, 8, 6, 4 */
    {"za-id", "850401####08@", DIGITS, 1000, 0},
#undef DIGITS
};

static void fill(GRand *random, const char *form, char *number)
{
    for (; *form != '\0'; form++, number++) {
        *number = *form == '#' ? (char)('0' + g_rand_int_range(random, 0, 10)) : *form;
    }
    *number = '\0';
}

/* How many characters complete the number; the last one that does is left in it. */
static guint complete(const Validator *validator, const char *form, const char *checks,
                      char *number)
{
    gsize place = (gsize)(strchr(form, '@') - form);
    guint accepted = 0;
    char good = *checks;
    for (; *checks != '\0'; checks++) {
        number[place] = *checks;
        if (validator->accepts(number)) {
            good = *checks;
            accepted++;
        }
    }
    number[place] = good;
    return accepted;
}

static void a_body_has_one_check_character_as_often_as_the_scheme_says(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const Validator *validator = validator_find(schemes[i].validator);
        char number[64];
        guint completed = 0;
        for (guint body = 0; body < BODIES; body++) {
            fill(random, schemes[i].form, number);
            guint accepted = complete(validator, schemes[i].form, schemes[i].checks, number);
            if (accepted > 1) {
                fail_msg("%s: %u check characters fit %s", schemes[i].validator, accepted, number);
            }
            completed += accepted;
        }
        guint wanted = schemes[i].completed * (BODIES / 1000);
        guint slack = schemes[i].completed == 1000 ? 20 : BODIES / 50;
        if (completed + slack < wanted || completed > wanted + slack) {
            fail_msg("%s completes %u of %d bodies", schemes[i].validator, completed, BODIES);
        }
    }
}

/* Counts the numbers with one wrong digit among the random ones, and those that pass. */
static void count_errors(const Validator *validator, const char *form, char *number, guint *errors,
                         guint *missed)
{
    for (gsize place = 0; form[place] != '\0'; place++) {
        char was = number[place];
        if ((form[place] != '#' && form[place] != '@') || !g_ascii_isdigit(was)) {
            continue;
        }
        for (char digit = '0'; digit <= '9'; digit++) {
            number[place] = digit;
            *errors += digit != was ? 1 : 0;
            *missed += digit != was && validator->accepts(number) ? 1 : 0;
        }
        number[place] = was;
    }
}

static void a_wrong_digit_is_caught_where_the_scheme_promises_it(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(2);
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const Validator *validator = validator_find(schemes[i].validator);
        char number[64];
        guint errors = 0;
        guint missed = 0;
        for (guint body = 0; body < ERROR_BODIES; body++) {
            fill(random, schemes[i].form, number);
            if (complete(validator, schemes[i].form, schemes[i].checks, number) == 1) {
                count_errors(validator, schemes[i].form, number, &errors, &missed);
            }
        }
        if (errors < ERROR_BODIES || missed * 1000ULL > (guint64)errors * schemes[i].missed) {
            fail_msg("%s: of %u wrong digits %u pass", schemes[i].validator, errors, missed);
        }
        if (schemes[i].missed > 0 && missed == 0) {
            fail_msg("%s misses none: its row says too little", schemes[i].validator);
        }
    }
}

/* Schemes with two check digits or more, or with conditions on the body: valid numbers are searched for.
 * missed: as above. */
static const struct {
    const char *validator, *form;
    guint missed;
} searched[] = {
    {"au-abn", "###########", 0},          {"be-national-number", "850401#####", 0},
    {"br-cnpj", "########0001##", 1},      {"br-cpf", "###########", 5},
    {"de-tax-id", "###########", 0},       {"eu-vat", "ATU########", 0},
    {"eu-vat", "FR###########", 0},        {"eu-vat", "LU########", 0},
    {"eu-vat", "MT########", 0},           {"fr-nir", "2850475########", 0},
    {"iban", "DE####################", 0}, {"jp-corporate-number", "#############", 90},
    {"jp-my-number", "############", 19},  {"no-fodselsnummer", "010485#####", 0},
    {"tr-tckn", "###########", 0},
};

static void a_wrong_digit_is_caught_where_there_are_more_check_digits(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    for (gsize i = 0; i < G_N_ELEMENTS(searched); i++) {
        const Validator *validator = validator_find(searched[i].validator);
        guint errors = 0;
        guint missed = 0;
        for (guint found = 0, tried = 0; found < 100 && tried < 100000; tried++) {
            char number[64];
            fill(random, searched[i].form, number);
            if (validator->accepts(number)) {
                count_errors(validator, searched[i].form, number, &errors, &missed);
                found++;
            }
        }
        if (errors < 1000 || missed * 1000ULL > (guint64)errors * searched[i].missed) {
            fail_msg("%s: of %u wrong digits %u pass", searched[i].form, errors, missed);
        }
    }
}

/* Schemes without a check digit, or with two: what their forms say. */
static const struct {
    const char *validator, *value;
    gboolean is_accepted;
} forms[] = {
    {"au-abn", "11 123 456 789", FALSE},
    {"be-national-number", "85.13.01-123.45", FALSE},
    {"bic", "MIHOJPJT", TRUE},
    {"bic", "MIHOJPJTXXX", TRUE},
    {"bic", "MIHOXXJT", FALSE}, /* no country */
    {"bic", "MIHOJPJTX", FALSE},
    {"br-cpf", "111.111.111-11", FALSE},
    {"br-cnpj", "00.000.000/0000-00", FALSE},
    {"crypto-address", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", TRUE},
    {"crypto-address", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3", FALSE},
    {"crypto-address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", TRUE}, /* BIP 173 */
    {"crypto-address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4", FALSE},
    {"crypto-address", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", TRUE},
    {"crypto-address", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj1", FALSE},
    {"dk-cpr", "010485-1234", TRUE},
    {"dk-cpr", "310485-1234", FALSE},
    {"dk-cpr", "290200-1234", FALSE}, /* 1900 */
    {"dk-cpr", "290200-4234", TRUE},  /* 2000 */
    {"eg-id", "28504010112345", TRUE},
    {"eg-id", "28504010512345", FALSE}, /* governorate 05 */
    {"eg-id", "18504010112345", FALSE},
    {"eu-vat", "XX123456789", FALSE},
    {"eu-vat", "DE", FALSE},
    {"geo-coordinate", "35.0001, 135.0001", TRUE},
    {"geo-coordinate", "-90.0, -180.0", TRUE},
    {"geo-coordinate", "90.1, 135.0001", FALSE},
    {"geo-coordinate", "35.0001, 180.5", FALSE},
    {"id-nik", "3174014104850001", TRUE}, /* a woman's 1 April */
    {"id-nik", "3174013204850001", FALSE},
    {"id-nik", "3174014104850000", FALSE},
    {"in-pan", "ABCPK1234F", TRUE},
    {"in-pan", "ABCDK1234F", FALSE},
    {"ipv4", "133.0.2.11", TRUE},
    {"ipv4", "133.0.2.256", FALSE},
    {"ipv4", "10.0.0.1", FALSE},
    {"ipv4-special", "10.0.0.1", TRUE},
    {"ipv4-special", "100.64.0.1", TRUE},
    {"ipv4-special", "203.0.113.7", TRUE},
    {"ipv4-special", "133.0.2.11", FALSE},
    {"ipv6", "2400:4050::1", TRUE},
    {"ipv6", "2001:db8::1", FALSE},
    {"ipv6", "fe80::1", FALSE},
    {"ipv6", "2400::1::2", FALSE},
    {"mac", "02:00:5e:10:00:01", TRUE},
    {"mac", "01:00:5e:00:00:01", FALSE}, /* a group */
    {"mac", "ff:ff:ff:ff:ff:ff", FALSE},
    {"mac", "00:11:22:33:44:55", FALSE},                           /* made up */
    {"mac", "00:00:5e:00:53:01", FALSE},                           /* documentation */
    {"mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10", TRUE}, /* ICAO 9303-4 */
    {"mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<11", FALSE},
    {"mrz", "I<UTOD231458907<<<<<<<<<<<<<<< 7408122F1204159UTO<<<<<<<<<<<6", TRUE},
    {"mrz", "I<UTOD231458907<<<<<<<<<<<<<<< 7408122F1204159UTO<<<<<<<<<<<7", FALSE},
    {"my-nric", "850401-14-1234", TRUE},
    {"my-nric", "850401-17-1234", FALSE},
    {"my-nric", "851301-14-1234", FALSE},
    {"uk-driving-licence", "MIHON704155H99XX", TRUE},
    {"uk-driving-licence", "MIHON754155H99XX", TRUE}, /* a woman, April */
    {"uk-driving-licence", "MIHON713155H99XX", FALSE},
    {"uk-driving-licence", "MI9ON704155H99XX", FALSE},
    {"uk-nino", "AB 12 34 56 C", TRUE},
    {"uk-nino", "BG 12 34 56 C", FALSE},
    {"uk-nino", "AO 12 34 56 C", FALSE},
    {"uk-nino", "AB 12 34 56 E", FALSE},
    {"us-ein", "12-3456789", TRUE},
    {"us-ein", "07-3456789", FALSE},
    {"us-itin", "912-70-1234", TRUE},
    {"us-itin", "912-69-1234", FALSE},
    {"us-itin", "812-70-1234", FALSE},
    {"us-mbi", "1EG4-TE5-MK73", TRUE}, /* the example of its issuer */
    {"us-mbi", "1SG4-TE5-MK73", FALSE},
    {"us-mbi", "0EG4-TE5-MK73", FALSE},
    {"vn-id", "001185012345", TRUE},
    {"vn-id", "097185012345", FALSE},
};

static void a_form_without_a_check_digit_is_looked_at(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        const Validator *validator = validator_find(forms[i].validator);
        assert_non_null(validator);
        if (validator->accepts(forms[i].value) != forms[i].is_accepted) {
            fail_msg("%s: %s", forms[i].validator, forms[i].value);
        }
    }
}

/* What came out of a pattern is short; what comes out of a cell is anything. */
static void anything_is_looked_at_without_harm(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789012345ABCXYZabc<->./: ,+\xe6\xbc\xa2";
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    const Validator *validator = NULL;
    for (gsize i = 0; (validator = validator_get(i)) != NULL; i++) {
        for (guint n = 0; n < 2000; n++) {
            char value[128];
            gsize length = (gsize)g_rand_int_range(random, 0, (gint32)sizeof value);
            for (gsize k = 0; k < length; k++) {
                value[k] = alphabet[g_rand_int_range(random, 0, (gint32)sizeof alphabet - 1)];
            }
            value[length] = '\0';
            (void)validator->accepts(value);
        }
        assert_true(strlen(validator->source) > 6);
        assert_false(validator->accepts(""));
    }
}

/* A random text of a validator's form. */
static void fill_form(GRand *random, const char *form, char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    for (; *form != '\0'; form++, text++) {
        gint32 from = *form == '#' ? 26 : 0;
        gint32 to = *form == '^' ? 26 : 36;
        gboolean is_random = strchr("#^*", *form) != NULL;
        *text = is_random ? letters[g_rand_int_range(random, from, to)] : *form;
    }
    *text = '\0';
}

static guint count_passing(const Validator *validator, GRand *random, guint texts)
{
    char text[64];
    guint passing = 0;
    for (guint n = 0; n < texts; n++) {
        fill_form(random, validator->form, text);
        passing += validator->accepts(text) ? 1 : 0;
    }
    return passing;
}

/* Whether more than five standard deviations lie between. */
static gboolean is_far(double passing, double expected)
{
    return (passing - expected) * (passing - expected) > 25 * expected + 1;
}

/* One in 10 is written for anything from 9.5 to 10.5, and what is rarer within 3 in a hundred. */
static void as_many_random_texts_pass_as_the_table_says(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(4);
    const Validator *validator = NULL;
    for (gsize i = 0; (validator = validator_get(i)) != NULL; i++) {
        assert_true(strlen(validator->form) < 64 && validator->one_in > 0);
        guint passing = count_passing(validator, random, BODIES);
        double rounding = MAX(0.5, validator->one_in * 0.03);
        double least = BODIES / (validator->one_in + rounding);
        double most = MIN(BODIES, BODIES / (validator->one_in - rounding));
        if ((passing < least && is_far(passing, least)) ||
            (passing > most && is_far(passing, most))) {
            fail_msg("%s: of %d texts %u pass, not one in %u", validator->name, BODIES, passing,
                     validator->one_in);
        }
    }
}

static void every_validator_stands_in_the_documentation(void **state)
{
    (void)state;
    g_autofree char *path = g_build_filename(DAICHO_SOURCE_DIR, "docs", "validators.md", NULL);
    g_autofree char *page = NULL;
    const Validator *validator = NULL;
    assert_true(g_file_get_contents(path, &page, NULL, NULL));
    for (gsize i = 0; (validator = validator_get(i)) != NULL; i++) {
        g_autofree char *number = g_strdup_printf("%u", validator->one_in);
        for (gsize k = strlen(number); k > 3; k -= 3) {
            g_autofree char *shorter = g_steal_pointer(&number);
            number = g_strdup_printf("%.*s,%s", (int)(k - 3), shorter, shorter + k - 3);
        }
        g_autofree char *row = g_strdup_printf("| `%s` | %s | %s |\n", validator->name,
                                               validator->source, number);
        if (strstr(page, row) == NULL) {
            fail_msg("docs/validators.md has no row\n%s", row);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_has_one_check_character_as_often_as_the_scheme_says),
        cmocka_unit_test(a_wrong_digit_is_caught_where_the_scheme_promises_it),
        cmocka_unit_test(a_wrong_digit_is_caught_where_there_are_more_check_digits),
        cmocka_unit_test(a_form_without_a_check_digit_is_looked_at),
        cmocka_unit_test(anything_is_looked_at_without_harm),
        cmocka_unit_test(as_many_random_texts_pass_as_the_table_says),
        cmocka_unit_test(every_validator_stands_in_the_documentation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
