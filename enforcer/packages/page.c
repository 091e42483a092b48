#include "enforcer/packages/paper.h"

#include "enforcer/requests/page.h"

static void add_intro(GString *html, const DaichoPackage *package)
{
    request_page_add_text(
        html,
        "当社が保有する、ご本人に関する記録です。ほかの方に関する情報は伏せ字（*）にしています。",
        "These are the records about you that we hold. What is about other persons is masked (*).");
    if (package->records->len == 0) {
        request_page_add_text(
            html, "検索できた範囲で、該当する個人データは見つかりませんでした。",
            "In all that could be searched, no personal data of yours was found.");
    }
    if (package->unread_items + package->unread->len > 0) {
        request_page_add(
            html,
            "<p>機械で検索できなかったファイル等が%" G_GINT64_FORMAT "件あり、"
            "これらにご本人のデータがあるかどうかは確認できておりません。</p>\n"
            "<p lang=\"en\">%" G_GINT64_FORMAT " files or parts of files could not be "
            "searched by machine; we cannot say whether they hold data of yours.</p>\n",
            package->unread_items + package->unread->len,
            package->unread_items + package->unread->len);
    }
}

static void add_purpose(GString *html, const DaichoEnforcer *enforcer, const char *id)
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
    request_page_add_row(html, "利用目的", "Purpose of use", words);
}

static void add_record(GString *html, const DaichoEnforcer *enforcer,
                       const DaichoPackageRecord *record, guint number)
{
    g_autofree char *caption = g_strdup_printf("%u", number);
    request_page_begin_table(html, caption, "");
    request_page_add_row(html, "保管場所", "Where it is kept", record->place);
    if (*record->locator != '\0') {
        request_page_add_row(html, "位置", "Place in it", record->locator);
    } else if (record->number > 0) {
        g_autofree char *row = g_strdup_printf("%" G_GINT64_FORMAT, record->number);
        request_page_add_row(html, "記録番号", "Number of the record", row);
    }
    add_purpose(html, enforcer, record->purpose);
    if (*record->heading != '\0') {
        request_page_add_row(html, "項目名", "Columns", record->heading);
    }
    request_page_add(html,
                     "<tr><th scope=\"row\">内容 <span lang=\"en\">Content</span></th>"
                     "<td style=\"white-space:pre-wrap\">%s</td></tr>\n",
                     record->text);
    request_page_end_table(html);
}

char *package_to_html(const DaichoPackage *package, const DaichoEnforcer *enforcer,
                      const DaichoRequest *request)
{
    g_autoptr(GString) html = g_string_new(NULL);
    request_page_begin(html, enforcer, request, "個人データの開示", "Disclosure of personal data");
    add_intro(html, package);
    for (guint i = 0; i < package->records->len; i++) {
        add_record(html, enforcer, g_ptr_array_index(package->records, i), i + 1);
    }
    request_page_end(html);
    return g_string_free(g_steal_pointer(&html), FALSE);
}
