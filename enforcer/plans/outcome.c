#include "enforcer/plans/outcome.h"

#include <string.h>

#include "enforcer/acts/apply.h"

static const struct {
    DaichoWords action, after;
    gboolean is_done;
} outcomes[] = {
    [DAICHO_ACTION_DELETE_FILE] = {{"ファイルを消去", "the file is deleted"},
                                   {"なし（ファイルごと消去）",
                                    "nothing: the whole file is deleted"},
                                   TRUE},
    [DAICHO_ACTION_DELETE_PARTS] = {{"該当部分を消去", "records are deleted from the file"},
                                    {"なし（ファイルの他の部分はそのまま）",
                                     "nothing of these; all else in the file stays as it is"},
                                    TRUE},
    [DAICHO_ACTION_SUSPEND_FILE] = {{"ファイルを保管庫へ移動", "the file moves to the vault"},
                                    {"元の場所にはなし（暗号化して保管庫に保存）",
                                     "nothing in this place: it is in the vault, encrypted"},
                                    TRUE},
    [DAICHO_ACTION_SUSPEND_PARTS] =
        {{"該当部分を保管庫へ移動", "records move to the vault"},
         {"元の場所にはなし（暗号化して保管庫に保存）。ファイルの他の部分はそのまま",
          "nothing of these: they are in the vault, encrypted; all else in the file stays as it "
          "is"},
         TRUE},
    [DAICHO_ACTION_DELETE_VALUES] = {{"該当項目を削除", "single details are taken out of records"},
                                     {"項目は空（記録は残る）",
                                      "empty: the records themselves stay"},
                                     TRUE},
    [DAICHO_ACTION_CHANGE_VALUES] = {{"該当項目を訂正・追加",
                                      "single details of records are corrected or added"},
                                     {"新しい内容（上の伏せ字のとおり。記録は残る）",
                                      "the new values, as above: the records themselves stay"},
                                     TRUE},
    [DAICHO_ACTION_MANUAL] = {{"担当者が手作業で対応", "left to a person"},
                              {"変更なし（担当者が作業するまで）",
                               "as before, until a person has done what is to be done"},
                              FALSE},
    [DAICHO_ACTION_HELD] = {{"保留のため何もしない", "nothing, because of a hold"},
                            {"変更なし（保留のため）", "as before: a hold stops it"},
                            FALSE},
};

const DaichoWords *daicho_outcome_action(DaichoAction action)
{
    return &outcomes[action].action;
}

const DaichoWords *daicho_outcome_after(DaichoAction action)
{
    return &outcomes[action].after;
}

gboolean daicho_outcome_is_done(DaichoAction action)
{
    return outcomes[action].is_done;
}

char *daicho_outcome_hold(DaichoEnforcer *enforcer, const DaichoPlanRow *row,
                          const DaichoTarget *target, GError **error)
{
    static const char *const waiting[] = {"planned", "approved", "applying", NULL};
    g_autofree char *reason = NULL;
    gboolean is_held = FALSE;
    if (target->action == DAICHO_ACTION_HELD) {
        return g_strdup(target->instructions);
    }
    if (!g_strv_contains(waiting, row->state)) {
        return g_strdup("none");
    }
    if (!daicho_hold_covers(enforcer, target, &reason, &is_held, error)) {
        return NULL;
    }
    return is_held ? g_strdup_printf("placed since the plan was made, and stops it: %s",
                                     reason != NULL ? reason : "no reason given")
                   : g_strdup("none");
}

gboolean daicho_outcome_is_policy_in_force(const DaichoEnforcer *enforcer, const DaichoPlan *plan)
{
    return strcmp(plan->policy_digest, daicho_policy_get_digest(enforcer->policy)) == 0;
}
