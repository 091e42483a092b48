#include "enforcer/plans/sheet.h"

#include <string.h>

#include "base/text.h"
#include "enforcer/plans/include.h"
#include "enforcer/plans/outcome.h"
#include "base/era.h"
#include "enforcer/requests/kind.h"

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoPlan *plan;
    const DaichoPlanRow *row;
    DaichoPaper *paper;
} Sheet;

static void add_number(DaichoPaper *paper, const char *ja, const char *en, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
    daicho_paper_add_row(paper, ja, en, text);
}

/* --- what it is --- */

static void add_for(const Sheet *sheet)
{
    const RequestKind *kind = request_kind_find(sheet->plan->kind);
    g_autofree char *number = g_strdup_printf("R-%06" G_GINT64_FORMAT, sheet->plan->request);
    if (sheet->plan->request == 0) {
        daicho_paper_add_words_row(sheet->paper, "対象", "For", "保存期間の満了",
                                   sheet->plan->kind);
        return;
    }
    g_autofree char *ja = g_strdup_printf("ご請求 %s（%s）", number,
                                          kind != NULL ? kind->title_ja : sheet->plan->kind);
    g_autofree char *en = g_strdup_printf("request %s (%s)", number, sheet->plan->kind);
    daicho_paper_add_words_row(sheet->paper, "対象", "For", ja, en);
}

static void add_person(const Sheet *sheet, const char *ja, const char *en, const char *name,
                       gint64 at_s)
{
    g_autofree char *at = daicho_era_format_date(at_s, sheet->enforcer->time_zone);
    g_autofree char *text = g_strdup_printf("%s, %s", name, at);
    daicho_paper_add_row(sheet->paper, ja, en, text);
}

static void add_state(const Sheet *sheet)
{
    static const struct {
        const char *state, *ja;
    } words[] = {
        {"planned", "承認待ち"}, {"approved", "承認済み"},     {"applying", "実施中"},
        {"applied", "実施済み"}, {"partly", "一部作業が残る"}, {"superseded", "新しい計画あり"},
    };
    const char *ja = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        ja = strcmp(words[i].state, sheet->row->state) == 0 ? words[i].ja : ja;
    }
    daicho_paper_add_words_row(sheet->paper, "状態", "State", ja, sheet->row->state);
}

static void add_head(const Sheet *sheet)
{
    const DaichoPlanRow *row = sheet->row;
    gboolean is_in_force = daicho_outcome_is_policy_in_force(sheet->enforcer, sheet->plan);
    daicho_paper_begin_table(sheet->paper, "この計画", "This plan");
    add_for(sheet);
    add_state(sheet);
    add_person(sheet, "作成者・作成日", "Made by", row->made_by, row->made_s);
    if (*row->approved_by != '\0') {
        add_person(sheet, "承認者・承認日", "Approved by", row->approved_by, row->approved_s);
    }
    daicho_paper_add_row(sheet->paper, "計画のハッシュ値", "Hash of the plan", row->hash);
    daicho_paper_add_row(sheet->paper, "作成時の方針（ハッシュ値）", "Made under the policy (hash)",
                         sheet->plan->policy_digest);
    daicho_paper_add_words_row(sheet->paper, "方針の状態", "That policy is",
                               is_in_force ? "現行の方針" : "現行の方針ではありません",
                               is_in_force ? "in force"
                                           : "no longer in force: consider making the plan again");
}

static guint count_action(const Sheet *sheet, gboolean (*is_wanted)(DaichoAction))
{
    guint count = 0;
    for (guint i = 0; i < sheet->plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(sheet->plan->targets, i);
        count += is_wanted(target->action) ? 1 : 0;
    }
    return count;
}

static gboolean is_manual(DaichoAction action)
{
    return action == DAICHO_ACTION_MANUAL;
}

static gboolean is_held(DaichoAction action)
{
    return action == DAICHO_ACTION_HELD;
}

static void add_numbers(const Sheet *sheet)
{
    daicho_paper_begin_table(sheet->paper, "件数", "In numbers");
    add_number(sheet->paper, "自動で処理するファイル", "Files that daicho changes",
               count_action(sheet, daicho_outcome_is_done));
    add_number(sheet->paper, "手作業で対応するファイル", "Files left to a person",
               count_action(sheet, is_manual));
    add_number(sheet->paper, "保留のファイル", "Files under a hold", count_action(sheet, is_held));
    add_number(sheet->paper, "判断が必要な箇所（計画外）",
               "Places to be decided on, not in the plan", sheet->plan->possible->len);
    add_number(sheet->paper, "検索・判定できなかったもの（計画外）",
               "What could not be searched or judged, not in the plan", sheet->plan->unread);
}

/* Every target in a line, before each is told at length. */
static void add_overview(const Sheet *sheet)
{
    static const DaichoPaperColumn columns[] = {
        {"番号", "No.", 8},
        {"ファイル", "File", 44},
        {"処理", "What is done", 34},
        {"ほかの方", "Others in it", 14},
    };
    if (sheet->plan->targets->len == 0) {
        return;
    }
    daicho_paper_begin_grid(sheet->paper, "対象の一覧", "All files at a glance", columns,
                            G_N_ELEMENTS(columns));
    for (guint i = 0; i < sheet->plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(sheet->plan->targets, i);
        const DaichoWords *action = daicho_outcome_action(target->action);
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, target->number);
        g_autofree char *others = g_strdup_printf("%" G_GINT64_FORMAT, target->others);
        g_autofree char *place = plan_place(target->share, target->path, "", 0);
        g_autofree char *words = g_strdup_printf("%s\n%s", action->ja, action->en);
        const char *const cells[] = {number, place, words, others};
        daicho_paper_add_cells(sheet->paper, cells);
    }
}

/* --- targets --- */

static void add_edit(GString *text, const DaichoEdit *edit)
{
    g_autofree char *part = daicho_text_escape(edit->part, -1);
    g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", part);
    g_string_append(text, *part != '\0' ? ": " : "");
    if (edit->remove) {
        g_string_append(text, "全体 / the whole member");
    }
    for (guint i = 0; i < edit->ranges->len; i++) {
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "#",
                               g_array_index(edit->ranges, DaichoRange, i).record);
    }
}

static void add_before(const Sheet *sheet, const DaichoTarget *target)
{
    g_autofree char *lines = g_strjoinv("\n", target->masked);
    g_autoptr(GString) edits = g_string_new(NULL);
    for (guint i = 0; i < target->edits->len; i++) {
        add_edit(edits, g_ptr_array_index(target->edits, i));
    }
    if (edits->len > 0) {
        daicho_paper_add_row(sheet->paper, "対象の記録", "Records", edits->str);
    }
    if (*lines != '\0' && target->action == DAICHO_ACTION_CHANGE_VALUES) {
        daicho_paper_add_row(sheet->paper, "変更前と変更後（伏せ字）", "Before and after (masked)",
                             lines);
    } else if (*lines != '\0') {
        daicho_paper_add_row(sheet->paper, "変更前（伏せ字）", "Before (masked)", lines);
    } else {
        daicho_paper_add_words_row(sheet->paper, "変更前", "Before", "ファイル全体",
                                   "the whole file");
    }
}

static void add_purpose(const Sheet *sheet, const DaichoTarget *target)
{
    const DaichoPurpose *purpose = daicho_policy_find_purpose(sheet->enforcer->policy,
                                                              target->purpose);
    if (purpose == NULL) {
        daicho_paper_add_words_row(sheet->paper, "利用目的", "Purpose of use",
                                   *target->purpose != '\0' ? target->purpose : "登録なし",
                                   *target->purpose != '\0' ? NULL : "none on record");
        return;
    }
    g_autofree char *en = g_strdup_printf("%s (%s)", purpose->title_en, purpose->id);
    daicho_paper_add_words_row(sheet->paper, "利用目的", "Purpose of use", purpose->title_ja, en);
}

static void add_others(const Sheet *sheet, const DaichoTarget *target)
{
    g_autofree char *ja = g_strdup_printf("%" G_GINT64_FORMAT "名", target->others);
    g_autofree char *en = g_strdup_printf(
        "%" G_GINT64_FORMAT "%s", target->others,
        target->others > 0 && daicho_outcome_is_done(target->action) ? ", left as they are" : "");
    daicho_paper_add_words_row(sheet->paper, "同じファイルのほかの方", "Other persons in the file",
                               ja, en);
}

static gboolean add_target(const Sheet *sheet, const DaichoTarget *target, GError **error)
{
    const DaichoWords *action = daicho_outcome_action(target->action);
    const DaichoWords *after = daicho_outcome_after(target->action);
    g_autofree char *place = plan_place(target->share, target->path, "", 0);
    g_autofree char *hold = daicho_outcome_hold(sheet->enforcer, sheet->row, target, error);
    g_autofree char *caption = g_strdup_printf("%" G_GINT64_FORMAT ". %s", target->number, place);
    if (hold == NULL) {
        return FALSE;
    }
    daicho_paper_begin_table(sheet->paper, caption, NULL);
    daicho_paper_add_words_row(sheet->paper, "処理", "What is done", action->ja, action->en);
    add_before(sheet, target);
    daicho_paper_add_words_row(sheet->paper, "変更後", "After", after->ja, after->en);
    daicho_paper_add_row(sheet->paper, "根拠", "Why", target->why);
    add_others(sheet, target);
    add_purpose(sheet, target);
    daicho_paper_add_words_row(sheet->paper, "保留", "Hold",
                               strcmp(hold, "none") == 0 ? "なし" : NULL, hold);
    if (daicho_outcome_is_done(target->action)) {
        daicho_paper_add_row(sheet->paper, "消去の水準", "Level of disposal", target->disposal);
    } else if (is_manual(target->action)) {
        daicho_paper_add_row(sheet->paper, "作業", "To do", target->instructions);
    }
    return TRUE;
}

static gboolean add_targets(const Sheet *sheet, const char *ja, const char *en,
                            gboolean (*is_wanted)(DaichoAction), GError **error)
{
    gboolean is_first = TRUE;
    for (guint i = 0; i < sheet->plan->targets->len; i++) {
        const DaichoTarget *target = g_ptr_array_index(sheet->plan->targets, i);
        if (!is_wanted(target->action)) {
            continue;
        }
        if (is_first) {
            daicho_paper_add_heading(sheet->paper, ja, en);
        }
        is_first = FALSE;
        if (!add_target(sheet, target, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* --- what is not in it --- */

static void add_rest(const Sheet *sheet, const char *scans)
{
    const DaichoPlan *plan = sheet->plan;
    daicho_paper_add_heading(sheet->paper, "計画に含まれないもの", "What is not in the plan");
    if (plan->possible->len > 0) {
        g_autoptr(GString) places = g_string_new(NULL);
        for (guint i = 0; i < plan->possible->len; i++) {
            g_string_append_printf(places, "%s%s", i > 0 ? "\n" : "",
                                   (const char *)g_ptr_array_index(plan->possible, i));
        }
        daicho_paper_add_text(sheet->paper,
                              "次の箇所は、担当者の判断が必要なため含まれていません。",
                              "These places are not included: a person has to decide on each.");
        daicho_paper_add_text(sheet->paper, places->str, NULL);
    }
    if (plan->unread > 0) {
        g_autofree char *ja = g_strdup_printf(
            "全部を読めなかったファイル等が%" G_GINT64_FORMAT
            "件あり、対象のデータがあるかどうかは確認できていません（daicho report unread）。",
            plan->unread);
        g_autofree char *en = g_strdup_printf(
            "Files or parts that could not be read in full: %" G_GINT64_FORMAT
            ". Nobody can say whether data is in them (daicho report unread).",
            plan->unread);
        daicho_paper_add_text(sheet->paper, ja, en);
    }
    daicho_paper_add_text(sheet->paper, "最後のスキャンより後に増えたファイルは含まれません。",
                          "Files that came after the last scan are not in it:");
    daicho_paper_add_text(sheet->paper, scans, NULL);
}

/* --- to sign --- */

static void add_signatures(const Sheet *sheet)
{
    g_autofree char *ja = g_strdup_printf("この書面への署名だけでは実行されません。承認者は計画のハ"
                                          "ッシュ値が画面の表示と同じであることを"
                                          "確かめ、daicho plan approve %" G_GINT64_FORMAT
                                          " を実行します。作成者は承認できません。",
                                          sheet->row->number);
    g_autofree char *en = g_strdup_printf(
        "A signature here carries nothing out. The approver checks that the hash is the same on "
        "the screen, and gives daicho plan approve %" G_GINT64_FORMAT
        ". Who made the plan may not approve it.",
        sheet->row->number);
    daicho_paper_add_heading(sheet->paper, "承認", "Approval");
    daicho_paper_add_text(sheet->paper, ja, en);
    daicho_paper_begin_table(sheet->paper, NULL, NULL);
    daicho_paper_add_words_row(sheet->paper, "判断", "Decision", "□ 承認　　□ 差し戻し　　□ 却下",
                               "(approved, returned, refused)");
    daicho_paper_add_blank_row(sheet->paper, "備考", "Remarks");
    daicho_paper_add_blank_row(sheet->paper, "承認者 氏名", "Name of the approver");
    daicho_paper_add_blank_row(sheet->paper, "日付", "Date");
    daicho_paper_add_blank_row(sheet->paper, "署名", "Signature");
}

DaichoPaper *daicho_plan_sheet(DaichoEnforcer *enforcer, const DaichoPlan *plan,
                               const DaichoPlanRow *row, const char *scans, GError **error)
{
    g_autoptr(DaichoPaper) paper = daicho_paper_new("処理計画書", "Plan to be approved");
    const Sheet sheet = {enforcer, plan, row, paper};
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    g_autofree char *made = daicho_era_format_date(row->made_s, enforcer->time_zone);
    g_autofree char *footer = g_strdup_printf("計画 / Plan %s · %.16s…", number, row->hash);
    daicho_paper_set_sender(paper, daicho_policy_get_organisation(enforcer->policy));
    daicho_paper_set_reference(paper, "計画番号", "Plan", number);
    daicho_paper_set_date(paper, made, row->made_s);
    daicho_paper_set_footer(paper, footer);
    add_head(&sheet);
    add_numbers(&sheet);
    add_overview(&sheet);
    if (!add_targets(&sheet, "実施する内容", "What daicho does", daicho_outcome_is_done, error) ||
        !add_targets(&sheet, "担当者が手作業で対応するもの", "Left to a person", is_manual,
                     error) ||
        !add_targets(&sheet, "保留のため何もしないもの", "Stopped by a hold, and left as it is",
                     is_held, error)) {
        return NULL;
    }
    add_rest(&sheet, scans);
    add_signatures(&sheet);
    return g_steal_pointer(&paper);
}
