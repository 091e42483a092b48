"""Identifiers with check digits, computed from the published schemes, for no person and no company."""

import hashlib

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digits(rng, n, first=DIGITS):
    return rng.choice(first) + "".join(rng.choice(DIGITS) for _ in range(n - 1)) if n else ""


def letters(rng, n, of=LETTERS):
    return "".join(rng.choice(of) for _ in range(n))


def weighted(text, weights):
    return sum(int(c) * w for c, w in zip(text, weights))


def luhn_sum(text):
    total = 0
    for i, c in enumerate(reversed(text)):
        d = int(c) * (2 if i % 2 else 1)
        total += d - 9 if d > 9 else d
    return total


def luhn(body):
    """ISO/IEC 7812-1 annex B."""
    return body + str(-luhn_sum(body + "0") % 10)


def ean(body):
    """GS1: weights 3 and 1 from the right."""
    return body + str(-sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(reversed(body))) % 10)


def isbn10(body):
    check = -weighted(body, range(10, 1, -1)) % 11
    return body + ("X" if check == 10 else str(check))


def mod97(text):
    return int("".join(str(int(c, 36)) for c in text)) % 97


# --- Japan ---

def my_number(rng):
    """Ordinance 85 of 2014 of the Ministry of Internal Affairs and Communications, article 5."""
    body = digits(rng, 11)
    total = sum(int(c) * (n + 1 if n <= 6 else n - 5) for n, c in enumerate(reversed(body), 1))
    r = total % 11
    return body + str(0 if r <= 1 else 11 - r)


def twelve_digits(rng, valid):
    """Twelve digits whose last would, or would not, be the check digit of a My Number."""
    text = my_number(rng)
    return text if valid else text[:-1] + str((int(text[-1]) + rng.randint(1, 9)) % 10)


def corporate_number(rng):
    body = digits(rng, 12)
    total = sum(int(c) * (1 if n % 2 else 2) for n, c in enumerate(reversed(body), 1))
    return str(9 - total % 9) + body


def insurer_number(rng, long=True):
    """Ordinance on payment of medical fees: weights 2 and 1 from the right, sums of digits, 10 - mod 10."""
    scheme = rng.choice(["01", "06", "31", "32", "34", "39", "67"])
    body = (scheme if long else "") + f"{rng.randint(1, 47):02d}" + digits(rng, 3)
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d // 10 + d % 10
    return body + str(-total % 10)


# --- everywhere ---

CARDS = [("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("34", 15), ("37", 15), ("3528", 16), ("36", 14), ("6011", 16)]
TEST_CARDS = ["4111111111111111", "4242424242424242", "5555555555554444", "378282246310005", "3530111333300000", "4012888888881881"]


def payment_card(rng):
    prefix, length = rng.choice(CARDS)
    return luhn(prefix + "9" * 4 + digits(rng, length - len(prefix) - 5))


def card_forms(rng, number):
    if len(number) == 16:
        groups = [number[i:i + 4] for i in range(0, 16, 4)]
    else:
        groups = [number[:4], number[4:10], number[10:]]
    return rng.choice([number, " ".join(groups), "-".join(groups), " ".join(groups)])


IBANS = {"DE": "n18", "GB": "a4n14", "FR": "n20c3", "NL": "a4n10", "CH": "n17", "IT": "a1n22", "ES": "n20", "SE": "n20", "PL": "n24", "AT": "n16",
         "BE": "n12", "NO": "n11"}


def iban(rng):
    """ISO 13616."""
    country = rng.choice(sorted(IBANS))
    bban, spec = "", IBANS[country]
    while spec:
        kind, count, spec = spec[0], "", spec[1:]
        while spec and spec[0].isdigit():
            count, spec = count + spec[0], spec[1:]
        bban += letters(rng, int(count)) if kind == "a" else digits(rng, int(count))
    return country + f"{98 - mod97(bban + country + '00'):02d}" + bban


def iban_forms(rng, text):
    return rng.choice([text, " ".join(text[i:i + 4] for i in range(0, len(text), 4))])


def imei(rng):
    return luhn("35" + digits(rng, 12))


def mrz_check(text):
    """ICAO Doc 9303 part 3: weights 7 3 1."""
    return str(sum((0 if c == "<" else int(c, 36)) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def mrz_td3(rng, person):
    names = f"{person.family_latin}<<{person.given_latin}".upper()
    number = letters(rng, 2, "TMN") + digits(rng, 7)
    birth = f"{person.birth:%y%m%d}"
    expiry = "330101"
    personal = "<" * 14
    head = number + mrz_check(number) + "JPN" + birth + mrz_check(birth) + person.sex.upper() + expiry + mrz_check(expiry)
    head += personal + "<"
    whole = head[:10] + head[13:20] + head[21:]
    return ("P<JPN" + names).ljust(44, "<") + "\n" + head + mrz_check(whole)


BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58check(version, payload):
    data = bytes([version]) + payload
    data += hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]
    n, text = int.from_bytes(data, "big"), ""
    while n:
        n, r = divmod(n, 58)
        text = BASE58[r] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def bitcoin(rng):
    return base58check(rng.choice([0, 5]), bytes(rng.randrange(256) for _ in range(20)))


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(rng):
    """BIP 173: a witness program of version 0 and 20 bytes."""
    program = bytes(rng.randrange(256) for _ in range(20))
    bits = "".join(f"{b:08b}" for b in program)
    data = [0] + [int(bits[i:i + 5], 2) for i in range(0, 160, 5)]

    def polymod(values):
        chk = 1
        for v in values:
            top = chk >> 25
            chk = (chk & 0x1FFFFFF) << 5 ^ v
            for i, g in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                chk ^= g if top >> i & 1 else 0
        return chk

    hrp = [ord(c) >> 5 for c in "bc"] + [0] + [ord(c) & 31 for c in "bc"]
    check = polymod(hrp + data + [0] * 6) ^ 1
    return "bc1" + "".join(BECH32[d] for d in data + [check >> 5 * (5 - i) & 31 for i in range(6)])


def public_ipv4(rng):
    """Of blocks that are allotted and not announced."""
    return f"{rng.choice([11, 21, 22, 26, 28, 30])}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"


def ipv6(rng):
    return "2a0e:" + ":".join(f"{rng.randint(1, 65535):x}" for _ in range(7))


def mac(rng):
    return rng.choice([":", "-"]).join(f"{b:02x}" for b in [0x00, 0x16, 0x3e, rng.randrange(256), rng.randrange(256), rng.randrange(256)])


def hex_text(rng, n):
    return "".join(rng.choice("0123456789abcdef") for _ in range(n))


def uuid(rng):
    h = hex_text(rng, 32)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"
