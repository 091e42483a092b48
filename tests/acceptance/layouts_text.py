"""Text, tables and entries. Every builder takes the persons of a file and the numbers of those who are
gone, and gives its bytes: so it says itself what the file is to be after an erasure."""

import base64
import json
import quopri
import re
import unicodedata

from persons import everybody, few, jis

CHARSETS = {
    "utf8": ("utf-8", b"", "\n"), "utf8bom": ("utf-8", b"\xef\xbb\xbf", "\r\n"),
    "cp932": ("cp932", b"", "\r\n"), "eucjp": ("euc_jp", b"", "\n"), "jis": ("iso2022_jp", b"", "\n"),
    "utf16le": ("utf-16-le", b"\xff\xfe", "\r\n"), "utf16be": ("utf-16-be", b"\xfe\xff", "\n"),
}


def write(text, charset):
    encoding, mark, newline = CHARSETS[charset]
    if charset in ("eucjp", "jis"):
        text = jis(text).replace("－", "−")
    if charset == "jis":
        text = re.sub("[ｦ-ﾟ]+", lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return mark + text.replace("\n", newline).encode(encoding)


def stay(people, gone):
    return [p for p in people if p.n not in gone]


# --- tables ---

def quoted(cell):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n') else cell


def table(people, gone, separator=","):
    """A row has cells of several lines, of which none but the first shows who it is about."""
    rows = ["会員番号,氏名,フリガナ,電話番号,メールアドレス,住所,生年月日,備考"]
    for p in stay(people, gone):
        note = ['窓側を希望\n"早め"に連絡', "", "在宅"][p.n % 3]
        phone = [p.phone, p.digits, p.full_phone][p.n % 3]
        born = [p.born, p.born.replace("-", "/"), p.born_era, p.born_kanji][p.n % 4]
        address = [p.address, p.short_address, p.kanji_address][p.n % 3]
        rows.append(",".join(map(quoted, [p.customer, p.name, p.kana, phone, p.email, address, born, note])))
    return "\n".join(rows).replace(",", separator) + "\n"


def split_names(people, gone):
    """Family and given name in columns of their own, half-width kana, no last line feed."""
    rows = ["姓\t名\tセイ\tメイ\tTEL\tE-mail\t生年月日"]
    for p in stay(people, gone):
        seis = p.half_kana.split(" ")
        rows.append("\t".join([p.family, p.given, *seis, p.phone, p.email.upper(), p.born]))
    return "\n".join(rows) + ("" if people[-1].n not in gone else "\n")


def free_table(people, gone):
    """No header; the person's data amid others cells, all in quotes."""
    return "".join(f'"{i:04d}","{p.romaji}","{p.abroad}","{p.email}","窓口"\n'
                   for i, p in enumerate(people) if p.n not in gone)


# --- running text ---

def lines(people, gone):
    head = "■ 受講者一覧（社外秘）\n\n"
    return head + "".join(f"・{p.name} 様（{p.kana}） TEL {p.phone} / {p.email}\n"
                          for p in stay(people, gone)) + "\n以上\n"


def log(people, gone):
    return "".join(f"2024-05-{p.n % 28 + 1:02d}T09:{p.n % 60:02d}:00+09:00 INFO login user={p.email} ok\n"
                   for p in stay(people, gone))


def forms(people, gone):
    """A form of several lines for each: the lines that tell who it is go, those that do not stay."""
    text = ""
    for p in people:
        if p.n not in gone:
            text += (f"氏名: {p.name}\nフリガナ: {p.kana}\n電話: {p.phone}\nメール: {p.email}\n"
                     f"住所: {p.address}\n生年月日: {p.born_kanji}\n会員番号: {p.customer}\n")
        text += "希望: 午前の部\n----\n"
    return text


def letter(p, gone=()):
    """The lines that tell who it is, and those that do not."""
    first, last = f"{p.name} 様\n", f"{p.romaji} <{p.email}>\n〒100-0000 {p.address}\nTEL: {p.phone}\n会員番号 {p.customer}\n"
    greeting = "\nお申し込みありがとうございます。\n"
    return greeting if p.n in gone else first + greeting + last


# --- JSON ---

def record(p):
    return {"id": p.customer, "氏名": p.name, "kana": p.kana, "contact": {"tel": p.phone, "mail": [p.email]},
            "address": p.address, "birth_date": p.born}


def json_list(people, gone):
    items = ",\n  ".join(json.dumps(record(p), ensure_ascii=p.n % 2 == 0) for p in stay(people, gone))
    return f"[\n  {items}\n]\n"


def json_pages(people, gone):
    """Lists in an object, as exports of services have them."""
    half = len(people) // 2

    def page(some):
        return ",\n    ".join(json.dumps(record(p), ensure_ascii=False) for p in stay(some, gone))
    return ('{\n  "version": 3,\n  "complete": true,\n  "members": [\n    ' + page(people[:half]) +
            '\n  ],\n  "guests": [\n    ' + page(people[half:]) + '\n  ]\n}\n')


def json_nested(people, gone):
    """The list lies deeper, beside words that are nobody's."""
    items = ",".join(json.dumps(record(p), ensure_ascii=False) for p in stay(people, gone))
    return '{"status":"ok","data":{"course":"安全研修","result":{"persons":[' + items + ']}}}'


def json_lines(people, gone):
    return "".join(json.dumps(record(p), ensure_ascii=p.n % 3 == 0) + "\n" for p in stay(people, gone))


def json_pretty(people, gone):
    return json.dumps([record(p) for p in stay(people, gone)], ensure_ascii=False, indent=2) + "\n"


# --- entries ---

def folded(line, width=60):
    raw = line.encode()
    parts = []
    while len(raw) > width:
        cut = width
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(raw[:cut])
        raw = raw[cut:]
    parts.append(raw)
    return b"\n ".join(parts).decode()


def ldif(people, gone):
    text = "version: 1\n\n# 社員名簿\n\n"
    for p in stay(people, gone):
        named = base64.b64encode(p.name.encode()).decode()
        text += "\n".join(map(folded, [
            f"dn: uid={p.email.split('@')[0]},ou=people,dc=example,dc=com", "objectClass: inetOrgPerson",
            f"cn:: {named}", f"sn: {p.family_romaji}", f"givenName: {p.given_romaji}", f"mail: {p.email}",
            f"telephoneNumber: {p.abroad}",
            "postalAddress:: " + base64.b64encode(p.address.encode()).decode()])) + "\n\n"
    return text


def quoted_printable(text):
    return quopri.encodestring(text.encode(), quotetabs=False).decode().replace("\n", "\r\n")


def cards(people, gone):
    """Version 2.1 with quoted-printable, 3.0 folded and 4.0 in turns."""
    text = ""
    for p in stay(people, gone):
        if p.n % 3 == 0:
            text += ("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" +
                     quoted_printable(f"{p.family};{p.given}") +
                     f"\r\nTEL;HOME;VOICE:{p.phone}\r\nEMAIL;INTERNET:{p.email}\r\nEND:VCARD\r\n")
        else:
            version = "4.0" if p.n % 3 == 1 else "3.0"
            text += (f"BEGIN:VCARD\r\nVERSION:{version}\r\nN:{p.family};{p.given};;;\r\nFN:{p.name}\r\n" +
                     folded(f"ADR;TYPE=home:;;{p.address};;;100-0000;日本").replace("\n", "\r\n") +
                     f"\r\nTEL;TYPE=cell:{p.phone}\r\nEMAIL:{p.email}\r\nBDAY:{p.birth:%Y%m%d}\r\nEND:VCARD\r\n")
    return text


def calendar(people, gone):
    """A meeting with each, and one of which nobody is told."""
    text = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//JA\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\n"
            "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\n"
            "END:STANDARD\r\nEND:VTIMEZONE\r\n")
    for p in stay(people, gone):
        text += (f"BEGIN:VEVENT\r\nUID:{p.n}-meeting@host.example.com\r\nDTSTART;TZID=Asia/Tokyo:20240{p.n % 9 + 1}01T090000\r\n"
                 f"SUMMARY:{p.name} 様 面談\r\n" +
                 folded(f"ATTENDEE;CN={p.name};PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:mailto:{p.email}")
                 .replace("\n", "\r\n") + f"\r\nDESCRIPTION:TEL {p.phone}\\n{p.address}\r\n"
                 "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n")
    return text + "BEGIN:VTODO\r\nUID:1@host.example.com\r\nSUMMARY:会場の予約\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"


# --- markup ---

def page(people, gone, charset="utf-8"):
    text = (f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="{charset}"><title>名簿</title></head><body>\n'
            "<h1>名簿</h1>\n<table>\n<thead><tr><th>氏名<th>電話番号<th>メール</tr></thead>\n<tbody>\n")
    half = len(people) // 2
    for p in stay(people[:half], gone):
        local = p.email.replace("@", "&#64;" if p.n % 2 else "@")
        text += f"<tr><td>{p.name}</td><td>{p.phone}</td><td><a href=\"mailto:{p.email}\">{local}</a></td></tr>"
    text += "<!-- 以上 -->"
    text += "\n</tbody></table>\n<ul>"
    for p in stay(people[half:], gone):
        text += f"<li>{p.name} <b>{p.abroad}</b> {p.email}"
    text += "</ul>\n"
    for p in stay(people[half:], gone):
        text += f"<p>連絡先: {p.name} 様<br>{p.address}<br>{p.phone}</p>"
    return text + "</body></html>\n"


def xml(people, gone, charset="utf-8"):
    text = f'<?xml version="1.0" encoding="{charset}"?>\n<members year="2024">\n'
    for p in stay(people, gone):
        text += (f'<member id="{p.customer}"><name kana="{p.kana}">{p.name}</name><tel>{p.phone}</tel>'
                 f"<email>{p.email}</email><note><![CDATA[{p.address}]]></note></member>")
    return text + "\n</members>\n"


def in_each_charset(path, text, people):
    return [(path.format(c), lambda gone, c=c: write(text(people, gone), c)) for c in CHARSETS]


def utf8(path, text, people):
    return [(path, lambda gone: text(people, gone).encode())]


def layouts():
    everyone, some = everybody(), few()
    found = (in_each_charset("名簿/会員_{}.csv", table, everyone) +
             in_each_charset("名簿/分割_{}.tsv", split_names, some) +
             in_each_charset("連絡/一覧_{}.txt", lines, some) +
             in_each_charset("連絡/票_{}.txt", forms, some) +
             [("名簿/会員;.csv", lambda gone: write(table(some, gone, ";"), "utf8")),
              ("名簿/見出しなし.csv", lambda gone: write(free_table(everyone, gone), "cp932"))] +
             utf8("web/access.log", log, everyone) +
             utf8("web/list.json", json_list, everyone) + utf8("web/pages.json", json_pages, some) +
             utf8("web/nested.json", json_nested, some) + utf8("web/export.jsonl", json_lines, everyone) +
             [("web/bom.json", lambda gone: write(json_pretty(some, gone), "utf8bom"))] +
             utf8("directory/people.ldif", ldif, everyone) +
             utf8("directory/cards.vcf", cards, everyone) + utf8("directory/meetings.ics", calendar, some))
    for key, shown in (("utf8", "utf-8"), ("cp932", "shift_jis"), ("eucjp", "euc-jp"), ("jis", "iso-2022-jp"),
                       ("utf16le", "utf-16"), ("utf16be", "utf-16")):
        found += [(f"web/page_{key}.html", lambda gone, k=key, s=shown: write(page(some, gone, s), k)),
                  (f"web/members_{key}.xml", lambda gone, k=key, s=shown: write(xml(some, gone, s), k))]
    for p in some:
        found += [(f"連絡/手紙{p.n:03d}.txt", lambda gone, p=p: write(letter(p, gone), "cp932")),
                  (f"連絡/控_{p.family}{p.given}.txt",
                   lambda gone, p=p: None if p.n in gone else write(letter(p), "jis" if p.n % 2 else "utf16le"))]
    return found
