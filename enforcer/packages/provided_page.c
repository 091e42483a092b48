#include "enforcer/packages/provided.h"

#include <string.h>

#include "enforcer/requests/page.h"

static const struct {
    const char *category, *ja, *en;
} categories[] = {
    {"name", "氏名", "name"},
    {"contact", "連絡先", "contact details"},
    {"address", "住所", "address"},
    {"birth-date", "生年月日", "date of birth"},
    {"government-id", "公的な番号", "official numbers"},
    {"financial", "口座・決済", "financial data"},
    {"employment", "雇用", "employment"},
    {"education", "学歴・教育", "education"},
    {"health", "健康", "health"},
    {"special-care-required", "要配慮個人情報", "data that requires special care"},
    {"biometric", "生体", "biometric data"},
    {"location", "位置", "location"},
    {"online-id", "オンライン識別子", "online identifiers"},
    {"credential", "認証", "credentials"},
    {"confidential", "社外秘", "confidential words"},
};

static void add_categories(DaichoPaper *paper, const DaichoPackageProvision *provision)
{
    g_autoptr(GString) ja = g_string_new(NULL);
    g_autoptr(GString) en = g_string_new(NULL);
    for (char **category = provision->categories; *category != NULL; category++) {
        const char *word_ja = *category;
        const char *word_en = *category;
        for (gsize i = 0; i < G_N_ELEMENTS(categories); i++) {
            gboolean is_it = strcmp(categories[i].category, *category) == 0;
            word_ja = is_it ? categories[i].ja : word_ja;
            word_en = is_it ? categories[i].en : word_en;
        }
        g_string_append_printf(ja, "%s%s", ja->len > 0 ? "、" : "", word_ja);
        g_string_append_printf(en, "%s%s", en->len > 0 ? ", " : "", word_en);
    }
    daicho_paper_add_words_row(paper, "データの項目", "Kinds of data", ja->str, en->str);
}

static void add_provision(DaichoPaper *paper, const DaichoPackageProvision *provision)
{
    g_autofree char *ja = g_strdup_printf("記録 %" G_GINT64_FORMAT, provision->number);
    g_autofree char *en = g_strdup_printf("Record %" G_GINT64_FORMAT, provision->number);
    daicho_paper_begin_table(paper, ja, en);
    daicho_paper_add_row(paper, "提供年月日", "Provided on", provision->day);
    daicho_paper_add_row(paper, "提供先", "Provided to", provision->recipient);
    daicho_paper_add_row(paper, "根拠", "Ground", provision->law);
    if (*provision->basis != '\0') {
        daicho_paper_add_row(paper, "同意・法令", "Consent, or the law", provision->basis);
    }
    add_categories(paper, provision);
    if (*provision->items != '\0') {
        daicho_paper_add_row(paper, "提供したもの", "What was provided", provision->items);
    }
}

static gboolean is_consigned(const DaichoPackageProvision *provision)
{
    return strcmp(provision->ground, "consignment") == 0;
}

/* Those of one kind under a heading with its text; nothing when there are none. */
static void add_provisions(DaichoPaper *paper, const DaichoPackage *package, gboolean consigned)
{
    gboolean is_first = TRUE;
    for (guint i = 0; i < package->provisions->len; i++) {
        const DaichoPackageProvision *provision = g_ptr_array_index(package->provisions, i);
        if (is_consigned(provision) != consigned) {
            continue;
        }
        if (is_first && consigned) {
            daicho_paper_add_heading(paper, "委託に伴う提供", "Handed to contractors");
            daicho_paper_add_text(
                paper,
                "当社の監督のもとで業務を委託した先です。法律上の第三者への提供には当たりません。",
                "These work for us, and under our supervision; by law this is no provision to a "
                "third party.");
        } else if (is_first) {
            daicho_paper_add_heading(paper, "第三者への提供", "Provided to third parties");
        }
        is_first = FALSE;
        add_provision(paper, provision);
    }
}

static gboolean has_of_many(const DaichoPackage *package)
{
    for (guint i = 0; i < package->provisions->len; i++) {
        const DaichoPackageProvision *provision = g_ptr_array_index(package->provisions, i);
        if (provision->is_of_many) {
            return TRUE;
        }
    }
    return FALSE;
}

static void add_limits(DaichoPaper *paper, const DaichoPackage *package)
{
    if (has_of_many(package)) {
        daicho_paper_add_text(
            paper, "「データの項目」は、ほかの方の分を含む、提供したもの全体についての記録です。",
            "The kinds of data are those of all that was provided, other persons' included.");
    }
    if (package->unread_items > 0) {
        g_autofree char *ja = g_strdup_printf(
            "ほかに、内容の全部を機械で読み取れなかった提供の記録が%" G_GINT64_FORMAT
            "件あり、ご本人のデータが含まれていたかどうかは確認できておりません。",
            package->unread_items);
        g_autofree char *en = g_strdup_printf(
            "Of %" G_GINT64_FORMAT " more provisions the content could not be read in full by "
            "machine; we cannot say whether data of yours was in them.",
            package->unread_items);
        daicho_paper_add_text(paper, ja, en);
    }
}

DaichoPaper *package_provided_to_paper(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                                       const DaichoRequest *request)
{
    DaichoPaper *paper = request_page_new(enforcer, request, "第三者提供記録の開示",
                                          "Disclosure of records of provision to third parties");
    if (package->provisions->len > 0) {
        daicho_paper_add_text(
            paper, "当社が作成した提供の記録のうち、ご本人に関するものです。",
            "These are the records about you that we made of what we provided to others.");
    } else {
        daicho_paper_add_text(
            paper, "当社が作成した提供の記録の中に、ご本人に関するものは見つかりませんでした。",
            "Among the records that we made of what we provided to others, none "
            "about you was found.");
    }
    add_provisions(paper, package, FALSE);
    add_provisions(paper, package, TRUE);
    add_limits(paper, package);
    return paper;
}
