"""Identifiers of North America, the United Kingdom and Europe: a function each gives a number for nobody, in the forms that
are written. ROWS: rule, words that stand before it in its country, whether it has a check digit, the function."""

from checkdigits import DIGITS, LETTERS, digits, ean, letters, luhn, weighted

CONSONANTS = "BCDFGHLMNPRSTVZ"


def ssn(rng, p):
    a, b, c = f"{rng.choice([212, 318, 427, 503, 611, 733]):03d}", f"{rng.randint(1, 99):02d}", f"{rng.randint(1, 9999):04d}"
    return [f"{a}-{b}-{c}", f"{a} {b} {c}", a + b + c]


def itin(rng, p):
    a, b, c = f"9{rng.randint(0, 99):02d}", f"{rng.choice([70, 75, 81, 88, 90, 94, 99])}", digits(rng, 4)
    return [f"{a}-{b}-{c}", a + b + c]


def npi(rng, p):
    return [luhn("80840" + rng.choice("12") + digits(rng, 8))[5:]]


def dea(rng, p):
    d = digits(rng, 6)
    check = (int(d[0]) + int(d[2]) + int(d[4]) + 2 * (int(d[1]) + int(d[3]) + int(d[5]))) % 10
    return [rng.choice("ABFM") + p.family_latin[0] + d + str(check)]


def mbi(rng, p):
    a, an = "ACDEFGHJKMNPQRTUVWXY", "ACDEFGHJKMNPQRTUVWXY" + DIGITS
    t = (rng.choice("123456789") + rng.choice(a) + rng.choice(an) + rng.choice(DIGITS) + rng.choice(a) + rng.choice(an) +
         rng.choice(DIGITS) + rng.choice(a) + rng.choice(a) + digits(rng, 2))
    return [f"{t[:4]}-{t[4:7]}-{t[7:]}", t]


def us_phone(rng, p):
    area, last = rng.choice(["212", "312", "415", "617", "702", "206", "404", "512"]), f"01{rng.randint(0, 99):02d}"
    return [f"({area}) 555-{last}", f"{area}-555-{last}", f"{area}.555.{last}", f"+1 {area} 555 {last}", f"+1-{area}-555-{last}",
            f"1-{area}-555-{last}"]


def nino(rng, p):
    t = rng.choice(["AA", "AB", "CE", "JK", "PW", "SE", "WM"]) + digits(rng, 6) + rng.choice("ABCD")
    return [t, f"{t[:2]} {t[2:4]} {t[4:6]} {t[6:8]} {t[8]}", f"{t[:2]} {t[2:8]} {t[8]}"]


def nhs(rng, p):
    while True:
        body = digits(rng, 9, "4567")
        check = 11 - weighted(body, range(10, 1, -1)) % 11
        if check != 10:
            t = body + str(check % 11)
            return [f"{t[:3]} {t[3:6]} {t[6:]}", f"{t[:3]}-{t[3:6]}-{t[6:]}", t]


def uk_driver(rng, p):
    name = (p.family_latin.upper() + "99999")[:5]
    month = p.birth.month + (50 if p.sex == "f" else 0)
    birth = f"{p.birth.year // 10 % 10}{month:02d}{p.birth.day:02d}{p.birth.year % 10}"
    return [f"{name}{birth}{p.given_latin[0]}9{rng.choice('23456789')}{letters(rng, 2)}"]


def utr(rng, p):
    body = digits(rng, 9)
    check = "21987654321"[weighted(body, (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11]
    t = check + body
    return [t, f"{t[:5]} {t[5:]}"]


def sort_code(rng, p):
    return [f"{rng.randint(10, 98)}-{rng.randint(10, 99)}-{rng.randint(10, 99)} {digits(rng, 8)}"]


def passport9(rng, p):
    return [digits(rng, 9, "12345")]


def uk_postcode(rng, p):
    return [f"{rng.choice(['SW1A', 'EC1A', 'M1', 'B33', 'CR2', 'DN55', 'W1A', 'LS11'])} {rng.randint(1, 9)}{letters(rng, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"]


def iso7064_11_10(body):
    product = 10
    for c in body:
        product = ((int(c) + product) % 10 or 10) * 2 % 11
    return body + str((11 - product) % 10)


def de_tax(rng, p):
    """One digit of the first ten twice, the others at most once."""
    while True:
        pool = list(DIGITS)
        rng.shuffle(pool)
        body = pool[:9]
        body.insert(rng.randint(0, 9), rng.choice(body))
        if body[0] != "0":
            t = iso7064_11_10("".join(body))
            return [t, f"{t[:2]} {t[2:5]} {t[5:8]} {t[8:]}"]


def de_insurance(rng, p):
    area = rng.choice(["12", "15", "25", "65"])
    body = f"{area}{p.birth:%d%m%y}{p.family_latin[0].upper()}{rng.randint(0, 99):02d}"
    plain = body[:8] + f"{ord(body[8]) - 64:02d}" + body[9:]
    total = 0
    for c, w in zip(plain, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)):
        total += sum(map(int, str(int(c) * w)))
    t = body + str(total % 10)
    return [t, f"{t[:2]} {t[2:8]} {t[8]} {t[9:]}"]


def de_card(rng, p):
    body = rng.choice("LMNPRTVWXYZ") + "".join(rng.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(8))
    check = sum(int(c, 36) * (7, 3, 1)[i % 3] for i, c in enumerate(body)) % 10
    return [body + str(check)]


def nir(rng, p):
    sex = "1" if p.sex == "m" else "2"
    dep = rng.choice(["75", "13", "69", "33", "2A", "2B"])
    body = f"{sex}{p.birth:%y%m}{dep}{rng.randint(1, 400):03d}{rng.randint(1, 300):03d}"
    value = int(body.replace("2A", "19").replace("2B", "18"))
    key = f"{97 - value % 97:02d}"
    t = body + key
    return [t, f"{t[0]} {t[1:3]} {t[3:5]} {t[5:7]} {t[7:10]} {t[10:13]} {t[13:]}", f"{body} {key}"]


ODD = dict(zip(DIGITS + LETTERS, [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
                                  22, 25, 24, 23]))
EVEN = dict(zip(DIGITS + LETTERS, list(range(10)) + list(range(26))))


def codice_fiscale(rng, p):
    day = p.birth.day + (40 if p.sex == "f" else 0)
    body = (letters(rng, 6, CONSONANTS) + f"{p.birth:%y}" + "ABCDEHLMPRST"[p.birth.month - 1] + f"{day:02d}" +
            rng.choice(["H501", "F205", "L219", "F839"]))
    total = sum((ODD if i % 2 == 0 else EVEN)[c] for i, c in enumerate(body))
    return [body + LETTERS[total % 26]]


def dni(rng, p):
    n = rng.randint(10000000, 79999999)
    c = "TRWAGMYFPDXBNJZSQVHLCKE"[n % 23]
    return [f"{n}{c}", f"{n}-{c}", f"{n:,}".replace(",", ".") + f"-{c}"]


def nie(rng, p):
    first, n = rng.randint(0, 2), digits(rng, 7)
    c = "TRWAGMYFPDXBNJZSQVHLCKE"[int(f"{first}{n}") % 23]
    return [f"{'XYZ'[first]}{n}{c}", f"{'XYZ'[first]}-{n}-{c}"]


def nif(rng, p):
    body = digits(rng, 8, "123")
    r = weighted(body, range(9, 1, -1)) % 11
    t = body + str(0 if r < 2 else 11 - r)
    return [t, f"{t[:3]} {t[3:6]} {t[6:]}"]


def bsn(rng, p):
    while True:
        body = digits(rng, 8, "1234567")
        check = weighted(body, range(9, 1, -1)) % 11
        if check < 10:
            return [body + str(check), f"{body[:4]}.{body[4:6]}.{body[6:]}{check}"]


def belgian(rng, p):
    body = f"{p.birth:%y%m%d}{rng.randint(1, 997):03d}"
    check = 97 - int(("2" if p.birth.year >= 2000 else "") + body) % 97
    t = f"{body}{check:02d}"
    return [f"{t[:2]}.{t[2:4]}.{t[4:6]}-{t[6:9]}.{t[9:]}", t]


def svnr(rng, p):
    while True:
        head = digits(rng, 3, "123456789")
        date = f"{p.birth:%d%m%y}"
        check = weighted(head + date, (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
        if check < 10:
            return [f"{head}{check} {date}", f"{head}{check}{date}"]


def ahv(rng, p):
    t = ean("756" + digits(rng, 9))
    return [f"{t[:3]}.{t[3:7]}.{t[7:11]}.{t[11:]}", t]


def pesel(rng, p):
    month = p.birth.month + (20 if p.birth.year >= 2000 else 0)
    body = f"{p.birth:%y}{month:02d}{p.birth:%d}{digits(rng, 4)}"
    return [body + str(-weighted(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)]


def nip(rng, p):
    while True:
        body = digits(rng, 9, "12345678")
        check = weighted(body, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11
        if check < 10:
            t = f"{body}{check}"
            return [f"{t[:3]}-{t[3:6]}-{t[6:8]}-{t[8:]}", t]


def personnummer(rng, p):
    t = luhn(f"{p.birth:%y%m%d}{digits(rng, 3)}")
    century = str(p.birth.year // 100)
    return [f"{t[:6]}-{t[6:]}", f"{century}{t[:6]}-{t[6:]}", century + t]


def hetu(rng, p):
    body = f"{rng.randint(2, 899):03d}"
    mark = "-" if p.birth.year < 2000 else "A"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{p.birth:%d%m%y}{body}") % 31]
    return [f"{p.birth:%d%m%y}{mark}{body}{check}"]


def cpr(rng, p):
    last = digits(rng, 4, "0123" if p.birth.year < 2000 else "4567")
    return [f"{p.birth:%d%m%y}-{last}", f"{p.birth:%d%m%y}{last}"]


def fodselsnummer(rng, p):
    while True:
        number = rng.randint(0, 499) if p.birth.year < 2000 else rng.randint(500, 999)
        body = f"{p.birth:%d%m%y}{number:03d}"
        first = 11 - weighted(body, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
        first = 0 if first == 11 else first
        if first == 10:
            continue
        second = 11 - weighted(body + str(first), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        second = 0 if second == 11 else second
        if second < 10:
            return [f"{body}{first}{second}", f"{body[:6]} {body[6:]}{first}{second}"]


def ppsn(rng, p):
    body = digits(rng, 7)
    return [body + "WABCDEFGHIJKLMNOPQRSTUV"[weighted(body, range(8, 1, -1)) % 23]]


def birth_number(rng, p):
    """Nine digits and a check that makes the ten divisible by eleven."""
    month = p.birth.month + (50 if p.sex == "f" else 0)
    while True:
        head = f"{max(p.birth.year, 1954) % 100:02d}{month:02d}{p.birth:%d}"
        body = head + digits(rng, 3)
        if int(body) % 11 < 10:
            t = body + str(-int(body + "0") % 11)
            if len(t) == 10 and int(t) % 11 == 0:
                return [f"{t[:6]}/{t[6:]}", t]


def hu_tax(rng, p):
    while True:
        body = "8" + digits(rng, 8, "23")
        check = weighted(body, range(1, 10)) % 11
        if check < 10:
            return [body + str(check)]


def taj(rng, p):
    body = digits(rng, 8)
    t = body + str(weighted(body, (3, 7) * 4) % 10)
    return [t, f"{t[:3]} {t[3:6]} {t[6:]}", f"{t[:3]}-{t[3:6]}-{t[6:]}"]


def cnp(rng, p):
    first = (1 if p.sex == "m" else 2) + (4 if p.birth.year >= 2000 else 0)
    body = f"{first}{p.birth:%y%m%d}{rng.randint(1, 46):02d}{rng.randint(1, 999):03d}"
    check = weighted(body, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return [body + str(1 if check == 10 else check)]


def egn(rng, p):
    month = p.birth.month + (40 if p.birth.year >= 2000 else 0)
    body = f"{p.birth:%y}{month:02d}{p.birth:%d}{digits(rng, 3)}"
    return [body + str(weighted(body, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10)]


def amka(rng, p):
    return [luhn(f"{p.birth:%d%m%y}{digits(rng, 4)}")]


def afm(rng, p):
    body = digits(rng, 8, "01")
    return [body + str(sum(int(c) << (8 - i) for i, c in enumerate(body)) % 11 % 10)]


def oib(rng, p):
    return [iso7064_11_10(digits(rng, 10))]


def baltic(rng, p):
    first = (3 if p.sex == "m" else 4) + (2 if p.birth.year >= 2000 else 0)
    body = f"{first}{p.birth:%y%m%d}{digits(rng, 3)}"
    check = weighted(body, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = weighted(body, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return [body + str(check)]


def latvian(rng, p):
    while True:
        body = f"{p.birth:%d%m%y}{1 if p.birth.year < 2000 else 2}{digits(rng, 3)}"
        check = (1101 - weighted(body, (1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11
        if check < 10:
            return [f"{body[:6]}-{body[6:]}{check}", f"{body}{check}"]


def emso(rng, p):
    while True:
        number = rng.randint(0, 499) if p.sex == "m" else rng.randint(500, 999)
        body = f"{p.birth:%d%m}{p.birth.year % 1000:03d}50{number:03d}"
        check = 11 - weighted(body, (7, 6, 5, 4, 3, 2) * 2) % 11
        if check != 10:
            return [body + str(check % 11)]


def tckn(rng, p):
    d = [int(c) for c in digits(rng, 9, "123456789")]
    tenth = (sum(d[0::2]) * 7 - sum(d[1::2])) % 10
    return ["".join(map(str, d)) + str(tenth) + str((sum(d) + tenth) % 10)]


ROWS = [
    ("us.ssn", ["Social Security Number", "SSN", "Soc. Sec. No."], False, ssn),
    ("us.itin", ["ITIN", "Individual Taxpayer Identification Number"], False, itin),
    ("us.npi", ["NPI", "National Provider Identifier"], True, npi),
    ("us.dea", ["DEA Number", "DEA #", "DEA Reg. No."], True, dea),
    ("us.mbi", ["Medicare Number", "MBI", "Medicare Beneficiary Identifier"], False, mbi),
    ("us.passport", ["US Passport No.", "Passport Number", "Passport"], False, passport9),
    ("us.phone", ["Phone", "Tel", "Cell", "Home phone"], False, us_phone),
    ("uk.nino", ["National Insurance Number", "NINO", "NI number"], False, nino),
    ("uk.nhs-number", ["NHS Number", "NHS No."], True, nhs),
    ("uk.driving-licence", ["Driving licence number", "Driver number"], False, uk_driver),
    ("uk.utr", ["Unique Taxpayer Reference", "UTR"], True, utr),
    ("uk.passport", ["British passport number", "Passport No."], False, passport9),
    ("uk.bank-account", ["Sort code and account number", "Bank details"], False, sort_code),
    ("uk.postcode", ["Postcode", "Post code"], False, uk_postcode),
    ("de.tax-id", ["Steuer-ID", "Steuerliche Identifikationsnummer", "IdNr.", "Steueridentifikationsnummer"], True, de_tax),
    ("de.social-insurance", ["Rentenversicherungsnummer", "Sozialversicherungsnummer", "SV-Nummer"], True, de_insurance),
    ("de.identity-card", ["Personalausweisnummer", "Ausweisnummer", "Personalausweis-Nr."], True, de_card),
    ("fr.nir", ["Numéro de sécurité sociale", "N° Sécu", "NIR"], True, nir),
    ("it.codice-fiscale", ["Codice fiscale", "C.F.", "Cod. Fisc."], True, codice_fiscale),
    ("es.dni", ["DNI", "NIF", "Documento Nacional de Identidad"], True, dni),
    ("es.nie", ["NIE", "Número de Identidad de Extranjero"], True, nie),
    ("pt.nif", ["NIF", "Número de contribuinte", "Contribuinte n.º"], True, nif),
    ("nl.bsn", ["BSN", "Burgerservicenummer", "Sofinummer"], True, bsn),
    ("be.national-number", ["Rijksregisternummer", "Numéro national", "Numéro de registre national", "INSZ"], True, belgian),
    ("at.svnr", ["Sozialversicherungsnummer", "SVNR", "SV-Nr."], True, svnr),
    ("ch.ahv", ["AHV-Nummer", "AHV-Nr.", "Numéro AVS"], True, ahv),
    ("pl.pesel", ["PESEL", "Numer PESEL", "nr PESEL"], True, pesel),
    ("pl.nip", ["NIP", "Numer identyfikacji podatkowej"], True, nip),
    ("se.personnummer", ["Personnummer", "Pers.nr"], True, personnummer),
    ("fi.hetu", ["Henkilötunnus", "HETU", "Henkilötunnuksesi"], True, hetu),
    ("dk.cpr", ["CPR-nummer", "CPR-nr.", "Personnummer"], False, cpr),
    ("no.fodselsnummer", ["Fødselsnummer", "Personnummer", "Fnr."], True, fodselsnummer),
    ("ie.ppsn", ["PPS Number", "PPSN", "PPS No."], True, ppsn),
    ("cz-sk.birth-number", ["Rodné číslo", "R.č.", "RČ"], True, birth_number),
    ("hu.tax-id", ["Adóazonosító jel", "Adóazonosító"], True, hu_tax),
    ("hu.taj", ["TAJ-szám", "TAJ szám", "Társadalombiztosítási azonosító jel"], True, taj),
    ("ro.cnp", ["CNP", "Cod numeric personal"], True, cnp),
    ("bg.egn", ["ЕГН", "Единен граждански номер", "EGN"], True, egn),
    ("gr.amka", ["ΑΜΚΑ", "Α.Μ.Κ.Α.", "AMKA"], True, amka),
    ("gr.afm", ["ΑΦΜ", "Α.Φ.Μ.", "AFM"], True, afm),
    ("hr.oib", ["OIB", "Osobni identifikacijski broj"], True, oib),
    ("ee-lt.personal-code", ["Isikukood", "Asmens kodas"], True, baltic),
    ("lv.personal-code", ["Personas kods", "Personas kods (p.k.)"], True, latvian),
    ("si.emso", ["EMŠO", "Enotna matična številka občana"], True, emso),
    ("tr.tckn", ["T.C. Kimlik No", "TC Kimlik Numarası", "TCKN"], True, tckn),
]
