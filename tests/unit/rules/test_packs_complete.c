#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "rules/context.h"
#include "rules/rule.h"
#include "tests/unit/rules/fixture_rules.h"

/* What the packs promise of every rule, and the identifiers that they promise. */

static int load(void **state)
{
    *state = fixture_rules_load_packs();
    return 0;
}

static int unload(void **state)
{
    daicho_rules_free(*state);
    return 0;
}

static const Rule *rule_at(DaichoRules *rules, guint i)
{
    return g_ptr_array_index(rules->rules, i);
}

static guint count(char **examples)
{
    return examples == NULL ? 0 : g_strv_length(examples);
}

static void every_rule_has_titles_a_source_and_five_examples_of_each(void **state)
{
    DaichoRules *rules = *state;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        const DaichoRule *info = &rule->info;
        if (count(rule->matches) < 5 || count(rule->no_matches) < 5) {
            fail_msg("%s: %u to match, %u not to", info->id, count(rule->matches),
                     count(rule->no_matches));
        }
        if (info->source == NULL || info->title_ja == NULL ||
            strcmp(info->title_en, info->id) == 0) {
            fail_msg("%s has no source, or not both titles", info->id);
        }
    }
}

static void every_example_stands_there_once(void **state)
{
    DaichoRules *rules = *state;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
        char **const lists[] = {rule->matches, rule->no_matches};
        for (gsize k = 0; k < G_N_ELEMENTS(lists); k++) {
            for (char **example = lists[k]; *example != NULL; example++) {
                if (!g_hash_table_add(seen, *example)) {
                    fail_msg("%s: \"%s\" twice", rule->info.id, *example);
                }
            }
        }
    }
}

static gboolean is_lowered(const Rule *rule)
{
    gboolean is = FALSE;
    for (guint i = 0; i < rule->contexts->len; i++) {
        is = is || g_array_index(rule->contexts, RuleContext, i).points < 0;
    }
    return is;
}

/* Whether what its pattern takes of an example, its label included, is digits and what divides them. */
static gboolean takes_digits_alone(DaichoRules *rules, const Rule *rule, const char *example)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(example, strlen(example), &length);
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(rules->match_data);
    if (rule->pattern == NULL || !context_occurs(rules, rule->pattern, folded, length)) {
        return FALSE;
    }
    gsize taken = places[1] - places[0];
    return taken > 0 && strspn(folded + places[0], "0123456789 -./") >= taken;
}

/* Digits are numbers of orders, parts and much else, too. A dot within them, or eleven characters of
 * which one is a colon, speak for themselves. */
static void digits_alone_have_words_against_them(void **state)
{
    DaichoRules *rules = *state;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        if (is_lowered(rule) || strcmp(rule->info.category, "none") == 0) {
            continue;
        }
        for (char **example = rule->matches; *example != NULL; example++) {
            if (takes_digits_alone(rules, rule, *example)) {
                fail_msg("%s takes \"%s\" and nothing lowers it", rule->info.id, *example);
            }
        }
    }
}

/* Words and names in which short words of other meaning hide. */
static const char *const ordinary[] = {
    "department", "apartment",   "participate",    "party",       "hotel",     "platform",
    "late",       "latest",      "translate",      "shipping",    "spinning",  "pinpoint",
    "border",     "recorder",    "reordering",     "disorder",    "inversion", "conversion",
    "along",      "belong",      "only",           "colony",      "pigeon",    "geology",
    "geometry",   "private",     "arrival",        "trivial",     "nissan",    "massacre",
    "circuit",    "biscuit",     "truth",          "brute",       "runtime",   "running",
    "trunk",      "nitrogen",    "igniting",       "unit",        "selector",  "epicentre",
    "dedicated",  "candidate",   "update",         "validate",    "mandate",   "checking",
    "savings",    "machine",     "stomach",        "macro",       "whether",   "together",
    "ethernet",   "masterpiece", "mastering",      "discard",     "cardinal",  "cardiac",
    "wildcard",   "postcard",    "scorecard",      "zipper",      "unzip",     "japan",
    "january",    "bean",        "ocean",          "meaning",     "shall",     "share",
    "shadow",     "crash",       "flash",          "hashed",      "dealing",   "idea",
    "ideal",      "abandon",     "aback",          "panel",       "expand",    "finish",
    "define",     "final",       "single",         "using",       "business",  "basin",
    "ninth",      "beginning",   "opinion",        "ruckus",      "truck",     "nipple",
    "manipulate", "snippet",     "tinted",         "printing",    "meeting",   "routine",
    "nathan",     "naseem",      "gasnas",         "bicycle",     "swiftly",   "cubic",
    "public",     "gpsd",        "description",    "decide",      "incident",  "accident",
    "invalid",    "solid",       "identical",      "overrides",   "leverage",  "every",
    "reverse",    "oversee",     "remote control", "clientele",   "discover",  "covering",
    "sectional",  "bisection",   "adventure",      "sofia",       "taiga",     "patience",
    "impatient",  "lotus",       "pilot",          "allotment",   "batch job", "homing",
    "moment",     "chips",       "relation",       "translation", "versed",    "adverse",
    "experience", "respire",     "cvcs",           "jacobite",    "ejcb",      "visage",
    "advisable",  "invisible",   "etherean",       "aether",      "telescope", "telegram",
};

static gboolean is_excepted(const Rule *rule)
{
    static const char *const ids[] = {"jp.phone", "us.phone", "jp.postal-code", "uk.postcode",
                                      NULL};
    return g_strv_contains(ids, rule->info.id);
}

static void no_word_of_the_context_hides_in_an_ordinary_one(void **state)
{
    DaichoRules *rules = *state;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = rule_at(rules, i);
        for (guint k = 0; k < rule->contexts->len && !is_excepted(rule); k++) {
            const RuleContext *context = &g_array_index(rule->contexts, RuleContext, k);
            for (gsize w = 0; w < G_N_ELEMENTS(ordinary); w++) {
                if (context_occurs(rules, context->words, ordinary[w], strlen(ordinary[w]))) {
                    fail_msg("%s: %+d points for \"%s\"", rule->info.id, context->points,
                             ordinary[w]);
                }
            }
        }
    }
}

/* Identifiers by pack, as rules/packs promises them. */
static const char *const promised[] = {
    "common.email",
    "common.payment-card",
    "common.iban",
    "common.bic",
    "common.imei",
    "common.mrz",
    "common.ipv4",
    "common.ipv6",
    "common.mac",
    "common.birth-date",
    "common.geo-coordinate",
    "common.url-credential",
    "common.private-key",
    "common.github-token",
    "common.cloud-key",
    "common.service-token",
    "common.jwt",
    "common.password",
    "common.crypto-address",
    "jp.my-number",
    "jp.corporate-number",
    "jp.phone",
    "jp.phone-digits",
    "jp.address-delivery",
    "jp.address-block",
    "jp.address-part",
    "jp.postal-code",
    "jp.address",
    "jp.address-local",
    "jp.address-place",
    "jp.name",
    "jp.name-honorific",
    "jp.birth-date",
    "jp.passport",
    "jp.driver-licence",
    "jp.residence-card",
    "jp.basic-pension-number",
    "jp.health-insurance",
    "jp.health-insurance-symbol",
    "jp.employment-insurance",
    "jp.resident-code",
    "jp.bank-account",
    "jp.post-bank-account",
    "jp.vehicle-plate",
    "jp.special-care",
    "us.ssn",
    "us.itin",
    "us.ein",
    "us.npi",
    "us.dea",
    "us.mbi",
    "us.aba",
    "us.passport",
    "us.driver-licence",
    "us.bank-account",
    "us.phone",
    "uk.nino",
    "uk.nhs-number",
    "uk.driving-licence",
    "uk.utr",
    "uk.postcode",
    "uk.passport",
    "uk.bank-account",
    "de.tax-id",
    "de.social-insurance",
    "de.identity-card",
    "fr.nir",
    "fr.siren",
    "fr.siret",
    "it.codice-fiscale",
    "es.dni",
    "es.nie",
    "pt.nif",
    "nl.bsn",
    "be.national-number",
    "at.svnr",
    "ch.ahv",
    "pl.pesel",
    "pl.nip",
    "se.personnummer",
    "fi.hetu",
    "dk.cpr",
    "no.fodselsnummer",
    "ie.ppsn",
    "cz-sk.birth-number",
    "hu.tax-id",
    "hu.taj",
    "ro.cnp",
    "bg.egn",
    "gr.amka",
    "gr.afm",
    "hr.oib",
    "ee-lt.personal-code",
    "lv.personal-code",
    "si.emso",
    "tr.tckn",
    "eu.vat",
    "kr.rrn",
    "kr.rrn-digits",
    "kr.frn",
    "kr.brn",
    "cn.resident-id",
    "tw.id",
    "hk.id",
    "sg.nric",
    "sg.uen",
    "my.nric",
    "th.id",
    "id.nik",
    "ph.tin",
    "vn.id",
    "in.aadhaar",
    "in.pan",
    "in.gstin",
    "in.voter",
    "in.passport",
    "au.tfn",
    "au.abn",
    "au.acn",
    "au.medicare",
    "nz.ird",
    "ca.sin",
    "br.cpf",
    "br.cpf-digits",
    "br.cnpj",
    "mx.curp",
    "mx.rfc",
    "ar.cuit",
    "cl.rut",
    "co.nit",
    "pe.ruc",
    "pe.dni",
    "uy.ci",
    "za.id",
    "il.id",
    "ae.id",
    "sa.id",
    "ng.nin",
    "eg.id",
};

static void every_identifier_promised_has_its_rule(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(promised); i++) {
        if (daicho_rules_find(*state, promised[i]) == NULL) {
            fail_msg("%s", promised[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_titles_a_source_and_five_examples_of_each),
        cmocka_unit_test(every_example_stands_there_once),
        cmocka_unit_test(digits_alone_have_words_against_them),
        cmocka_unit_test(no_word_of_the_context_hides_in_an_ordinary_one),
        cmocka_unit_test(every_identifier_promised_has_its_rule),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
