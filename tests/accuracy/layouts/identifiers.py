"""Every identifier of every pack, in the words of its country and without any words."""

import checkdigits as numbers
import fields as f
import persons
import regions_west
import regions_world
from document import File, pad
from layouts import layout

ROWS = regions_west.ROWS + regions_world.ROWS

AMBIGUOUS = {"us.passport", "uk.passport", "in.passport", "pe.dni", "sa.id", "eg.id"}  # their words are those of others, too


def forms(k, row):
    return k.rng.choice(row[3](k.rng, persons.japanese(k.rng)))


def kind_of(rule):
    return "phone" if rule == "us.phone" else rule


def marked(k, row, where, level):
    alike = where == "running" or row[0] in AMBIGUOUS
    return k.value(kind_of(row[0]), forms(k, row), where, level, row[0], alike)


@layout("identifiers", 3)
def with_words(k):
    """A record for each: the word of the country, and the number."""
    lines = []
    for row in ROWS:
        word = k.rng.choice(row[1])
        lines.append(k.rng.choice(["{w}: {v}", "{w} {v}", "{w}：{v}", "- {w}: {v};", "{w}\t{v}", "({w} {v})", "{w} = {v}"]).format(
            w=word, v=marked(k, row, "labelled", "medium")))
        if k.rng.random() < 0.3:
            lines.append("")
    return File("records.txt", "\n".join(lines) + "\n")


@layout("identifiers", 6)
def in_columns(k):
    """The word is the header; six files have them all."""
    row_of = ROWS[k.index % 6::6]
    header = ["#"] + [k.rng.choice(row[1]) for row in row_of] + ["Order No.", "Amount"]
    rows = [header]
    for n in range(8):
        rows.append([str(n)] + [marked(k, row, "tabular", "medium") for row in row_of] + [f.order_number(k), f"{k.rng.randint(100, 99999)}"])
    return File("ids.csv", f.csv_text(rows, k.rng.choice([",", ";", "\t"])))


@layout("identifiers", 2)
def without_words(k):
    """The number alone, far from any word: only those with a check digit are asked for, at any level."""
    lines = []
    for row in ROWS:
        if row[2]:
            lines += [pad(f"{len(lines)}", 6) + marked(k, row, "running", "low"), "", "-" * 60, ""]
    return File("bare.txt", "\n".join(lines) + "\n")


@layout("identifiers", 2)
def random_digits(k):
    """Numbers of every length that are nobody's, with words that say so."""
    lines = []
    for _ in range(120):
        n = k.rng.randint(7, 18)
        word = k.rng.choice(["order", "item", "SKU", "part no.", "ticket", "batch", "invoice no.", "case", "lot", "serial", "transaction id", "offset", "id", "",
                             "注文番号", "品番", "ロット", "整理番号", "管理番号", "伝票番号", "型番", "通番"])
        lines.append(f"{word} {k.decoy('random digits', numbers.digits(k.rng, n))}".strip())
    return File("numbers.txt", "\n".join(lines) + "\n")


JAPANESE = [
    ("jp.my-number", ["個人番号", "マイナンバー", "個人番号（マイナンバー）", "My Number"], lambda k: grouped(k, numbers.my_number(k.rng))),
    ("jp.passport", ["旅券番号", "パスポート番号", "Passport No.", "パスポートNo"], lambda k: numbers.letters(k.rng, 2, "TMN") + numbers.digits(k.rng, 7)),
    ("jp.driver-licence", ["運転免許証番号", "免許証番号", "免許の番号", "運転免許証の番号　第"], lambda k: k.rng.choice(["30", "44", "62", "54"]) +
     f"{k.rng.randint(70, 99)}" + numbers.digits(k.rng, 8)),
    ("jp.residence-card", ["在留カード番号", "在留カードの番号", "Residence card No."], lambda k: numbers.letters(k.rng, 2) + numbers.digits(k.rng, 8) +
     numbers.letters(k.rng, 2)),
    ("jp.basic-pension-number", ["基礎年金番号", "年金番号", "基礎年金No."], lambda k: f"{numbers.digits(k.rng, 4)}-{numbers.digits(k.rng, 6)}"),
    ("jp.health-insurance", ["保険者番号", "保険者No."], lambda k: numbers.insurer_number(k.rng)),
    ("jp.health-insurance-symbol", ["被保険者証 記号・番号", "保険証の記号番号", "被保険者証等記号・番号"], lambda k:
     k.rng.choice(["記号 {4} 番号 {6}", "{4}-{6}", "{4}・{6}", "記号{5}・番号{3}"])),
    ("jp.employment-insurance", ["雇用保険被保険者番号", "被保険者番号（雇用保険）", "雇用保険番号"], lambda k:
     f"{numbers.digits(k.rng, 4)}-{numbers.digits(k.rng, 6)}-{numbers.digits(k.rng, 1)}"),
    ("jp.resident-code", ["住民票コード", "住民票ｺｰﾄﾞ"], lambda k: numbers.digits(k.rng, 11, "123456789")),
    ("common.payment-card", ["カード番号", "クレジットカード番号", "Card number", "Credit card", "カードNo"], lambda k:
     numbers.card_forms(k.rng, numbers.payment_card(k.rng))),
    ("common.iban", ["IBAN", "IBANコード", "Account"], lambda k: numbers.iban_forms(k.rng, numbers.iban(k.rng))),
    ("common.imei", ["IMEI", "製造番号（IMEI）", "IMEI番号"], lambda k: numbers.imei(k.rng)),
    ("common.crypto-address", ["BTC", "ビットコインアドレス", "wallet"], lambda k: k.rng.choice([numbers.bitcoin, numbers.bech32])(k.rng)),
    ("common.geo-coordinate", ["緯度経度", "位置情報", "GPS", "現在地", "lat,lng"], lambda k:
     f"{k.rng.uniform(24, 45):.6f}, {k.rng.uniform(123, 146):.6f}"),
    ("common.ipv4", ["IP", "接続元IPアドレス", "remote_addr"], lambda k: numbers.public_ipv4(k.rng)),
    ("common.ipv6", ["IPv6", "接続元IPアドレス"], lambda k: numbers.ipv6(k.rng)),
    ("common.mac", ["MACアドレス", "MAC", "物理アドレス"], lambda k: numbers.mac(k.rng)),
    ("jp.vehicle-plate", ["車両番号", "登録番号", "ナンバー", "自動車登録番号"], lambda k: plate(k)),
    ("jp.bank-account", ["振込先", "口座", "振込口座", "お振込先"], None),
    ("jp.post-bank-account", ["ゆうちょ銀行", "ゆうちょ", "通常貯金"], lambda k: k.rng.choice(["記号 1{4} 番号 {7}1", "1{4}-{7}1", "記号1{4}　番号{6}1"])),
]
CHECKED = {"jp.my-number", "common.payment-card", "common.iban", "common.imei", "common.crypto-address", "jp.health-insurance"}
ONLINE = {"common.ipv4", "common.ipv6", "common.mac", "common.geo-coordinate"}


def grouped(k, n):
    return k.rng.choice([n, f"{n[:4]} {n[4:8]} {n[8:]}", f"{n[:4]}-{n[4:8]}-{n[8:]}", persons.full_width(n)])


def plate(k):
    place = k.rng.choice(["品川", "横浜", "なにわ", "札幌", "つくば", "名古屋", "富士山", "北九州", "京都", "大宮"])
    number = k.rng.choice(["{2}-{2}", "・{3}", "・・{2}", "{4}", "{2}-{2}"])
    kana = k.rng.choice("あいうかきくけこさすせそたちつてとなにぬねのはひふほまみむめもやゆよらりるろれわ")
    return f.fill(k.rng, f"{place}{k.rng.choice(['', ' '])}{k.rng.choice(['330', '500', '58', '300', '41', '30A'])}{k.rng.choice(['', ' '])}{kana}{k.rng.choice(['', ' '])}{number}")


def bank(k):
    """The account is what counts: bank and branch may be found with it."""
    bank_name = k.rng.choice(["見本銀行", "架空信用金庫", "みほん銀行", "例示信用組合", "架空農業協同組合"])
    before = f.fill(k.rng, k.rng.choice([f"{bank_name} 本店 ", f"{bank_name}　中央支店　", f"{bank_name}（0{{3}}） 駅前支店（{{3}}） ", f"{bank_name}本町支店 ",
                                        f"{bank_name} 栄町支店 "]))
    return k.neutral(before) + f.account(k, ["普通 {7}", "普通預金　{7}", "当座 {7}", "(普)No.{7}", "普通口座 口座番号{7}", "（普）{7}", "普通口座 {7}"])


def japanese_form(k, row):
    return f.fill(k.rng, row[2](k))


@layout("identifiers", 5)
def japanese_with_words(k):
    lines = []
    for row in JAPANESE * 2:
        word = k.rng.choice(row[1])
        level = "low" if row[0] in ONLINE else "medium"
        value = bank(k) if row[2] is None else k.value(row[0], japanese_form(k, row), "labelled", level)
        lines.append(k.rng.choice(["{w}：{v}", "{w} {v}", "{w}: {v}", "{w}は{v}です。", "【{w}】{v}", "{w}　{v}", "{w}\n{v}", "・{w}＝{v}"]).format(w=word, v=value))
        lines += ["", k.rng.choice(["以上をご確認ください。", "次の項目も記入すること。", "※記入漏れのないようにしてください。", "--------"]), ""]
    return File("kiroku.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932", "euc_jp", "utf-16"]))


@layout("identifiers", 4)
def japanese_in_columns(k):
    row_of = k.rng.sample([row for row in JAPANESE if row[0] not in ("jp.health-insurance-symbol", "jp.bank-account", "jp.post-bank-account")], 8)
    header = ["No"] + [k.rng.choice(row[1]) for row in row_of] + ["注文番号", "備考"]
    rows = [header]
    for n in range(6):
        rows.append([str(n + 1)] + [k.value(row[0], japanese_form(k, row), "tabular", "low" if row[0] in ONLINE else "medium") for row in row_of] +
                    [f.order_number(k), ""])
    return File("daicho.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("identifiers", 2)
def japanese_without_words(k):
    lines = []
    for row in JAPANESE * 3:
        if row[0] in CHECKED - {"jp.health-insurance"}:
            lines += [k.value(row[0], japanese_form(k, row), "running", "low"), "", "～" * 24, ""]
    return File("memo.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932"]))
