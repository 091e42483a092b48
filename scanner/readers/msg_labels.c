#include "scanner/readers/msg_object.h"

typedef struct {
    guint32 id;
    const char *label;
} Label;

/* MS-OXPROPS 2. */
static const Label labels[] = {
    {0x0037, "subject"},
    {0x0070, "topic"},
    {0x0E1D, "subject without prefix"},
    {0x0C1A, "sender name"},
    {0x0C1F, "sender address"},
    {0x5D01, "sender mail address"},
    {0x0042, "from name"},
    {0x0065, "from address"},
    {0x5D02, "from mail address"},
    {0x0E04, "to"},
    {0x0E03, "cc"},
    {0x0E02, "bcc"},
    {0x0050, "reply to"},
    {0x0040, "received by name"},
    {0x0076, "received by address"},
    {0x0044, "received for name"},
    {0x0078, "received for address"},
    {0x004D, "original author"},
    {0x005A, "original sender name"},
    {0x0067, "original sender address"},
    {0x0074, "original to"},
    {0x0073, "original cc"},
    {0x0072, "original bcc"},
    {0x0039, "sent on"},
    {0x0E06, "received on"},
    {0x0060, "start"},
    {0x0061, "end"},
    {0x3001, "display name"},
    {0x3003, "address"},
    {0x39FE, "mail address"},
    {0x3A20, "display name"},
    {0x3A45, "name prefix"},
    {0x3A11, "last name"},
    {0x3A06, "first name"},
    {0x3A44, "middle name"},
    {0x3A05, "generation"},
    {0x3A0A, "initials"},
    {0x3A4F, "nickname"},
    {0x3A42, "birthday"},
    {0x3A41, "anniversary"},
    {0x3A00, "account"},
    {0x3A07, "government id"},
    {0x3A10, "organizational id"},
    {0x3A4A, "customer id"},
    {0x3A17, "job title"},
    {0x3A46, "profession"},
    {0x3A16, "company"},
    {0x3A18, "department"},
    {0x3A19, "office"},
    {0x3A0D, "location"},
    {0x3A4E, "manager"},
    {0x3A30, "assistant"},
    {0x3A48, "spouse"},
    {0x3A58, "children"},
    {0x3A47, "referred by"},
    {0x3A43, "hobbies"},
    {0x3A15, "postal address"},
    {0x3A29, "street"},
    {0x3A27, "city"},
    {0x3A28, "state"},
    {0x3A2A, "postal code"},
    {0x3A26, "country"},
    {0x3A2B, "post office box"},
    {0x3A5D, "home street"},
    {0x3A59, "home city"},
    {0x3A5C, "home state"},
    {0x3A5B, "home postal code"},
    {0x3A5A, "home country"},
    {0x3A5E, "home post office box"},
    {0x3A63, "other street"},
    {0x3A5F, "other city"},
    {0x3A62, "other state"},
    {0x3A61, "other postal code"},
    {0x3A60, "other country"},
    {0x3A64, "other post office box"},
    {0x3A1A, "primary telephone"},
    {0x3A08, "business telephone"},
    {0x3A1B, "business telephone 2"},
    {0x3A57, "company telephone"},
    {0x3A09, "home telephone"},
    {0x3A2F, "home telephone 2"},
    {0x3A1C, "mobile telephone"},
    {0x3A1D, "radio telephone"},
    {0x3A1E, "car telephone"},
    {0x3A1F, "other telephone"},
    {0x3A02, "callback telephone"},
    {0x3A2E, "assistant telephone"},
    {0x3A21, "pager"},
    {0x3A2D, "ISDN"},
    {0x3A4B, "TTY telephone"},
    {0x3A2C, "telex"},
    {0x3A23, "primary fax"},
    {0x3A24, "business fax"},
    {0x3A25, "home fax"},
    {0x3A50, "home page"},
    {0x3A51, "business home page"},
    {0x3A4C, "FTP site"},
    {0x3A49, "computer"},
    {0x3707, "file name"},
    {0x3704, "short file name"},
    {0x370D, "path"},
    {0x3708, "short path"},
    {0x3712, "content id"},
    {0x370E, "content type"},
    {0x3703, "file extension"},
    {0x1035, "message id"},
    {0x1039, "references"},
    {0x1042, "in reply to"},
    {0x001A, "message class"},
    {0x3FF8, "created by"},
    {0x3FFA, "last changed by"},
};

/* Named properties by their numbers, which are one's own in the sets that Outlook has (MS-OXPROPS
 * 1.3.2). */
static const Label named_labels[] = {
    {0x8005, "file as"},
    {0x801A, "home address"},
    {0x801B, "business address"},
    {0x801C, "other address"},
    {0x802B, "web page"},
    {0x802C, "first name reading"},
    {0x802D, "last name reading"},
    {0x802E, "company reading"},
    {0x8045, "business street"},
    {0x8046, "business city"},
    {0x8047, "business state"},
    {0x8048, "business postal code"},
    {0x8049, "business country"},
    {0x804A, "business post office box"},
    {0x804F, "user field 1"},
    {0x8050, "user field 2"},
    {0x8051, "user field 3"},
    {0x8052, "user field 4"},
    {0x8054, "members"},
    {0x8062, "instant messaging address"},
    {0x8080, "mail address 1 display name"},
    {0x8083, "mail address 1"},
    {0x8084, "mail address 1 original display name"},
    {0x8090, "mail address 2 display name"},
    {0x8093, "mail address 2"},
    {0x8094, "mail address 2 original display name"},
    {0x80A0, "mail address 3 display name"},
    {0x80A3, "mail address 3"},
    {0x80A4, "mail address 3 original display name"},
    {0x80B2, "primary fax display name"},
    {0x80B3, "primary fax"},
    {0x80C3, "business fax"},
    {0x80D3, "home fax"},
    {0x8104, "task start"},
    {0x8105, "task due"},
    {0x811F, "task owner"},
    {0x8121, "task delegator"},
    {0x8122, "task assigner"},
    {0x8208, "location"},
    {0x820D, "appointment start"},
    {0x820E, "appointment end"},
    {0x8238, "attendees"},
    {0x823B, "required attendees"},
    {0x823C, "optional attendees"},
    {0x8502, "reminder"},
    {0x8534, "mileage"},
    {0x8535, "billing"},
    {0x8539, "companies"},
    {0x853A, "contacts"},
    {0x8580, "account"},
    {0x8700, "journal type"},
};

static const char *find(const Label *table, gsize n_labels, guint32 id)
{
    for (gsize i = 0; i < n_labels; i++) {
        if (table[i].id == id) {
            return table[i].label;
        }
    }
    return NULL;
}

const char *msg_label_find(guint16 id)
{
    return find(labels, G_N_ELEMENTS(labels), id);
}

const char *msg_label_find_named(guint32 id)
{
    return find(named_labels, G_N_ELEMENTS(named_labels), id);
}

gboolean msg_label_is_apart(guint16 id)
{
    /* Bodies, headers, and an attachment's content. */
    static const guint16 apart[] = {0x1000, 0x1009, 0x1013, 0x007D, 0x3701};
    for (gsize i = 0; i < G_N_ELEMENTS(apart); i++) {
        if (apart[i] == id) {
            return TRUE;
        }
    }
    return FALSE;
}
