#include "rules/validator.h"

#include <arpa/inet.h>
#include <string.h>

static gboolean take_ipv4(const char *value, guint8 address[4])
{
    return inet_pton(AF_INET, value, address) == 1;
}

/* RFC 6890: not of the whole world: this network, private, loopback, link-local, documentation,
 * benchmarks, multicast and reserved. */
static gboolean is_special(const guint8 a[4])
{
    static const guint8 documentation[][3] = {
        {192, 0, 0}, {192, 0, 2}, {198, 51, 100}, {203, 0, 113}};
    for (gsize i = 0; i < G_N_ELEMENTS(documentation); i++) {
        if (memcmp(a, documentation[i], 3) == 0) {
            return TRUE;
        }
    }
    return a[0] == 0 || a[0] == 10 || a[0] == 127 || a[0] >= 224 ||
           (a[0] == 100 && a[1] >= 64 && a[1] < 128) || (a[0] == 169 && a[1] == 254) ||
           (a[0] == 172 && a[1] >= 16 && a[1] < 32) || (a[0] == 192 && a[1] == 168) ||
           (a[0] == 198 && (a[1] == 18 || a[1] == 19));
}

gboolean ipv4_accepts(const char *value)
{
    guint8 address[4];
    return take_ipv4(value, address) && !is_special(address);
}

gboolean ipv4_special_accepts(const char *value)
{
    guint8 address[4];
    return take_ipv4(value, address) && is_special(address);
}

/* Global unicast (RFC 4291) without documentation's 2001:db8::/32 (RFC 3849). */
gboolean ipv6_accepts(const char *value)
{
    static const guint8 documentation[] = {0x20, 0x01, 0x0d, 0xb8};
    guint8 address[16];
    return inet_pton(AF_INET6, value, address) == 1 && (address[0] & 0xe0) == 0x20 &&
           memcmp(address, documentation, sizeof documentation) != 0;
}

/* Six bytes of which each is as much more than the one before: 00:11:22:33:44:55, aa:aa:aa:aa:aa:aa. */
static gboolean is_made_up(const char *hex)
{
    guint8 bytes[6];
    for (gsize i = 0; i < 6; i++) {
        bytes[i] = (guint8)(g_ascii_xdigit_value(hex[2 * i]) << 4 |
                            g_ascii_xdigit_value(hex[2 * i + 1]));
    }
    for (gsize i = 2; i < 6; i++) {
        if ((guint8)(bytes[i] - bytes[i - 1]) != (guint8)(bytes[1] - bytes[0])) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Neither all zeros, nor all ones, nor a group address (IEEE 802), nor documentation's (RFC 7042). */
gboolean mac_accepts(const char *value)
{
    char hex[13];
    if (!validator_take_code(value, hex, "XXXXXXXXXXXX")) {
        return FALSE;
    }
    for (gsize i = 0; i < 12; i++) {
        if (!g_ascii_isxdigit(hex[i])) {
            return FALSE;
        }
    }
    return g_ascii_xdigit_value(hex[1]) % 2 == 0 && !is_made_up(hex) &&
           !g_str_has_prefix(hex, "00005E0053");
}

/* Latitude and longitude in degrees, both with a fraction. */
gboolean geo_coordinate_accepts(const char *value)
{
    char *end = NULL;
    double latitude = g_ascii_strtod(value, &end);
    while (*end == ',' || *end == ' ') {
        end++;
    }
    double longitude = g_ascii_strtod(end, &end);
    return *end == '\0' && latitude >= -90 && latitude <= 90 && longitude >= -180 &&
           longitude <= 180 && (latitude > 0.001 || latitude < -0.001);
}

/* ISO 9362: four letters, a country of ISO 3166-1, two and perhaps three characters. */
gboolean bic_accepts(const char *value)
{
    static const char countries[] = "AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH "
                                    "BI BJ BM BN BO BR BS BT BW BY BZ "
                                    "CA CD CF CG CH CI CK CL CM CN CO CR CU CV CW CY CZ DE DJ DK "
                                    "DM DO DZ EC EE EG ES ET FI FJ FK "
                                    "FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GW GY HK "
                                    "HN HR HT HU ID IE IL IM IN IQ IR "
                                    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
                                    "LI LK LR LS LT LU LV LY MA MC MD "
                                    "ME MG MH MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC "
                                    "NE NG NI NL NO NP NR NZ OM PA PE "
                                    "PF PG PH PK PL PM PS PT PW PY QA RE RO RS RU RW SA SB SC SD "
                                    "SE SG SI SK SL SM SN SO SR SS ST "
                                    "SV SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US "
                                    "UY UZ VA VC VE VG VN VU WF WS XK "
                                    "YE YT ZA ZM ZW ";
    char code[12];
    return (validator_take_code(value, code, "AAAAAAXX") ||
            validator_take_code(value, code, "AAAAAAXXXXX")) &&
           validator_lists(countries, code + 4, 2);
}
