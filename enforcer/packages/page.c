#include "enforcer/packages/paper.h"

#include "enforcer/requests/page.h"

static void add_intro(DaichoPaper *paper, const DaichoPackage *package)
{
    daicho_paper_add_text(
        paper,
        "当社が保有する、ご本人に関する記録です。ほかの方に関する情報は伏せ字（*）にしています。",
        "These are the records about you that we hold. What is about other persons is masked (*).");
    if (package->records->len == 0) {
        daicho_paper_add_text(
            paper, "検索できた範囲で、該当する個人データは見つかりませんでした。",
            "In all that could be searched, no personal data of yours was found.");
    }
    gint64 unread = package->unread_items + package->unread->len;
    if (unread > 0) {
        g_autofree char *ja = g_strdup_printf(
            "機械で検索できなかったファイル等が%" G_GINT64_FORMAT
            "件あり、これらにご本人のデータがあるかどうかは確認できておりません。",
            unread);
        g_autofree char *en = g_strdup_printf(
            "%" G_GINT64_FORMAT " files or parts of files could not be searched by machine; we "
            "cannot say whether they hold data of yours.",
            unread);
        daicho_paper_add_text(paper, ja, en);
    }
}

static void add_purpose(DaichoPaper *paper, const DaichoEnforcer *enforcer, const char *id)
{
    const DaichoPurpose *purpose = daicho_policy_find_purpose(enforcer->policy, id);
    g_autofree char *words = NULL;
    if (purpose == NULL) {
        words = g_strdup("— (利用目的の登録がありません / no purpose is on record)");
    } else if (purpose->title_ja != NULL) {
        words = g_strdup_printf("%s / %s", purpose->title_ja, purpose->title_en);
    } else {
        words = g_strdup(purpose->title_en);
    }
    daicho_paper_add_row(paper, "利用目的", "Purpose of use", words);
}

static void add_record(DaichoPaper *paper, const DaichoEnforcer *enforcer,
                       const DaichoPackageRecord *record, guint number)
{
    g_autofree char *ja = g_strdup_printf("記録 %u", number);
    g_autofree char *en = g_strdup_printf("Record %u", number);
    daicho_paper_begin_table(paper, ja, en);
    daicho_paper_add_row(paper, "保管場所", "Where it is kept", record->place);
    if (*record->locator != '\0') {
        daicho_paper_add_row(paper, "位置", "Place in it", record->locator);
    } else if (record->number > 0) {
        g_autofree char *row = g_strdup_printf("%" G_GINT64_FORMAT, record->number);
        daicho_paper_add_row(paper, "記録番号", "Number of the record", row);
    }
    add_purpose(paper, enforcer, record->purpose);
    if (*record->heading != '\0') {
        daicho_paper_add_row(paper, "項目名", "Columns", record->heading);
    }
    daicho_paper_add_row(paper, "内容", "Content", record->text);
}

DaichoPaper *package_to_paper(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                              const DaichoRequest *request)
{
    DaichoPaper *paper = request_page_new(enforcer, request, "個人データの開示",
                                          "Disclosure of personal data");
    add_intro(paper, package);
    for (guint i = 0; i < package->records->len; i++) {
        add_record(paper, enforcer, g_ptr_array_index(package->records, i), i + 1);
    }
    return paper;
}
