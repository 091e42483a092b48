#ifndef DAICHO_RULES_RULES_H
#define DAICHO_RULES_RULES_H

#include <glib.h>

#include "base/key.h"

/*
 * Rules find personal data in text. A rule is data in a YAML pack; findings are defined by PCRE2
 * over the width-folded UTF-8 text, then by the rule's validator, then by its context. Pure: after
 * loading, nothing here reads a file, a clock or the environment. One set serves one thread.
 */

/* Confidence is 0-100. */
#define DAICHO_CONFIDENCE_MEDIUM 40
#define DAICHO_CONFIDENCE_HIGH 75

/* "low", "medium", "high": static. */
const char *daicho_confidence_level(guint confidence);

/* "low", "medium", "high" or a number 0-100. */
gboolean daicho_confidence_parse(const char *text, guint *confidence);

typedef struct DaichoRules DaichoRules;

/* What a person may want to know of a rule. Strings are borrowed from the set. */
typedef struct {
    const char *id; /* "jp.my-number" */
    const char *title_en;
    const char *title_ja; /* NULL when the pack gives none */
    const char *category; /* one of daicho_categories, or "none" */
    const char
        *kind; /* of the value: "email", "phone", "name", "address", "birth-date", else the id */
    const char *pattern;   /* PCRE2 over text; NULL when the rule reads only columns */
    const char *validator; /* NULL when there is none */
    const char *source;    /* law, standard or authority; NULL when not given */
    const char *file;      /* the pack */
    guint line;
    guint confidence;  /* when pattern and validator hold and nothing else does */
    guint n_keywords;  /* instead of a pattern; 0 when there are none */
    const char *known; /* the file of known values that decides; NULL when there is none */
} DaichoRule;

/* The data categories, NULL-terminated. */
extern const char *const daicho_categories[];

/*
 * Loads packs in order; each entry of paths is a .yaml file or a folder of them (read in name
 * order). A rule whose id was seen before replaces the earlier one; "enabled: false" removes it.
 * names selects packs by file name without ".yaml" within folders; NULL takes all.
 * Errors name file, line and column (DAICHO_ERROR_USAGE), bad patterns and unknown validators
 * included.
 */
DaichoRules *daicho_rules_load(const char *const *paths, const char *const *names, GError **error);

/* The packs that are part of the program, NULL-terminated: "common", "jp", "us". */
extern const char *const daicho_rules_builtin_packs[];

/* The same for packs of the program, by name and in that order, and then those of paths. */
DaichoRules *daicho_rules_load_builtin(const char *const *packs, const char *const *paths,
                                       GError **error);
void daicho_rules_free(DaichoRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoRules, daicho_rules_free)

guint daicho_rules_get_length(const DaichoRules *rules);
const DaichoRule *daicho_rules_get(const DaichoRules *rules, guint index);
const DaichoRule *daicho_rules_find(const DaichoRules *rules, const char *id);

/* BLAKE2b-256 of every rule's definition and the matcher's version, as hexadecimal; borrowed. A
 * file read under another digest must be read again. */
const char *daicho_rules_get_digest(const DaichoRules *rules);

/*
 * A set that finds given values literally, however they are written: case, width, spaces within
 * names, hyphens and parentheses within telephone numbers, 丁目/番地/hyphens in addresses do not
 * matter. One rule per value, its id "subject.<kind>". kinds and values run side by side, both
 * NULL-terminated. A value that is part of a longer one of its kind is not found; a name of kanji
 * or katakana that runs on in the same script, and so may be another name, is found with medium
 * confidence, all else with 100.
 */
DaichoRules *daicho_rules_new_literals(const char *const *kinds, const char *const *values,
                                       GError **error);

/*
 * A set whose one rule, "field.date", finds every cell that is not empty in the columns (or under the
 * keys) of a name, whatever is in it. The sample is not masked: it is the date that the cell names as
 * daicho_named_date_format has it, or "?" when it names none. For deciding how long records are
 * kept, never for the catalog.
 */
DaichoRules *daicho_rules_new_field_dates(const char *field, GError **error);

/* --- matching --- */

/* How matches are found. Both find the same; the second is the plain truth to hold the first against:
 * PCRE2 over the whole text, rule after rule. */
typedef enum { DAICHO_ENGINE_FAST, DAICHO_ENGINE_PCRE2 } DaichoEngine;

/* A new set has the fast one. */
void daicho_rules_set_engine(DaichoRules *rules, DaichoEngine engine);

/*
 * Makes ready what a match of so many bytes needs that is not there yet: for who forks processes that
 * match. 0: what any match needs.
 */
void daicho_rules_prepare(DaichoRules *rules, gsize bytes);

/*
 * The first bytes, so many, are matched as the second engine does, without what daicho_rules_prepare
 * makes ready, which takes as long as a hundred small files: for who has few files to read.
 */
void daicho_rules_delay(DaichoRules *rules, gsize bytes);

/* One cell of a table, or one value of a JSON document, within a text. */
typedef struct {
    gsize start, end;      /* byte offsets in the text; end exclusive */
    guint32 record;        /* the record that it belongs to: an index into DaichoText.records */
    guint32 label;         /* index into DaichoText.labels; G_MAXUINT32 when it has none */
    guint32 table, column; /* which of the item's tables, and of its columns, from 1; 0: of none */
} DaichoCell;

/* A record in a text: a row, a JSON line, a line. */
typedef struct {
    gsize start, end; /* byte offsets in the text; end exclusive, its line end included */
    guint64 number;   /* from 1 within the part */
} DaichoRecord;

/*
 * What the columns of an item's tables hold, counted while its texts are matched: how many cells, and for
 * each rule how many places its pattern fitted and how many of them its validator accepted. A few
 * counters a column and rule, however long the table. rules are borrowed.
 */
typedef struct DaichoColumns DaichoColumns;
DaichoColumns *daicho_columns_new(DaichoRules *rules);
void daicho_columns_free(DaichoColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoColumns, daicho_columns_free)

/*
 * The confidence that a match in a column has once all of the table was seen; 0: it is not what its rule
 * says. The first that applies:
 *  1. the header has words of the rule: as it was;
 *  2. the header says something else, for a rule of numbers: 0. That is a word for numbers of things (注文番号,
 *     品番, serial, qty …) or one of another rule of numbers. Proof (below) is exempt;
 *  3. no more of at least 20 numbers of the form pass than chance lets pass: at most 20;
 *  4. nine in ten of the form pass, they are half of the filled cells, by chance that happens less than
 *     once in a million columns, and the validator has a check digit (numbers that are counted up fit a
 *     numbering plan or a calendar by the column): at least 80, unless the table is a catalogue;
 *  5. the table is of persons (a column of names, addresses or mail), nine in ten of the form pass, three
 *     at least: 15 more; it is a catalogue (two columns of things, none of persons): 25 less.
 * 2 and 5 are for rules that have a validator, or low confidence by themselves.
 */
guint daicho_columns_judge(DaichoColumns *columns, guint32 table, guint32 column,
                           const DaichoRule *rule, guint confidence);

/* Forgets the counts, but for what the first texts say of those behind them: they were shown for that. */
void daicho_columns_keep_head(DaichoColumns *columns);

/* Adds what was counted of texts behind those that columns has; of the same rules. */
void daicho_columns_add(DaichoColumns *columns, const DaichoColumns *more);

/* The counts of the first table as bytes, for another process of the same rules (g_byte_array_unref). */
GByteArray *daicho_columns_to_bytes(const DaichoColumns *columns);

/* NULL when the bytes are damaged. */
DaichoColumns *daicho_columns_from_bytes(DaichoRules *rules, const guint8 *bytes, gsize length);

/* Whether a header refuted any match so far (2.), or words around one left it no confidence: a search for a person has to look there all the same. */
gboolean daicho_columns_have_refuted(const DaichoColumns *columns);

/*
 * Valid UTF-8 with what is known of its structure. Where cells are given a match lies within one
 * cell. Where records are given (in order, not overlapping) every match lies in one of them.
 */
typedef struct {
    const char *text;
    gsize length;
    const DaichoCell *cells; /* in order; NULL for running text */
    gsize n_cells;
    const DaichoRecord *records;
    gsize n_records;
    const char *const *labels; /* column headers or keys */
    guint32 n_labels;
    const char
        *folder_label; /* more context for every match, such as the folder's name; may be NULL */
    DaichoColumns *columns; /* counted on; NULL: each cell by itself */
} DaichoText;

typedef struct {
    const DaichoRule *rule;
    gsize start, end;      /* byte offsets in the text; end exclusive */
    gsize record;          /* index into DaichoText.records; 0 when there are none */
    guint32 table, column; /* as its cell has them */
    guint confidence;
    const char *value;  /* normalised for the fingerprint */
    const char *sample; /* masked: safe to show and to store */
} DaichoMatch;

typedef void (*DaichoMatchFunc)(const DaichoMatch *match, gpointer data);

/*
 * Calls found for every match, in order of start. Matches below minimum_confidence are dropped, and those
 * that the header of a column that is counted refutes (2 above). A rule
 * of category "none" takes part in the choice but is reported only when minimum_confidence is 0.
 *
 * Of overlapping matches one is kept. What decides, the first in which they differ:
 *  1. medium confidence or more before less: what is shown does not give way to what is not;
 *  2. evidence, strongest first: a validator that one in 5,000 random texts or fewer pass, or a value that
 *     is known (proof); a label (a word that raises the rule in the cell's header, or right in front;
 *     one that the pattern asks for); a validator that one in 50 or fewer pass; one in four or fewer;
 *     none, or one that more pass; and last, what its rule's own words lowered, proof excepted;
 *     Of a table's column that is counted, what was seen of it so far counts as well: certain (4 below) as
 *     proof, chance or another header (2, 3) as lowered;
 *  3. the validator's strength, in the same four steps;
 *  4. raised by words, or labelled, before not;
 *  5. length;
 *  6. confidence; 7. the earlier rule.
 * The best of all is kept, then the best of those that it leaves: a loser takes nothing with it.
 *
 * A pattern that reaches the match limit is switched off for the rest of this text; the rule's id
 * is added to *limited (a GPtrArray of borrowed strings, may be NULL), so that the item can be
 * marked partly read. Nothing hangs.
 */
void daicho_rules_match(DaichoRules *rules, const DaichoText *text, guint minimum_confidence,
                        DaichoMatchFunc found, gpointer data, GPtrArray *limited);

/* --- values --- */

/*
 * The canonical form of a value of a kind, by which equal values have equal fingerprints: e-mail
 * in lower case, telephone in the digits dialled within its country (+81 90… is 090…), name and address folded without
 * spaces (丁目, 番地, 号 as hyphens), birth date as YYYY-MM-DD from any era, anything else as
 * folded upper-case letters and digits. NULL when text holds no such value.
 */
char *daicho_rules_normalise(const char *kind, const char *text);

/* A folded name with its kanji in all their forms (高, 髙), but as it is: at most 63 (g_strfreev). */
char **daicho_name_vary(const char *name);

/* One word of kana in lower-case Latin letters, each spelling once (g_strfreev): empty when it is
 * not all kana, or longer than 16 characters. Hepburn and Kunrei, long vowels in every way. */
char **daicho_name_romanise(const char *kana);

/*
 * The canonical form of an address up to its block numbers, the whole without the prefecture, and
 * that without both (g_free). The first two are NULL unless it has a building; the last, and the
 * second, unless it has a prefecture.
 */
void daicho_address_shorten(const char *address, char **without_building, char **without_prefecture,
                            char **shortest);

/* Whether a column or key of this name is one for values of a kind, by the words of the kind's rules. */
gboolean daicho_rules_label_fits(DaichoRules *rules, const char *kind, const char *label);

/* Masks a value of a kind: what remains lets staff recognise it and nobody learn it. */
char *daicho_rules_mask(const char *kind, const char *text);

/*
 * The matching view (g_free): full-width letters, digits, hyphens, spaces and half-width kana folded
 * (NFKC of those ranges), kana and the voice mark combining with it as one. text is UTF-8.
 */
char *daicho_rules_fold(const char *text, gsize length, gsize *folded_length);

/* --- values that are known --- */

/*
 * Values that an organisation knows of its own, such as its customers' numbers or what it has of each
 * subject, as fingerprints alone: BLAKE2b keyed with the catalog's key, the first 64 bits. Rules name a
 * file of them with "dictionary" or "exact". Whoever has the key can test guesses against it, as
 * against the catalog; who has not learns nothing. Workers have the key for the fingerprints of
 * findings anyway, so that candidates are held against the set where they are found: nothing that is
 * not a finding leaves a worker.
 */
typedef struct DaichoKnown DaichoKnown;
DaichoKnown *daicho_known_new(const DaichoKey *key);
void daicho_known_free(DaichoKnown *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoKnown, daicho_known_free)

/* subject tells apart whose value it is: any number. FALSE when value is none of its kind. The key is
 * the one that it was made with. */
gboolean daicho_known_add(DaichoKnown *known, const DaichoKey *key, const char *kind,
                          const char *value, guint32 subject);

/* The content of the file (g_bytes_unref). What was added twice counts once from then on. */
GBytes *daicho_known_write(DaichoKnown *known);
guint daicho_known_get_length(const DaichoKnown *known);

/* Whether a rule needs a key to tell what is known. */
gboolean daicho_rules_need_key(const DaichoRules *rules);

/* Borrows the key for matching. Without one such rules find nothing and are told as limited; with
 * another than theirs it is DAICHO_ERROR_USAGE. */
gboolean daicho_rules_set_key(DaichoRules *rules, const DaichoKey *key, GError **error);

/* --- examples --- */

typedef struct {
    const DaichoRule *rule;
    const char *example;
    gboolean expected; /* to match */
    gboolean passed;
    const char *why; /* which part did not hold, in words; NULL when passed */
} DaichoExample;
typedef void (*DaichoExampleFunc)(const DaichoExample *example, gpointer data);

/* Runs the examples of every rule from pack (its file name without .yaml; NULL for all). An example
 * to match must be found by that rule at medium or more; one not to match must not be. Returns how
 * many failed. */
guint daicho_rules_test(DaichoRules *rules, const char *pack, DaichoExampleFunc report,
                        gpointer data);

/* --- explanations --- */

/* A place that a rule's pattern, keywords or column fit, and what became of it. */
typedef struct {
    const DaichoRule *rule;
    const char *sample; /* masked */
    guint confidence;   /* 0 when the validator refused it */
    gboolean is_found;  /* it would be a finding, if its confidence is asked for */
    const char *steps;  /* in words, with words of context as they stand there */
} DaichoExplanation;
typedef void (*DaichoExplanationFunc)(const DaichoExplanation *explanation, gpointer data);

/* Why something is found in a text, or not: every such place, rule after rule. */
void daicho_rules_explain(DaichoRules *rules, const DaichoText *text, DaichoExplanationFunc report,
                          gpointer data);

/* --- looking rules over --- */

/* Something about a rule that is likely a mistake, in words. */
typedef struct {
    const DaichoRule *rule;
    const char *what;   /* happens */
    const char *why;    /* it matters */
    const char *advice; /* what to do */
} DaichoRuleWarning;
typedef void (*DaichoRuleWarningFunc)(const DaichoRuleWarning *warning, gpointer data);

/* Patterns that are slow (in steps of PCRE2, measured on texts made against them), rules that find much
 * in texts made without personal data, and what else seldom is meant. The number of warnings. */
guint daicho_rules_check(DaichoRules *rules, DaichoRuleWarningFunc report, gpointer data);

#endif
