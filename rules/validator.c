#include "rules/validator.h"

#include <string.h>

static const Validator validators[] = {
    {"ae-id", ae_id_accepts, "###############", 1000000,
     "Federal Authority for Identity and Citizenship; ISO/IEC 7812-1 annex B"},
    {"ar-cuit", ar_cuit_accepts, "###########", 145, "AFIP, Resolución General 10/1997"},
    {"at-svnr", at_svnr_accepts, "##########", 265,
     "Dachverband der Sozialversicherungsträger; ASVG paragraph 31"},
    {"au-abn", au_abn_accepts, "###########", 100,
     "A New Tax System (Australian Business Number) Act 1999; Australian Business Register"},
    {"au-acn", au_acn_accepts, "#########", 10,
     "Corporations Act 2001, section 9; Australian Securities and Investments Commission"},
    {"au-medicare", au_medicare_accepts, "##########", 22,
     "Services Australia, Medicare card number"},
    {"au-tfn", au_tfn_accepts, "#########", 11,
     "Taxation Administration Act 1953, part VA; Australian Taxation Office"},
    {"be-national-number", be_national_number_accepts, "###########", 410,
     "Royal Decree of 3 April 1984 on the identification number"},
    {"bg-egn", bg_egn_accepts, "##########", 93,
     "Civil Registration Act, article 11; Ordinance RD-02-20-6 of 2012"},
    {"bic", bic_accepts, "^^^^^^^^", 3, "ISO 9362; ISO 3166-1"},
    {"birth-date", birth_date_accepts, "19##-0#-1#", 1,
     "Era Name Act (Act No. 43 of 1979) and cabinet orders on eras; Gregorian calendar"},
    {"br-cnpj", br_cnpj_accepts, "##############", 100,
     "Receita Federal, Instruções Normativas RFB 2119/2022 and 2229/2024"},
    {"br-cpf", br_cpf_accepts, "###########", 100,
     "Receita Federal, Instrução Normativa RFB 1548/2015"},
    {"ca-sin", ca_sin_accepts, "#########", 13,
     "Employment Insurance Act, section 138; ISO/IEC 7812-1 annex B"},
    {"ch-ahv", ch_ahv_accepts, "#############", 11000,
     "AHVG article 50c; AHVV article 133bis; EAN-13 check digit"},
    {"cl-rut", cl_rut_accepts, "########*", 36,
     "Decreto con Fuerza de Ley 3 of 1969; Servicio de Impuestos Internos"},
    {"cn-resident-id", cn_resident_id_accepts, "##################", 36000,
     "GB 11643-1999; ISO/IEC 7064 MOD 11-2"},
    {"co-nit", co_nit_accepts, "##########", 11, "DIAN, Decreto 2460 of 2013"},
    {"crypto-address", crypto_address_accepts, "1*********************************", 4294967295,
     "Bitcoin's Base58Check; BIP 173; BIP 350"},
    {"cz-sk-birth-number", cz_sk_birth_number_accepts, "##########", 69,
     "Act 133/2000 (CZ), section 13; Act 301/1995 (SK), section 2"},
    {"de-identity-card", de_identity_card_accepts, "^#########", 15,
     "Personalausweisgesetz, section 5; ICAO Doc 9303-3"},
    {"de-social-insurance", de_social_insurance_accepts, "########^###", 275,
     "Sozialgesetzbuch VI, section 147; VKVV section 2"},
    {"de-tax-id", de_tax_id_accepts, "###########", 285,
     "Abgabenordnung, section 139b; ISO/IEC 7064 MOD 11,10"},
    {"dk-cpr", dk_cpr_accepts, "##########", 27,
     "CPR-loven (Act 646 of 2017), section 3; CPR office, structure of the number"},
    {"ee-lt-code", ee_lt_code_accepts, "###########", 76,
     "EVS 585:2007; Lithuanian Law on the Population Register, article 8"},
    {"eg-id", eg_id_accepts, "##############", 490, "Civil Status Law 143 of 1994"},
    {"email", email_accepts, "abc@abc.^^^", 1, "RFC 5321 section 4.5.3.1; RFC 1035 section 2.3.4"},
    {"es-dni", es_dni_accepts, "########^", 26, "Real Decreto 1553/2005, article 11"},
    {"es-nie", es_nie_accepts, "^#######^", 225,
     "Real Decreto 557/2011, article 206; Orden INT/2058/2008"},
    {"eu-vat", eu_vat_accepts, "^^#########", 2300,
     "Council Directive 2006/112/EC, article 215; the member states' check digits"},
    {"fi-hetu", fi_hetu_accepts, "######-###*", 1000,
     "Government Decree 128/2010, sections 2-4, as amended by 690/2022"},
    {"fr-nir", fr_nir_accepts, "###############", 220,
     "Code de la sécurité sociale, article R161-1; INSEE"},
    {"fr-siren", fr_siren_accepts, "#########", 10,
     "Code de commerce, article R123-221; ISO/IEC 7812-1 annex B"},
    {"fr-siret", fr_siret_accepts, "##############", 100,
     "Code de commerce, article R123-221; ISO/IEC 7812-1 annex B"},
    {"geo-coordinate", geo_coordinate_accepts, "##.####, 1##.####", 1, "ISO 6709"},
    {"github-token", github_token_accepts, "ghp_************************************", 4294967295,
     "GitHub, token formats of 2021: CRC-32 in base 62"},
    {"gr-afm", gr_afm_accepts, "#########", 10,
     "Independent Authority for Public Revenue, tax registration number"},
    {"gr-amka", gr_amka_accepts, "###########", 275,
     "Law 3655/2008, article 153; ISO/IEC 7812-1 annex B"},
    {"hk-id", hk_id_accepts, "^#######", 11,
     "Registration of Persons Ordinance (Cap. 177); Immigration Department"},
    {"hr-oib", hr_oib_accepts, "###########", 10,
     "Personal Identification Number Act (NN 60/08); ISO/IEC 7064 MOD 11,10"},
    {"hu-taj", hu_taj_accepts, "#########", 10, "Act XX of 1996, annex 2"},
    {"hu-tax-id", hu_tax_id_accepts, "##########", 110, "Act XX of 1996, annex 1"},
    {"iban", iban_accepts, "^^####################", 7000, "ISO 13616-1; ISO/IEC 7064 MOD 97-10"},
    {"id-nik", id_nik_accepts, "################", 16,
     "Law 24 of 2013 on population administration; Permendagri 72/2022"},
    {"ie-ppsn", ie_ppsn_accepts, "#######^", 26,
     "Social Welfare Consolidation Act 2005, section 262; Revenue Commissioners"},
    {"il-id", il_id_accepts, "#########", 10, "Population Registry Law 1965; Ministry of Interior"},
    {"imei", imei_accepts, "###############", 59,
     "3GPP TS 23.003 section 6.2; ISO/IEC 7812-1 annex B"},
    {"in-aadhaar", in_aadhaar_accepts, "############", 13,
     "Aadhaar Act 2016, section 4; Verhoeff 1969"},
    {"in-gstin", in_gstin_accepts, "##^^^^^####^***", 7900,
     "Central Goods and Services Tax Rules 2017, rule 10"},
    {"in-pan", in_pan_accepts, "^^^^^####^", 2, "Income-tax Rules 1962, rule 114"},
    {"in-voter", in_voter_accepts, "^^^#######", 10,
     "Election Commission of India, electors' photo identity card"},
    {"ipv4", ipv4_accepts, "1##.#.#.##", 1, "RFC 791; RFC 6890"},
    {"ipv4-special", ipv4_special_accepts, "10.#.#.##", 1, "RFC 791; RFC 6890"},
    {"ipv6", ipv6_accepts, "24##:##::#", 1, "RFC 4291; RFC 3849"},
    {"it-codice-fiscale", it_codice_fiscale_accepts, "^^^^^^##^##^###^", 93,
     "Decreto Ministeriale 23 December 1976"},
    {"jp-address", jp_address_accepts, "横浜市西区見本町#-#-#", 1,
     "Japan Post, list of postal codes; Local Autonomy Act (Act No. 67 of 1947), articles 3 and "
     "281"},
    {"jp-addressed-name", jp_addressed_name_accepts, "佐藤花子", 1,
     "UniDic 3.1.1 (NINJAL), surnames and given names"},
    {"jp-corporate-number", jp_corporate_number_accepts, "#############", 10,
     "Ordinance on the Designation of Corporate Numbers (Ministry of Finance No. 70 of 2014), "
     "article 2"},
    {"jp-driver-licence", jp_driver_licence_accepts, "############", 2,
     "Road Traffic Act Enforcement Regulation; codes of the public safety commissions"},
    {"jp-insurer", jp_insurer_accepts, "########", 10,
     "Ministry of Health, Labour and Welfare, insurer numbers (Notice Hoken No. 36 of 1976)"},
    {"jp-listed-name", jp_listed_name_accepts, "佐藤花子", 1,
     "UniDic 3.1.1 (NINJAL), surnames and given names"},
    {"jp-my-number", jp_my_number_accepts, "############", 10,
     "Ordinance of the Ministry of Internal Affairs and Communications No. 85 of 2014, article 5"},
    {"jp-personal-name", jp_personal_name_accepts, "佐藤花子", 1,
     "UniDic 3.1.1 (NINJAL), surnames and given names"},
    {"jp-phone", jp_phone_accepts, "###########", 220,
     "Telecommunications Number Plan (Ministry of Internal Affairs Notice No. 6 of 2019)"},
    {"jp-phone-digits", jp_phone_digits_accepts, "###########", 220,
     "Telecommunications Number Plan (Ministry of Internal Affairs Notice No. 6 of 2019)"},
    {"jp-postal-code", jp_postal_code_accepts, "#######", 1,
     "Japan Post: postal codes begin with 00 to 99"},
    {"jwt", jwt_accepts, "eyJhbGciOiJIUzI1NiJ9.eyJ********.********", 1,
     "RFC 7519; RFC 7515 section 4.1.1"},
    {"kr-brn", kr_brn_accepts, "##########", 11,
     "National Tax Service, business registration number"},
    {"kr-rrn", kr_rrn_accepts, "#############", 71,
     "Resident Registration Act, article 7-2; Immigration Act, article 31"},
    {"lv-code", lv_code_accepts, "###########", 90,
     "Register of Natural Persons Law; Cabinet Regulation 130 of 2017"},
    {"mac", mac_accepts, "##:##:##:##:##:##", 2, "IEEE 802, clause 8; RFC 7042 section 2.1.2"},
    {"mrz", mrz_accepts, "L898902C##UTO#######M#######<<<<<<<<<<<<<<##", 10000,
     "ICAO Doc 9303, parts 3 to 6"},
    {"mx-curp", mx_curp_accepts, "^^^^######^^^^^^*#", 50000,
     "Acuerdo of the Secretaría de Gobernación, DOF 23 October 1996"},
    {"mx-rfc", mx_rfc_accepts, "^^^^######***", 990,
     "Código Fiscal de la Federación, article 27; SAT"},
    {"my-nric", my_nric_accepts, "############", 32, "National Registration Regulations 1990"},
    {"nl-bsn", nl_bsn_accepts, "#########", 11,
     "Wet algemene bepalingen burgerservicenummer; 11-proef"},
    {"no-fodselsnummer", no_fodselsnummer_accepts, "###########", 545,
     "Folkeregisterforskriften, section 2-2"},
    {"nz-ird", nz_ird_accepts, "#########", 72,
     "Tax Administration Act 1994; Inland Revenue, number validation"},
    {"payment-card", payment_card_accepts, "################", 43,
     "ISO/IEC 7812-1 annex B; published issuer ranges"},
    {"payment-card-test", payment_card_test_accepts, "400000##########", 10,
     "ISO/IEC 7812-1 annex B; numbers published for tests"},
    {"pe-ruc", pe_ruc_accepts, "###########", 245, "SUNAT, Decreto Legislativo 943"},
    {"phone", phone_accepts, "+###########", 5,
     "ITU-T E.164; the countries' numbering plans, as libphonenumber has them"},
    {"phone-americas", phone_americas_accepts, "##########", 1,
     "the numbering plans of the Americas, as libphonenumber has them"},
    {"phone-apac", phone_apac_accepts, "##########", 1,
     "the numbering plans of Asia and Oceania, as libphonenumber has them"},
    {"phone-eu", phone_eu_accepts, "##########", 1,
     "the numbering plans of Europe, as libphonenumber has them"},
    {"phone-gb", phone_gb_accepts, "###########", 36,
     "Ofcom, National Telephone Numbering Plan, as libphonenumber has it"},
    {"phone-mea", phone_mea_accepts, "##########", 12,
     "the numbering plans of the Middle East and Africa, as libphonenumber has them"},
    {"phone-us", phone_us_accepts, "##########", 3,
     "North American Numbering Plan, INC 95-0407-008, as libphonenumber has it"},
    {"pl-nip", pl_nip_accepts, "##########", 12,
     "Act of 13 October 1995 on taxpayers' registration"},
    {"pl-pesel", pl_pesel_accepts, "###########", 55,
     "Act of 24 September 2010 on the population register, article 15"},
    {"pt-nif", pt_nif_accepts, "#########", 32, "Decreto-Lei 14/2013; Portaria 386/98"},
    {"ro-cnp", ro_cnp_accepts, "#############", 550, "Law 105/1996; Government Decision 1375/2006"},
    {"sa-id", sa_id_accepts, "##########", 50, "Ministry of Interior; ISO/IEC 7812-1 annex B"},
    {"se-personnummer", se_personnummer_accepts, "##########", 135,
     "Folkbokföringslag (1991:481), section 18; Skatteverket SKV 704"},
    {"sg-nric", sg_nric_accepts, "^#######^", 135,
     "National Registration Act 1965; Immigration and Checkpoints Authority"},
    {"sg-uen", sg_uen_accepts, "########^", 26,
     "Accounting and Corporate Regulatory Authority, unique entity number"},
    {"si-emso", si_emso_accepts, "#############", 270,
     "Central Population Register Act (ZCRP), article 6"},
    {"th-id", th_id_accepts, "#############", 13,
     "Civil Registration Act B.E. 2534; Department of Provincial Administration"},
    {"tr-tckn", tr_tckn_accepts, "###########", 110, "Population Services Law 5490, article 46"},
    {"tw-id", tw_id_accepts, "^#########", 25,
     "Household Registration Act; Ministry of the Interior"},
    {"uk-driving-licence", uk_driving_licence_accepts, "^^^^^######^^***", 14,
     "Driver and Vehicle Licensing Agency, driver number"},
    {"uk-nhs", uk_nhs_accepts, "##########", 11, "NHS Data Dictionary, NHS number"},
    {"uk-nino", uk_nino_accepts, "^^######^", 12,
     "HM Revenue and Customs, National Insurance Manual NIM39110"},
    {"uk-utr", uk_utr_accepts, "##########", 10,
     "HM Revenue and Customs, unique taxpayer reference"},
    {"us-aba", us_aba_accepts, "#########", 27,
     "American Bankers Association, routing number policy"},
    {"us-dea", us_dea_accepts, "^^#######", 14,
     "21 CFR part 1301; Drug Enforcement Administration"},
    {"us-ein", us_ein_accepts, "#########", 1,
     "26 CFR 301.6109-1; Internal Revenue Service, prefixes"},
    {"us-itin", us_itin_accepts, "#########", 23,
     "26 CFR 301.6109-1; Internal Revenue Manual 3.21.263"},
    {"us-mbi", us_mbi_accepts, "#^*#^*#^^##", 5,
     "Centers for Medicare and Medicaid Services, MBI format"},
    {"us-npi", us_npi_accepts, "##########", 50,
     "45 CFR 162.406; ISO/IEC 7812-1 annex B with prefix 80840"},
    {"us-ssn", us_ssn_accepts, "#########", 1, "Social Security Administration, POMS RM 10201.035"},
    {"uy-ci", uy_ci_accepts, "########", 11,
     "Decreto-Ley 14762 of 1978; Dirección Nacional de Identificación Civil"},
    {"vn-id", vn_id_accepts, "############", 26,
     "Law on Identity 26/2023/QH15; Circular 59/2021/TT-BCA"},
    {"western-name", western_name_accepts, "Abc Abc", 1,
     "forms of names in European languages; no list"},
    {"za-id", za_id_accepts, "#############", 890,
     "Identification Act 68 of 1997; ISO/IEC 7812-1 annex B"},
};

ValidatorLocate validator_get_locate(const Validator *validator)
{
    return validator->accepts == jp_address_accepts ? jp_address_locate : NULL;
}

const Validator *validator_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(validators); i++) {
        if (strcmp(validators[i].name, name) == 0) {
            return &validators[i];
        }
    }
    return NULL;
}

gboolean validator_is_shortened(const Validator *validator)
{
    return g_str_has_prefix(validator->name, "phone");
}

const Validator *validator_get(gsize place)
{
    return place < G_N_ELEMENTS(validators) ? &validators[place] : NULL;
}

ValidatorStrength validator_strength(const Validator *validator)
{
    static const guint from[] = {
        [VALIDATOR_CHECK] = 4, [VALIDATOR_CHECKS] = 50, [VALIDATOR_PROOF] = 5000};
    ValidatorStrength strength = VALIDATOR_FORM;
    while (validator != NULL && strength < VALIDATOR_PROOF &&
           validator->one_in >= from[strength + 1]) {
        strength++;
    }
    return strength;
}

gsize validator_digits(const char *value, char *digits, gsize capacity)
{
    gsize length = 0;
    for (; *value != '\0'; value++) {
        if (!g_ascii_isdigit(*value)) {
            continue;
        }
        if (length + 1 < capacity) {
            digits[length] = *value;
        }
        length++;
    }
    digits[MIN(length, capacity - 1)] = '\0';
    return length;
}

gboolean validator_take_digits(const char *value, char *digits, gsize length)
{
    return validator_digits(value, digits, length + 1) == length;
}

static gboolean fits(char form, char character)
{
    return form == 'D'   ? g_ascii_isdigit(character)
           : form == 'A' ? g_ascii_isalpha(character)
                         : form == 'X';
}

gboolean validator_take_code(const char *value, char *code, const char *form)
{
    for (; *value != '\0'; value++) {
        if (!g_ascii_isalnum(*value)) {
            continue;
        }
        if (!fits(*form, *value)) {
            return FALSE;
        }
        *code++ = g_ascii_toupper(*value);
        form++;
    }
    *code = '\0';
    return *form == '\0';
}

gboolean validator_lists(const char *list, const char *code, gsize n)
{
    for (; *list != '\0'; list += n + 1) {
        if (list[0] == code[0] && list[n - 1] == code[n - 1] && memcmp(list, code, n) == 0) {
            return TRUE;
        }
    }
    return FALSE;
}

int validator_number(const char *digits, gsize n_digits)
{
    int number = 0;
    for (gsize i = 0; i < n_digits; i++) {
        number = number * 10 + (digits[i] - '0');
    }
    return number;
}
