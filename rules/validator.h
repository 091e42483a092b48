#ifndef DAICHO_RULES_VALIDATOR_H
#define DAICHO_RULES_VALIDATOR_H

#include <glib.h>

/*
 * A validator looks at the folded text of a match and says whether it can be what its rule says:
 * check digits, ranges, calendars. One C file and one row of the table each.
 */
typedef struct {
    const char *name;
    gboolean (*accepts)(const char *value);
    const char *form;   /* what it reads: # any digit, ^ any capital, * either; else itself */
    guint one_in;       /* of so many random texts of that form one is accepted */
    const char *source; /* law, standard or authority */
} Validator;

/* How much it says that a validator accepts a text, by its one_in. */
typedef enum {
    VALIDATOR_FORM,   /* below 4, or no validator: little more than what the pattern says */
    VALIDATOR_CHECK,  /* below 50: one check digit */
    VALIDATOR_CHECKS, /* below 5,000: two of them, or one and a date */
    VALIDATOR_PROOF,  /* an IBAN's two check digits behind its country */
} ValidatorStrength;

/* Of NULL, too. */
ValidatorStrength validator_strength(const Validator *validator);

/*
 * Some validators know better than the pattern where a value begins, which then only says where to
 * look: moves *start, perhaps to before the match, or leaves it. end is the match's.
 */
typedef void (*ValidatorLocate)(const char *text, gsize *start, gsize end);

/* NULL when the validator takes a match as it is. */
ValidatorLocate validator_get_locate(const Validator *validator);

/* NULL when there is none of that name. */
const Validator *validator_find(const char *name);

/* Whether a match may run on into a number behind it, as in "+44 20 7946 0018 2 persons": without its
 * last groups of digits, where a space parts them, it may still be a value. */
gboolean validator_is_shortened(const Validator *validator);

/* The one at the place, in order of their names; NULL past the last. */
const Validator *validator_get(gsize place);

gboolean ae_id_accepts(const char *value);
gboolean ar_cuit_accepts(const char *value);
gboolean at_svnr_accepts(const char *value);
gboolean au_abn_accepts(const char *value);
gboolean au_acn_accepts(const char *value);
gboolean au_medicare_accepts(const char *value);
gboolean au_tfn_accepts(const char *value);
gboolean be_national_number_accepts(const char *value);
gboolean bg_egn_accepts(const char *value);
gboolean bic_accepts(const char *value);
gboolean birth_date_accepts(const char *value);
gboolean br_cnpj_accepts(const char *value);
gboolean br_cpf_accepts(const char *value);
gboolean ca_sin_accepts(const char *value);
gboolean ch_ahv_accepts(const char *value);
gboolean cl_rut_accepts(const char *value);
gboolean cn_resident_id_accepts(const char *value);
gboolean co_nit_accepts(const char *value);
gboolean crypto_address_accepts(const char *value);
gboolean cz_sk_birth_number_accepts(const char *value);
gboolean de_identity_card_accepts(const char *value);
gboolean de_social_insurance_accepts(const char *value);
gboolean de_tax_id_accepts(const char *value);
gboolean dk_cpr_accepts(const char *value);
gboolean ee_lt_code_accepts(const char *value);
gboolean eg_id_accepts(const char *value);
gboolean email_accepts(const char *value);
gboolean es_dni_accepts(const char *value);
gboolean es_nie_accepts(const char *value);
gboolean eu_vat_accepts(const char *value);
gboolean fi_hetu_accepts(const char *value);
gboolean fr_nir_accepts(const char *value);
gboolean fr_siren_accepts(const char *value);
gboolean fr_siret_accepts(const char *value);
gboolean geo_coordinate_accepts(const char *value);
gboolean github_token_accepts(const char *value);
gboolean gr_afm_accepts(const char *value);
gboolean gr_amka_accepts(const char *value);
gboolean hk_id_accepts(const char *value);
gboolean hr_oib_accepts(const char *value);
gboolean hu_taj_accepts(const char *value);
gboolean hu_tax_id_accepts(const char *value);
gboolean iban_accepts(const char *value);
gboolean id_nik_accepts(const char *value);
gboolean ie_ppsn_accepts(const char *value);
gboolean il_id_accepts(const char *value);
gboolean imei_accepts(const char *value);
gboolean in_aadhaar_accepts(const char *value);
gboolean in_gstin_accepts(const char *value);
gboolean in_pan_accepts(const char *value);
gboolean in_voter_accepts(const char *value);
gboolean ipv4_accepts(const char *value);
gboolean ipv4_special_accepts(const char *value);
gboolean ipv6_accepts(const char *value);
gboolean it_codice_fiscale_accepts(const char *value);
gboolean jp_address_accepts(const char *value);
gboolean jp_addressed_name_accepts(const char *value);
gboolean jp_listed_name_accepts(const char *value);
gboolean jp_personal_name_accepts(const char *value);
gboolean jp_corporate_number_accepts(const char *value);
gboolean jp_driver_licence_accepts(const char *value);
gboolean jp_insurer_accepts(const char *value);
gboolean jp_my_number_accepts(const char *value);
gboolean jp_phone_accepts(const char *value);
gboolean jp_phone_digits_accepts(const char *value);
gboolean jp_postal_code_accepts(const char *value);
gboolean jwt_accepts(const char *value);
gboolean kr_brn_accepts(const char *value);
gboolean kr_rrn_accepts(const char *value);
gboolean lv_code_accepts(const char *value);
gboolean mac_accepts(const char *value);
gboolean mrz_accepts(const char *value);
gboolean mx_curp_accepts(const char *value);
gboolean mx_rfc_accepts(const char *value);
gboolean my_nric_accepts(const char *value);
gboolean nl_bsn_accepts(const char *value);
gboolean no_fodselsnummer_accepts(const char *value);
gboolean nz_ird_accepts(const char *value);
gboolean payment_card_accepts(const char *value);
gboolean payment_card_test_accepts(const char *value);
gboolean pe_ruc_accepts(const char *value);
gboolean phone_accepts(const char *value);
gboolean phone_americas_accepts(const char *value);
gboolean phone_apac_accepts(const char *value);
gboolean phone_eu_accepts(const char *value);
gboolean phone_gb_accepts(const char *value);
gboolean phone_mea_accepts(const char *value);
gboolean phone_us_accepts(const char *value);
gboolean pl_nip_accepts(const char *value);
gboolean pl_pesel_accepts(const char *value);
gboolean pt_nif_accepts(const char *value);
gboolean ro_cnp_accepts(const char *value);
gboolean sa_id_accepts(const char *value);
gboolean se_personnummer_accepts(const char *value);
gboolean sg_nric_accepts(const char *value);
gboolean sg_uen_accepts(const char *value);
gboolean si_emso_accepts(const char *value);
gboolean th_id_accepts(const char *value);
gboolean tr_tckn_accepts(const char *value);
gboolean tw_id_accepts(const char *value);
gboolean uk_driving_licence_accepts(const char *value);
gboolean uk_nhs_accepts(const char *value);
gboolean uk_nino_accepts(const char *value);
gboolean uk_utr_accepts(const char *value);
gboolean us_aba_accepts(const char *value);
gboolean us_dea_accepts(const char *value);
gboolean us_ein_accepts(const char *value);
gboolean us_itin_accepts(const char *value);
gboolean us_mbi_accepts(const char *value);
gboolean us_npi_accepts(const char *value);
gboolean us_ssn_accepts(const char *value);
gboolean uy_ci_accepts(const char *value);
gboolean vn_id_accepts(const char *value);
gboolean western_name_accepts(const char *value);
gboolean za_id_accepts(const char *value);

void jp_address_locate(const char *text, gsize *start, gsize end);

/* The digits of value without what separates them, at most capacity - 1 of them, ended by NUL;
 * returns how many there are in all. */
gsize validator_digits(const char *value, char *digits, gsize capacity);

/* Exactly length digits in value, whatever separates them; digits has room for length + 1. */
gboolean validator_take_digits(const char *value, char *digits, gsize length);

/*
 * The letters (as capitals) and digits of value, whatever separates them, if they have the form: A for a
 * letter, D for a digit, X for either. code has room for them and a NUL.
 */
gboolean validator_take_code(const char *value, char *code, const char *form);

/* Whether the first n characters of code stand in the list, each entry of which ends with a space. */
gboolean validator_lists(const char *list, const char *code, gsize n);

/* The number that the first n_digits of digits make; all of them must be digits, nine at most. */
int validator_number(const char *digits, gsize n_digits);

/* A date in any spelling as YYYY-MM-DD, Western or era (明治, 大正, 昭和, 平成, 令和; M T S H R); NULL
 * when it is none (g_free). Of two numbers before the year the first is the day, unless the second is
 * more than 12. */
char *birth_date_to_iso(const char *value);

/* National digits of a Japanese telephone number: +81 90… as 090… (g_free). */
char *jp_phone_to_national(const char *value);

#endif
