#include "enforcer/consignees/notice.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/consignees/consignee.h"
#include "enforcer/requests/page.h"

/* What the consignee is asked, by the kind of notice. */
static const struct {
    const char *kind, *title_ja, *title_en, *ja, *en;
} asks[] = {
    {"erase", "個人データの消去のお願い", "Request to erase personal data",
     "下記の方からのご請求により、当社は同人の個人データを消去いたしました。貴社にお預けした同人の"
     "個人"
     "データ（複製・控えを含みます）を遅滞なく消去し、完了をお知らせください。再委託先がある場合は"
     "、再委託"
     "先にも同様にお取り計らいください。",
     "At the request of the person below we have erased their personal data. Please erase without "
     "delay what we entrusted to you of theirs, copies included, have those to whom you entrusted "
     "it do the same, and tell us when it is done."},
    {"stop-provision", "個人データの提供停止のお願い", "Notice that provision has stopped",
     "下記の方からのご請求により、当社は同人の個人データの提供を停止いたしました。貴社にお渡しした"
     "同人の"
     "個人データを今後は利用せず、第三者に提供せず、その取扱いについてお知らせください。",
     "At the request of the person below we provide their personal data no more. Please use what "
     "we "
     "handed to you of theirs no longer, do not provide it to others, and tell us what becomes of "
     "it."},
};

static const struct {
    const char *kind, *ja, *en;
} labels[] = {
    {"name", "氏名", "Name"},
    {"kana", "フリガナ", "Name in kana"},
    {"email", "メールアドレス", "E-mail address"},
    {"phone", "電話番号", "Telephone"},
    {"address", "住所", "Address"},
    {"birth-date", "生年月日", "Date of birth"},
};

static gsize find_ask(const char *kind)
{
    gsize i = 0;
    while (i + 1 < G_N_ELEMENTS(asks) && strcmp(asks[i].kind, kind) != 0) {
        i++;
    }
    return i;
}

/* An official number is not handed on: what is here finds the person. */
static void add_person(DaichoPaper *paper, const DaichoSubject *subject)
{
    daicho_paper_begin_table(paper, "対象の方", "The person");
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        for (gsize k = 0; k < G_N_ELEMENTS(labels); k++) {
            if (strcmp(labels[k].kind, identifier->kind) == 0) {
                daicho_paper_add_row(paper, labels[k].ja, labels[k].en, identifier->value);
            }
        }
    }
}

static void add_consignment(DaichoPaper *paper, const DaichoConsignee *consignee)
{
    daicho_paper_begin_table(paper, "委託", "The consignment");
    daicho_paper_add_row(paper, "委託の内容", "Task", consignee->task);
    if (*consignee->agreement != '\0') {
        daicho_paper_add_row(paper, "契約日", "Agreement of", consignee->agreement);
    }
}

static void add_answer(DaichoPaper *paper, const DaichoEnforcer *enforcer)
{
    const char *desk = daicho_policy_get_desk(enforcer->policy);
    daicho_paper_add_heading(paper, "ご連絡先", "Please answer to");
    daicho_paper_add_text(
        paper, desk != NULL ? desk : daicho_policy_get_organisation(enforcer->policy), NULL);
    daicho_paper_add_text(
        paper,
        "この書面には個人データが記載されています。対応が済みましたら、この書面も廃棄して"
        "ください。",
        "This letter holds personal data: please destroy it, too, when you are "
        "done.");
}

static DaichoPaper *make_paper(const DaichoEnforcer *enforcer, const DaichoRequest *request,
                               const DaichoConsignee *consignee, const DaichoNotice *notice)
{
    gsize ask = find_ask(notice->kind);
    DaichoPaper *paper = request_page_new(enforcer, request, asks[ask].title_ja,
                                          asks[ask].title_en);
    g_autofree char *name = g_strdup_printf("%s 御中", consignee->name);
    daicho_paper_set_addressee(paper, *consignee->contact != '\0' ? consignee->contact : NULL, name,
                               NULL);
    daicho_paper_add_text(paper, asks[ask].ja, asks[ask].en);
    add_person(paper, request->subject);
    add_consignment(paper, consignee);
    add_answer(paper, enforcer);
    return paper;
}

GBytes *daicho_notice_letter(DaichoEnforcer *enforcer, gint64 request, const char *consignee,
                             DaichoPaperFormat format, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoRequest) row = daicho_catalog_get_request(enforcer->catalog, request, error);
    g_autoptr(DaichoConsignee)
        party = row != NULL ? daicho_consignee_load(enforcer, consignee, error) : NULL;
    if (party == NULL) {
        return NULL;
    }
    g_autoptr(DaichoNotice)
        notice = daicho_catalog_get_notice(enforcer->catalog, request, party->number, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return NULL;
    }
    if (notice == NULL || row->subject == NULL) {
        g_set_error(
            error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
            notice == NULL
                ? "request %" G_GINT64_FORMAT " has nothing to tell this consignee: notices "
                  "are made when it is carried out, to those who hold the person's data"
                : "request %" G_GINT64_FORMAT
                  ": what it knew of the person was destroyed, so no letter can be made any "
                  "more",
            request);
        return NULL;
    }
    g_autoptr(DaichoPaper) paper = make_paper(enforcer, row, party, notice);
    return daicho_paper_write(paper, format, error);
}
