"""Marked fields of a person, in the forms that people write, and marked numbers that are nobody's."""

import datetime
import json

import checkdigits as numbers
import persons
import places


def name(k, p, where="labelled", form=None, level="medium"):
    return k.value("name", form or persons.name_forms(k.rng, p), where, level)


def kana(k, p, where="labelled"):
    form = k.rng.choice([p.kana, p.kana, p.kana.replace(" ", "　"), persons.half_kana(p.kana), p.kana.replace(" ", ""), persons.hiragana(p.kana)])
    return k.value("name", form, where)


def phone(k, where="labelled", form=None):
    form = form or persons.phone_forms(k.rng)
    bare = form.isascii() and form.isdigit()
    level = "low" if bare and where == "running" else "medium"
    return k.value("phone", form, where, level)


def british_phone(k, where="labelled"):
    """Of the ranges that the regulator keeps for drama, in the international form."""
    n = f"{k.rng.randint(0, 999):03d}"
    form = k.rng.choice([f"+44 20 7946 0{n}", f"+44 7700 900{n}", f"+44 (0)20 7946 0{n}", f"+447700900{n}", f"+44-20-7946-0{n}"])
    return k.value("phone", form, where, rule="common.phone")


def mail(k, p, where="labelled"):
    return k.value("email", persons.mail_address(k.rng, p.user), where)


def address(k, p, where="labelled", prefecture=0.25):
    """The address up to its number is the value; a building may be found with it, or not."""
    head = places.head(k.rng, p.place, prefecture)
    tail = places.tail(k.rng, p.place)
    level = "low" if where == "running" and not head.startswith(p.place.prefecture) else "medium"
    return k.value("address", head + places.block(k.rng, p.place), where, level) + (k.neutral(tail) if tail else "")


def postal(k, p, where="labelled"):
    form = places.postal_forms(k.rng, p.place)
    return k.value("postal-code", form, where, "low")


def birth(k, p, where="labelled"):
    return k.value("birth-date", persons.date_forms(k.rng, p.birth), where)


def my_number(k, where="labelled", level="medium"):
    n = numbers.my_number(k.rng)
    form = k.rng.choice([n, f"{n[:4]} {n[4:8]} {n[8:]}", f"{n[:4]}-{n[4:8]}-{n[8:]}", persons.full_width(n)])
    return k.value("jp.my-number", form, where, level)


def card(k, where="labelled"):
    return k.value("common.payment-card", numbers.card_forms(k.rng, numbers.payment_card(k.rng)), where)


# --- what is nobody's ---

COMPANIES = ["株式会社見本商事", "見本物産株式会社", "架空工業（株）", "㈱サンプル", "有限会社例示堂", "合同会社雛形", "医療法人社団見本会", "学校法人架空学園",
             "山田製作所", "佐藤建設株式会社", "田中精機", "鈴木運輸株式会社", "Sample Corporation", "Example Holdings, Inc.", "一般社団法人見本協会"]
DEPARTMENTS = ["総務部", "経理課", "営業一課", "情報システム部", "人事部", "お客様相談室", "製造二課", "物流センター", "企画室"]
ROLES = ["課長", "部長", "主任", "係長", "担当", "主査", "マネージャー"]
PRODUCTS = ["山本式ドライバー", "高橋スペシャル", "千葉産ピーナッツ", "小林珈琲豆200g", "青森りんごジュース", "長谷川の包丁", "宮崎マンゴー", "A4コピー用紙", "六角ボルトM8×30",
            "LED電球 E26 60W形", "桜木まな板", "富士見パイプ", "トナーカートリッジ TN-29J", "ステンレス棚板 SUS304", "軍手(12双)", "サクラクレパス 24色"]


def date_near(rng):
    return datetime.date(rng.randint(2019, 2025), rng.randint(1, 12), rng.randint(1, 28))


def day(k):
    d = date_near(k.rng)
    return k.decoy("date", k.rng.choice([f"{d:%Y/%m/%d}", f"{d:%Y-%m-%d}", f"{d.year}年{d.month}月{d.day}日", f"令和{d.year - 2018}年{d.month}月{d.day}日",
                                         f"R{d.year - 2018}.{d.month}.{d.day}"]))


def order_number(k):
    form = k.rng.choice(["{12}", "A{7}", "{4}-{6}", "{3}-{7}-{7}", "{10}", "ORD-{8}", "{11}"])
    return k.decoy("order number", fill(k.rng, form))


def tracking_number(k):
    """Couriers: twelve digits, of which the last is the rest by seven."""
    body = numbers.digits(k.rng, 11, "123456789")
    n = body + str(int(body) % 7)
    return k.decoy("tracking number", k.rng.choice([n, f"{n[:4]}-{n[4:8]}-{n[8:]}", f"{n[:4]} {n[4:8]} {n[8:]}"]))


def valid_twelve(k, family="twelve digits with a good check digit"):
    n = numbers.my_number(k.rng)
    return k.decoy(family, k.rng.choice([n, n, f"{n[:4]}-{n[4:8]}-{n[8:]}"]))


def jan(k):
    return k.decoy("JAN", numbers.ean(k.rng.choice(["45", "49"]) + numbers.digits(k.rng, 10)))


def part_number(k):
    form = k.rng.choice(["{2}-{4}-{4}", "{3}-{4}-{4}", "0{2}-{3}-{4}", "AB{7}", "M{2}x{3}", "{4}-{6}", "{6}-{4}", "X{4}-{2}", "{3}-{2}-{4}", "TR{7}",
                             "{8}-{1}", "{5}-{4}", "SN{8}AB", "{10}", "{3}.{3}.{3}-{2}", "{9}"])
    return k.decoy("part number", fill(k.rng, form))


def serial(k):
    form = k.rng.choice(["AB{8}CD", "{15}", "{12}", "C02{3}XJ{4}", "{4} {4} {4}", "S/N {11}", "{14}", "ZA{7}"])
    return k.decoy("serial", fill(k.rng, form))


def company_phone(k):
    return k.neutral(f"{k.rng.choice(['03', '06'])}-0000-{k.rng.randint(0, 9999):04d}")


def price(k):
    return k.decoy("price", k.rng.choice(["¥{1},{3}", "{2},{3}円", "{1},{3},{3}", "￥{2},{3}-"]).replace("{1}", numbers.digits(k.rng, 1, "123456789")).replace(
        "{2}", numbers.digits(k.rng, 2, "123456789")).replace("{3}", numbers.digits(k.rng, 3)))


def account(k, forms):
    """The number is what counts: what says of which sort it is (普通口座 口座番号) may be found with it."""
    words, _, digits = k.rng.choice(forms).partition("{")
    return k.neutral(words) + k.value("jp.bank-account", fill(k.rng, "{" + digits))


def fill(rng, form):
    """Digits for {n}."""
    out = ""
    while "{" in form:
        before, _, rest = form.partition("{")
        n, _, form = rest.partition("}")
        out += before + numbers.digits(rng, int(n), "123456789" if not out else "0123456789")
    return out + form


def csv_text(rows, separator=","):
    """Quoted where needed; marks do not count."""
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (separator, '"', "\n")) else text
    return "".join(separator.join(cell(str(c)) for c in row) + "\r\n" for row in rows)


def json_text(value, **options):
    return json.dumps(value, ensure_ascii=False, **options)
