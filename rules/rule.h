#ifndef DAICHO_RULES_RULE_H
#define DAICHO_RULES_RULE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "rules/engine/literal_plan.h"
#include "rules/engine/start_plan.h"
#include "rules/known_values.h"
#include "rules/rules.h"
#include "rules/validator.h"
#include "rules/validator_cut.h"
#include "rules/word_set.h"

/* A rule, loaded and compiled. */

/* Capturing groups of a pattern: what the match data has room for. */
enum { RULE_GROUPS_MAX = 63 };

/* pcre2_match, or pcre2_jit_match. */
typedef int (*RuleMatch)(const pcre2_code *, PCRE2_SPTR, PCRE2_SIZE, PCRE2_SIZE, uint32_t,
                         pcre2_match_data *, pcre2_match_context *);

/* Words that change the confidence when they stand near. */
typedef struct {
    gint points; /* added; negative lowers */
    pcre2_code *words;
    char **texts; /* of the words; NULL where nobody wrote them */
} RuleContext;

/* What tells where a match can be, without PCRE2. */
typedef enum {
    GATE_NONE,
    GATE_NOWHERE,  /* in such a text there is no match */
    GATE_AT,       /* near an "@" */
    GATE_DIGITS,   /* near digits */
    GATE_LITERALS, /* where the plan for literals says */
    GATE_STARTS,   /* where the plan for starts says */
} GateKind;

/* Texts of ASCII, those with few other characters, and all others: of the first more can be told. */
typedef enum { TEXT_ANY, TEXT_MOSTLY_ASCII, TEXT_ASCII, N_TEXT_KINDS } TextKind;

/* Derived from the pattern (R1) when it is first needed: without shapes until then. */
typedef struct {
    GateKind kinds[N_TEXT_KINDS];
    guint least_ats;    /* in a match */
    guint least_digits; /* in a match */
    gsize most_bytes;   /* of a match; G_MAXSIZE: unbounded */
    gsize bytes_to_at;  /* up to its first "@" and with it; G_MAXSIZE: as many as of a match */
    Shapes shapes;
    PatternLiterals literals;
} MatchGate;

typedef struct {
    DaichoRule info;     /* strings owned here */
    guint order;         /* in the set; the earlier wins a draw */
    char *pack;          /* the file's name without .yaml */
    pcre2_code *pattern; /* NULL when only columns are read */
    RuleMatch match;     /* runs the pattern: with JIT, where it could be compiled */
    gint value_group;    /* number of the group named "value"; 0: the whole match */
    MatchGate gate;      /* where a match can begin */
    WordSet *keywords;   /* instead of a pattern; NULL when none */
    DaichoKnown *known;  /* candidates must be in it; NULL when there is none */
    guint known_kind;    /* as which of its kinds they are compared */
    const DaichoKey
        *known_key;      /* with which they were made, borrowed; NULL until the rules have a key */
    gboolean is_exact;   /* more of the same subject nearby makes it sure */
    char *mapping;       /* the id in the pack, when it became several rules; NULL: its own */
    GPtrArray *attached; /* of char *: what the rule reads beside its pack, for the digest */
    gboolean is_disabled;
    const Validator *validator;   /* NULL when none */
    ValidatorLocate locate;       /* the validator's; NULL when none */
    ValidatorCutFunc cut;         /* the validator's; NULL when it has none */
    guint near;                   /* characters either side that count as near */
    GArray *contexts;             /* of RuleContext */
    pcre2_code *column;           /* headers whose whole cells are candidates; NULL when none */
    pcre2_code *cell;             /* what such a cell must look like; NULL: anything */
    char *prefix;                 /* put before what stands in such a cell; NULL: nothing */
    char **matches, **no_matches; /* examples; may be NULL */
} Rule;

Rule *rule_new(void);
void rule_free(Rule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rule, rule_free)

struct DaichoRules {
    GPtrArray *rules; /* of Rule */
    char *digest;
    const DaichoKey *key; /* borrowed; NULL when none was set */
    pcre2_match_data *match_data;
    pcre2_match_context *match_context; /* with limits, so that nothing runs without end */
    pcre2_jit_stack *jit_stack;
    DaichoEngine engine;
    gsize delay; /* bytes that are matched without the plans below, before they are made */
    StartPlan *starts[N_TEXT_KINDS]; /* of the rules with GATE_STARTS */
    LiteralPlan *literals;           /* of those with GATE_LITERALS in texts of any kind */
    LiteralPlan *ascii_literals;     /* and in texts of ASCII, or mostly so */
    guint *twins;       /* for each rule, the index of the first with the same pattern */
    pcre2_code *things; /* headers of columns that number or measure things */
};

DaichoRules *rules_new(void);

void rules_compute_digest(DaichoRules *rules, const char *const *definitions);

/* Compiles with UTF. On failure *message says what is wrong and where in the pattern. */
pcre2_code *rule_compile(const char *pattern, guint32 more_options, char **message);

/* A pattern that matches any of the words (each a pattern), in any case. */
pcre2_code *rule_compile_words(const char *const *words, char **message);

/* Sets pattern with what is derived from it. */
void rule_set_pattern(Rule *rule, pcre2_code *pattern);

/* Has PCRE2 translate all patterns into machine code, where it can: the same is found, faster. */
void rules_translate(DaichoRules *rules);

#endif
