"""Lists of persons: CSV and TSV with and without headers, columns of fixed width, JSON, HTML."""

import checkdigits as numbers
import fields as f
import persons
from document import File, bare, pad
from layouts import layout

HEADERS = {
    "name": ["氏名", "名前", "お名前", "社員名", "会員氏名", "顧客名", "氏名（漢字）", "Name", "担当者名", "利用者氏名", "ご契約者名", "full_name"],
    "kana": ["フリガナ", "カナ", "氏名カナ", "ふりがな", "ﾌﾘｶﾞﾅ", "セイメイ", "kana", "氏名（カナ）"],
    "phone": ["電話番号", "TEL", "携帯", "連絡先", "電話", "携帯電話", "自宅電話", "tel", "phone", "緊急連絡先"],
    "mail": ["メールアドレス", "Email", "E-mail", "メール", "mail", "連絡先メール"],
    "address": ["住所", "現住所", "住所1", "所在地", "自宅住所", "ご住所", "address"],
    "postal": ["郵便番号", "〒", "zip", "郵便番号（自宅）", "〒番号"],
    "birth": ["生年月日", "誕生日", "birthday", "生年月日（和暦）", "birth_date", "date_of_birth"],
    "my": ["個人番号", "マイナンバー", "my_number", "個人番号（12桁）"],
}


def cell(k, kind, p, where="tabular"):
    makers = {"name": lambda: f.name(k, p, where), "kana": lambda: f.kana(k, p, where), "phone": lambda: f.phone(k, where),
              "mail": lambda: f.mail(k, p, where), "address": lambda: f.address(k, p, where), "postal": lambda: f.postal(k, p, where),
              "birth": lambda: f.birth(k, p, where), "my": lambda: f.my_number(k, where)}
    return makers[kind]()


def decoy_column(k):
    return k.rng.choice([("No", lambda: str(k.rng.randint(1, 999))), ("社員番号", lambda: k.decoy("staff number", f.fill(k.rng, "{6}"))),
                         ("部署名", lambda: k.decoy("department", k.rng.choice(f.DEPARTMENTS))), ("注文番号", lambda: f.order_number(k)),
                         ("登録日", lambda: f.day(k)), ("商品名", lambda: k.decoy("product", k.rng.choice(f.PRODUCTS))),
                         ("会社名", lambda: k.decoy("company", k.rng.choice(f.COMPANIES))), ("備考", lambda: ""),
                         ("金額", lambda: f.price(k)), ("伝票番号", lambda: f.tracking_number(k)), ("管理番号", lambda: f.valid_twelve(k))])


def table(k, kinds=None, rows=None):
    """(header, rows): kinds of columns in any order, with columns of decoys among them."""
    kinds = kinds or ["name"] + k.rng.sample(["kana", "phone", "mail", "address", "postal", "birth", "my"], k.rng.randint(2, 5))
    columns = [(k.rng.choice(HEADERS[kind]), kind) for kind in kinds]
    for _ in range(k.rng.randint(1, 3)):
        title, maker = decoy_column(k)
        columns.insert(k.rng.randint(0, len(columns)), (title, maker))
    body = []
    for _ in range(rows or k.rng.randint(5, 14)):
        p = persons.japanese(k.rng)
        body.append([cell(k, c, p) if isinstance(c, str) else c() for _, c in columns])
    return [title for title, _ in columns], body


@layout("rosters", 6)
def csv_with_header(k):
    header, rows = table(k)
    charset = k.rng.choice(["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
    separator = "\t" if charset == "utf-16" else k.rng.choice([",", ",", "\t"])
    return File("meibo.tsv" if separator == "\t" else "meibo.csv", f.csv_text([header] + rows, separator), charset)


@layout("rosters", 2)
def csv_with_title(k):
    """A title and a date stand above the header, as when a sheet was exported."""
    header, rows = table(k)
    return File("export.csv", f.csv_text([["会員一覧"] + [""] * (len(header) - 1), [f"作成日 {f.day(k)}"] + [""] * (len(header) - 1), header] + rows),
                k.rng.choice(["utf-8", "cp932"]))


@layout("rosters", 3)
def csv_without_header(k):
    """The cells alone: what a thing is must be seen by itself."""
    rows = []
    for _ in range(8):
        p = persons.japanese(k.rng)
        rows.append([f.fill(k.rng, "{5}"), f.name(k, p, "running", level="low"), f.phone(k, "running", "-".join(persons.phone_digits(k.rng))),
                     f.mail(k, p, "running"), f.address(k, p, "running", 0)])
    return File("data.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("rosters", 3)
def split_names(k):
    """Family and given name in columns of their own."""
    titles = k.rng.choice([("姓", "名", "セイ", "メイ"), ("氏", "名", "氏カナ", "名カナ"), ("last_name", "first_name", "last_kana", "first_kana")])
    rows = [["ID", *titles, "TEL"]]
    for n in range(8):
        p = persons.japanese(k.rng)
        rows.append([str(n + 1)] + [k.value("name", t, "tabular") for t in (p.family, p.given, p.family_kana, p.given_kana)] + [f.phone(k, "tabular")])
    return File("customers.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("rosters", 3)
def fixed_width(k):
    title = k.rng.choice(["名簿", "連絡網", "当番表", "参加者名簿", "加入者一覧表"])
    lines = [title, "", pad("No", 5) + pad("氏名", 22) + pad("電話番号", 20) + "住所", "-" * 80]
    for n in range(10):
        p = persons.japanese(k.rng)
        lines.append(pad(str(n + 1), 5) + pad(f.name(k, p, "tabular"), 22) + pad(f.phone(k, "tabular"), 20) + f.address(k, p, "tabular"))
    return File("roster.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp"]))


@layout("rosters", 2)
def english_csv(k):
    titles = k.rng.choice([["ID", "Name", "Email", "Phone", "DOB"], ["id", "full_name", "email_address", "mobile", "date_of_birth"],
                           ["Employee", "Employee name", "E-mail", "Telephone", "Date of birth"]])
    rows = [titles]
    for n in range(10):
        p = persons.english(k.rng)
        rows.append([str(1000 + n), k.value("name", p.name, "tabular"), f.mail(k, p, "tabular"),
                     f.british_phone(k, "tabular"),
                     k.value("birth-date", persons.english_date(k.rng, p.birth), "tabular")])
    return File("people.csv", f.csv_text(rows))


@layout("rosters", 2)
def english_split_csv(k):
    rows = [k.rng.choice([["First name", "Last name", "Email", "City"], ["first_name", "last_name", "email", "city"], ["Given Name", "Surname", "E-mail", "City"]])]
    for _ in range(8):
        p = persons.english(k.rng)
        rows.append([k.value("name", p.given, "tabular"), k.value("name", p.family, "tabular"), f.mail(k, p, "tabular"),
                     k.decoy("place", k.rng.choice(["London", "Leeds", "Lincoln", "Charlotte", "Victoria"]))])
    return File("contacts.csv", f.csv_text(rows))


@layout("rosters", 2)
def json_list(k):
    keys = k.rng.choice([("name", "kana", "tel", "email", "address", "birthday"), ("氏名", "フリガナ", "電話番号", "メール", "住所", "生年月日"),
                         ("customerName", "customerNameKana", "phoneNumber", "mailAddress", "address1", "birthDate")])
    rows = []
    for n in range(6):
        p = persons.japanese(k.rng)
        values = [f.name(k, p, "tabular"), f.kana(k, p, "tabular"), f.phone(k, "tabular"), f.mail(k, p, "tabular"), f.address(k, p, "tabular"),
                  f.birth(k, p, "tabular")]
        rows.append({"id": n + 1, **dict(zip(keys, values)), "orderId": f.order_number(k), "uuid": k.decoy("uuid", numbers.uuid(k.rng))})
    text = f.json_text(rows, indent=k.rng.choice([None, 2]))
    return File("customers.json", container=bare(text).encode())


@layout("rosters", 2)
def html_table(k):
    header, rows = table(k, rows=8)
    text = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>名簿</title></head><body>\n<table>\n<tr>"
    text += "".join(f"<th>{h}</th>" for h in header) + "</tr>\n"
    text += "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return File("list.html", container=bare(text + "\n</table></body></html>\n").encode())
