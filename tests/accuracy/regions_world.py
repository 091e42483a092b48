"""Identifiers of Asia, Oceania, Latin America, the Middle East and Africa, in the same form as regions_west."""

from checkdigits import DIGITS, LETTERS, digits, letters, luhn, weighted


def rrn(rng, p):
    code = (1 if p.sex == "m" else 2) + (2 if p.birth.year >= 2000 else 0)
    body = f"{p.birth:%y%m%d}{code}{rng.randint(0, 92):02d}{digits(rng, 3)}"
    check = (11 - weighted(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return [f"{body[:6]}-{body[6:]}{check}", f"{body}{check}"]


def cn_id(rng, p):
    body = rng.choice(["110101", "310104", "440305", "510107", "330106"]) + f"{p.birth:%Y%m%d}{digits(rng, 3)}"
    return [body + "10X98765432"[weighted(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]]


def tw_id(rng, p):
    letter = rng.choice(LETTERS)
    code = str(dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36)))[letter])
    body = ("1" if p.sex == "m" else "2") + digits(rng, 7)
    return [letter + body + str(-weighted(code + body, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)) % 10)]


def hk_id(rng, p):
    letter, body = rng.choice("ABCDEGHKPRVYZ"), digits(rng, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + weighted(body, (7, 6, 5, 4, 3, 2))
    check = -total % 11
    return [f"{letter}{body}({'A' if check == 10 else check})", f"{letter}{body}{'A' if check == 10 else check}"]


def nric(rng, p):
    prefix, body = rng.choice("STFG"), digits(rng, 7)
    total = weighted(body, (2, 7, 6, 5, 4, 3, 2)) + (4 if prefix in "TG" else 0)
    return [prefix + body + ("JZIHGFEDCBA" if prefix in "ST" else "XWUTRQPNMLK")[total % 11]]


def my_nric(rng, p):
    t = f"{p.birth:%y%m%d}{rng.randint(1, 16):02d}{digits(rng, 4)}"
    return [f"{t[:6]}-{t[6:8]}-{t[8:]}", t]


def th_id(rng, p):
    body = digits(rng, 12, "12345")
    t = body + str((11 - weighted(body, range(13, 1, -1)) % 11) % 10)
    return [f"{t[0]}-{t[1:5]}-{t[5:10]}-{t[10:12]}-{t[12]}", t]


def nik(rng, p):
    day = p.birth.day + (40 if p.sex == "f" else 0)
    return [rng.choice(["317401", "327301", "357801", "510301"]) + f"{day:02d}{p.birth:%m%y}{rng.randint(1, 9999):04d}"]


def ph_tin(rng, p):
    t = digits(rng, 9)
    return [f"{t[:3]}-{t[3:6]}-{t[6:]}-000", f"{t[:3]}-{t[3:6]}-{t[6:]}"]


def vn_id(rng, p):
    century = (0 if p.birth.year < 2000 else 2) + (0 if p.sex == "m" else 1)
    return [f"0{rng.choice(['01', '79', '48', '92'])}{century}{p.birth:%y}{digits(rng, 6)}"]


D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6], [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
     [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1], [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
     [8, 7, 6, 5, 9, 3, 2, 1, 0, 4], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
P = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], [5, 8, 0, 3, 7, 9, 6, 1, 4, 2], [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
     [9, 4, 5, 3, 1, 2, 6, 8, 7, 0], [4, 2, 8, 6, 5, 7, 3, 9, 0, 1], [2, 7, 9, 3, 8, 0, 6, 4, 1, 5], [7, 0, 4, 6, 9, 1, 3, 2, 5, 8]]


def verhoeff(body):
    c = 0
    for i, d in enumerate(reversed(body), 1):
        c = D[c][P[i % 8][int(d)]]
    return body + str(D[c].index(0))


def aadhaar(rng, p):
    t = verhoeff(digits(rng, 11, "23456789"))
    return [f"{t[:4]} {t[4:8]} {t[8:]}", f"{t[:4]}-{t[4:8]}-{t[8:]}", t]


def pan(rng, p):
    return [letters(rng, 3) + "P" + p.family_latin[0].upper() + digits(rng, 4) + rng.choice(LETTERS)]


def voter(rng, p):
    return [letters(rng, 3) + luhn(digits(rng, 6))]


def in_passport(rng, p):
    return [rng.choice("JKLMNPRSTUVZ") + digits(rng, 7, "123456789")]


def tfn(rng, p):
    while True:
        body = digits(rng, 8, "123456789")
        for check in DIGITS:
            if weighted(body + check, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0:
                t = body + check
                return [f"{t[:3]} {t[3:6]} {t[6:]}", t]


def medicare(rng, p):
    body = digits(rng, 8, "23456")
    t = body + str(weighted(body, (1, 3, 7, 9, 1, 3, 7, 9)) % 10) + str(rng.randint(1, 4))
    return [f"{t[:4]} {t[4:9]} {t[9]}", t]


def ird(rng, p):
    while True:
        body = f"{rng.randint(10, 140):03d}{digits(rng, 5)}"
        for weights in ((3, 2, 7, 6, 5, 4, 3, 2), (7, 4, 3, 2, 5, 2, 7, 6)):
            check = -weighted(body, weights) % 11
            if check < 10:
                t = body + str(check)
                t = t[1:] if t[0] == "0" else t
                return [f"{t[:-6]}-{t[-6:-3]}-{t[-3:]}", t]


def sin(rng, p):
    t = luhn(digits(rng, 8, "124567"))
    return [f"{t[:3]} {t[3:6]} {t[6:]}", f"{t[:3]}-{t[3:6]}-{t[6:]}", t]


def cpf(rng, p):
    body = digits(rng, 9)
    for n in (10, 11):
        r = weighted(body, range(n, 1, -1)) % 11
        body += str(0 if r < 2 else 11 - r)
    return [f"{body[:3]}.{body[3:6]}.{body[6:9]}-{body[9:]}", body]


def curp(rng, p):
    body = (p.family_latin[:1] + "AEIO"[p.number % 4] + letters(rng, 2, "BCDFGLMNPRST") + f"{p.birth:%y%m%d}" + ("H" if p.sex == "m" else "M") +
            rng.choice(["DF", "JC", "NL", "VZ"]) + letters(rng, 3, "BCDFGLMNPRST") + ("0" if p.birth.year < 2000 else "A")).upper()
    alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    return [body + str(-sum(alphabet.index(c) * (18 - i) for i, c in enumerate(body)) % 10)]


def rfc(rng, p):
    body = (letters(rng, 1, "BCDFGLMPRST") + "AEIO"[p.number % 4] + letters(rng, 2, "BCDFGLMNPRST") + f"{p.birth:%y%m%d}" +
            "".join(rng.choice("123456789ABCDEFGHIJKLMNPQRSTUVWXYZ") for _ in range(2)))
    alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"
    check = -sum(alphabet.index(c) * (13 - i) for i, c in enumerate(body)) % 11
    return [body + ("A" if check == 10 else str(check))]


def cuit(rng, p):
    while True:
        body = rng.choice(["20", "23", "24", "27"]) + digits(rng, 8, "1234")
        check = 11 - weighted(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        check = 0 if check == 11 else check
        if check != 10:
            return [f"{body[:2]}-{body[2:]}-{check}", f"{body}{check}"]


def rut(rng, p):
    n = str(rng.randint(5000000, 24999999))
    check = 11 - sum(int(c) * (2 + i % 6) for i, c in enumerate(reversed(n))) % 11
    c = {10: "K", 11: "0"}.get(check, str(check))
    return [f"{int(n):,}".replace(",", ".") + f"-{c}", f"{n}-{c}"]


def nit(rng, p):
    body = digits(rng, 9, "89")
    r = sum(int(c) * w for c, w in zip(reversed(body), (3, 7, 13, 17, 19, 23, 29, 37, 41))) % 11
    c = r if r < 2 else 11 - r
    return [f"{int(body):,}".replace(",", ".") + f"-{c}", f"{body}-{c}"]


def ruc(rng, p):
    while True:
        body = "10" + digits(rng, 8)
        check = (11 - weighted(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 10
        return [f"{body}{check}"]


def pe_dni(rng, p):
    return [digits(rng, 8, "1234567")]


def uy_ci(rng, p):
    body = digits(rng, 7, "12345")
    t = body + str(-weighted(body, (2, 9, 8, 7, 6, 3, 4)) % 10)
    return [f"{t[0]}.{t[1:4]}.{t[4:7]}-{t[7]}", f"{t[:7]}-{t[7]}"]


def za_id(rng, p):
    sex = rng.randint(5000, 9999) if p.sex == "m" else rng.randint(0, 4999)
    return [luhn(f"{p.birth:%y%m%d}{sex:04d}08")]


def il_id(rng, p):
    return [luhn(digits(rng, 8, "0123"))]


def emirates(rng, p):
    t = luhn(f"784{p.birth.year}{digits(rng, 7)}")
    return [f"{t[:3]}-{t[3:7]}-{t[7:14]}-{t[14]}", t]


def sa_id(rng, p):
    return [luhn(rng.choice("12") + digits(rng, 8))]


def nin(rng, p):
    return [digits(rng, 11, "123456789")]


def eg_id(rng, p):
    """The check digit is not published: weights 2 7 6 5 4 3 2 7 6 5 4 3 2 mod 11 are what programs use."""
    century = "2" if p.birth.year < 2000 else "3"
    while True:
        body = f"{century}{p.birth:%y%m%d}{rng.choice(['01', '02', '21', '88'])}{digits(rng, 4)}"
        check = 11 - weighted(body, (2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
        if check < 10:
            return [body + str(check)]


ROWS = [
    ("kr.rrn", ["주민등록번호", "주민번호", "Resident registration number"], False, rrn),
    ("cn.resident-id", ["身份证号", "公民身份号码", "居民身份证号码"], True, cn_id),
    ("tw.id", ["身分證字號", "國民身分證統一編號", "身分證號碼"], True, tw_id),
    ("hk.id", ["香港身份證號碼", "HKID", "HKID No."], True, hk_id),
    ("sg.nric", ["NRIC", "FIN", "NRIC No."], True, nric),
    ("my.nric", ["No. Kad Pengenalan", "MyKad", "NRIC"], False, my_nric),
    ("th.id", ["เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "Thai ID"], True, th_id),
    ("id.nik", ["NIK", "Nomor Induk Kependudukan", "No. KTP"], False, nik),
    ("ph.tin", ["TIN", "Tax Identification Number"], False, ph_tin),
    ("vn.id", ["Số CCCD", "Căn cước công dân", "Số căn cước"], False, vn_id),
    ("in.aadhaar", ["Aadhaar", "Aadhaar No.", "आधार संख्या"], True, aadhaar),
    ("in.pan", ["PAN", "Permanent Account Number"], False, pan),
    ("in.voter", ["Voter ID", "EPIC No."], False, voter),
    ("in.passport", ["Indian Passport No.", "Passport No."], False, in_passport),
    ("au.tfn", ["Tax File Number", "TFN"], True, tfn),
    ("au.medicare", ["Medicare card number", "Medicare No."], True, medicare),
    ("nz.ird", ["IRD number", "IRD No."], True, ird),
    ("ca.sin", ["Social Insurance Number", "SIN", "NAS"], True, sin),
    ("br.cpf", ["CPF", "CPF nº", "Cadastro de Pessoas Físicas"], True, cpf),
    ("mx.curp", ["CURP", "Clave Única de Registro de Población"], True, curp),
    ("mx.rfc", ["RFC", "Registro Federal de Contribuyentes"], True, rfc),
    ("ar.cuit", ["CUIT", "CUIL", "C.U.I.T."], True, cuit),
    ("cl.rut", ["RUT", "R.U.T.", "RUN"], True, rut),
    ("co.nit", ["NIT", "N.I.T."], True, nit),
    ("pe.ruc", ["RUC", "R.U.C."], True, ruc),
    ("pe.dni", ["DNI", "D.N.I. N°"], False, pe_dni),
    ("uy.ci", ["Cédula de identidad", "C.I."], True, uy_ci),
    ("za.id", ["SA identity number", "South African ID", "SA ID No."], True, za_id),
    ("il.id", ["תעודת זהות", "מספר זהות", "Israeli ID"], True, il_id),
    ("ae.id", ["Emirates ID", "رقم الهوية", "EID No."], True, emirates),
    ("sa.id", ["رقم الهوية الوطنية", "National ID", "Iqama No."], True, sa_id),
    ("ng.nin", ["NIN", "National Identification Number"], False, nin),
    ("eg.id", ["الرقم القومي", "National ID"], False, eg_id),
]
