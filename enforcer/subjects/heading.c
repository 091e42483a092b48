#include "enforcer/subjects/heading.h"

#include <string.h>

#include "enforcer/subjects/name_shape.h"
#include "enforcer/subjects/scan.h"

gboolean subject_heading_is_of_others(const char *heading)
{
    static const char *const words[] = {
        "住所",       "所在",    "都道府県", "市区町村", "部署", "所属",   "会社", "社名",
        "勤務先",     "役職",    "商品",     "コース",   "講座", "研修",   "件名", "題",
        "区分",       "種別",    "種類",     "状態",     "状況", "資格",   "学校", "大学",
        "学部",       "学科",    "科目",     "内容",     "理由", "支店",   "銀行", "会場",
        "場所",       "国籍",    "出身",     "職業",     "業種", "目的",   "方法", "course",
        "department", "company", "address",  "title",    "city", "status", "type", "product"};
    g_autofree char *lower = g_utf8_strdown(heading, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strstr(lower, words[i]) != NULL) {
            return TRUE;
        }
    }
    return FALSE;
}

static guint count_letters(const char *text)
{
    guint count = 0;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        count += g_unichar_isalpha(g_utf8_get_char(text)) ? 1 : 0;
    }
    return count;
}

gboolean subject_heading_is(const char *text)
{
    guint labels = 0;
    guint names = 0;
    g_auto(GStrv) cells = g_strsplit_set(text, ",;\t|\"\r\n", -1);
    for (char **cell = cells; *cell != NULL; cell++) {
        gboolean is_other = subject_heading_is_of_others(*cell);
        gboolean is_label = count_letters(*cell) > 1 && !subject_text_may_name(*cell);
        labels += is_other || is_label ? 1 : 0;
        names += !is_other && subject_cell_may_name(*cell) ? 1 : 0;
    }
    return labels > names;
}

static gboolean is_table(const DaichoItem *item)
{
    static const char *const types[] = {"text/csv", "text/tab-separated-values", NULL};
    return g_strv_contains(types, item->type);
}

static gboolean has_first(const DaichoItem *item)
{
    for (guint i = 0; i < item->findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        if (!finding->in_name && finding->record == 1) {
            return TRUE;
        }
    }
    return FALSE;
}

/* How many records of the item are the subject's. */
static gint64 count_records(const GArray *places, guint index)
{
    gint64 count = 0;
    gint64 last = 0;
    for (guint i = 0; i < places->len; i++) {
        const SubjectPlace *place = &g_array_index(places, SubjectPlace, i);
        if (place->item == index && !place->finding->in_name && place->finding->record != last) {
            last = place->finding->record;
            count++;
        }
    }
    return count;
}

static GPtrArray *choose_excerpts(const GPtrArray *items, const GArray *places)
{
    const gint64 first = 1;
    GPtrArray *excerpts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_excerpt_free);
    for (guint i = 0; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        if (is_table(item) && item->records > 1 && count_records(places, i) + 1 == item->records &&
            !has_first(item)) {
            DaichoExcerpt *excerpt = daicho_excerpt_new(i, item->part);
            excerpt->records = g_array_new(FALSE, FALSE, sizeof(gint64));
            g_array_append_val(excerpt->records, first);
            g_ptr_array_add(excerpts, excerpt);
        }
    }
    return excerpts;
}

gboolean subject_headings_read(int fd, const char *path, const GPtrArray *items,
                               const GArray *places, const DaichoReading *reading,
                               GHashTable **unheaded, GError **error)
{
    g_autoptr(GPtrArray) excerpts = choose_excerpts(items, places);
    *unheaded = NULL;
    if (excerpts->len == 0) {
        return TRUE;
    }
    g_autoptr(GPtrArray) rows = daicho_excerpt_fd(fd, path, excerpts, reading, error);
    for (guint i = 0; rows != NULL && i < rows->len; i++) {
        const DaichoExcerptRecord *row = g_ptr_array_index(rows, i);
        if (!row->is_closed && subject_heading_is(row->text)) {
            continue;
        }
        *unheaded = *unheaded != NULL ? *unheaded : g_hash_table_new(NULL, NULL);
        g_hash_table_add(*unheaded, GUINT_TO_POINTER(row->item));
    }
    return rows != NULL;
}
