"""Tables that are not plain ones: labels in the first column, headers of two lines or languages, Markdown, boxes, several tables in a sheet."""

import fields as f
import persons
from document import File, bare, pad
from layouts import layout
from layouts.office import sheet
from layouts.rosters import HEADERS, cell, table

LABELS = [("name", ["氏名", "お名前", "名前", "申請者"]), ("kana", ["フリガナ", "カナ"]), ("address", ["住所", "現住所"]), ("phone", ["電話番号", "TEL", "携帯"]), ("mail", ["メール", "E-mail"]), ("birth", ["生年月日"]), ("my", ["個人番号"])]


def pairs(k, p):
    return [(k.rng.choice(words), cell(k, kind, p)) for kind, words in LABELS] + [("受付番号", f.order_number(k)), ("商品", k.decoy("product", k.rng.choice(f.PRODUCTS))), ("備考", "特になし")]


@layout("sheets", 3)
def label_and_value(k):
    """A CSV of two columns, label and value."""
    rows = []
    for _ in range(3):
        rows += [list(pair) for pair in pairs(k, persons.japanese(k.rng))] + [["", ""]]
    return File("uketsuke.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("sheets", 3)
def form_workbook(k):
    """A form in a sheet: the label left of its value."""
    rows = [["申込書", "", ""]] + [[label, "", value] if k.index % 2 else [label, value] for label, value in pairs(k, persons.japanese(k.rng))]
    return File("form.xlsx", container=sheet(rows))


@layout("sheets", 3)
def two_languages(k):
    """Headers such as 氏名/Name, 氏名(漢字), with spaces, in brackets."""
    titles = {"name": ["氏名/Name", "氏名(漢字)", " 氏名 ", "氏名*", "【氏名】", "氏 名", "Name（氏名）", "氏名\n(全角)"], "kana": ["フリガナ/Kana", "フリガナ(全角カナ)", "ﾌﾘｶﾞﾅ(半角)"], "phone": ["電話番号/Phone", "TEL(携帯)", "電話番号(ハイフンあり)", "TEL1"], "mail": ["メールアドレス/Email", "E-Mail(PC)"],
              "address": ["住所/Address", "住所(自宅)", "住所１", "住所（番地まで）"], "birth": ["生年月日/DOB", "生年月日(西暦)"]}
    kinds = ["name"] + k.rng.sample(["kana", "phone", "mail", "address", "birth"], 4)
    rows = [["No."] + [k.rng.choice(titles[kind]) for kind in kinds] + ["注文番号/Order"]]
    for n in range(8):
        p = persons.japanese(k.rng)
        rows.append([str(n + 1)] + [cell(k, kind, p) for kind in kinds] + [f.order_number(k)])
    return File("bilingual.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("sheets", 3)
def markdown(k):
    header, rows = table(k, ["name", "kana", "phone", "mail"], 6)
    lines = ["# 連絡先一覧", "", "| " + " | ".join(header) + " |", "|" + "---|" * len(header)] + ["| " + " | ".join(row) + " |" for row in rows]
    return File("contacts.md", "\n".join(lines) + "\n")


@layout("sheets", 2)
def boxes(k):
    """A table drawn with lines, as terminals and old word processors have them."""
    kinds = ["name", "phone", "address"]
    rows = [[k.rng.choice(HEADERS[kind]) for kind in kinds]] + [[cell(k, kind, p) for kind in kinds] for p in (persons.japanese(k.rng) for _ in range(6))]
    bar, cross = k.rng.choice([("│", "─"), ("|", "-"), ("┃", "━")])
    lines = []
    for row in rows:
        lines += [cross * 40, bar + bar.join(pad(" " + text, width) for text, width in zip(row, (20, 22, 56))) + bar]
    return File("hyo.txt", "\n".join(lines + [cross * 40]) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("sheets", 2)
def two_tables(k):
    """Goods above, persons beneath, in one sheet."""
    rows = [["品名", "品番", "数量", "単価"]] + [[k.decoy("product", k.rng.choice(f.PRODUCTS)), f.part_number(k), "3", f.price(k)] for _ in range(4)]
    rows += [["", "", "", ""], ["担当者一覧", "", "", ""], ["氏名", "フリガナ", "電話番号", "メール"]]
    for _ in range(4):
        p = persons.japanese(k.rng)
        rows.append([f.name(k, p, "tabular"), f.kana(k, p, "tabular"), f.phone(k, "tabular"), f.mail(k, p, "tabular")])
    return File("mixed.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"])) if k.index % 2 else File("mixed.xlsx", container=sheet(rows))


@layout("sheets", 3)
def foreigners(k):
    """Names of people who came from abroad, as Japanese offices write them."""
    names = [("グエン・ヴァン・ミン", "グエン　ヴァン　ミン"), ("マリア・サントス", "マリア　サントス"), ("王 小明", "ワン シャオミン"), ("金 民俊", "キム ミンジュン"), ("ジョン・スミス", "ジョン・スミス"), ("李 娜", "リ ナ"), ("NGUYEN VAN MINH", "グエン　バン　ミン"), ("ロドリゲス ガルシア マリア", "ロドリゲス　ガルシア　マリア"),
             ("チャン ティ フエ", "チャン　ティ　フエ"), ("SMITH JOHN", "スミス　ジョン"), ("朴 智恵", "パク チヘ"), ("アブドゥル・ラーマン", "アブドゥル　ラーマン")]
    rows = [["受付番号", k.rng.choice(["氏名", "お名前", "申請者氏名"]), k.rng.choice(["フリガナ", "カナ氏名"]), "国籍", "在留カード番号", "電話番号"]]
    for native, reading in k.rng.sample(names, 8):
        card = f.fill(k.rng, "AB{8}CD").replace("AB", k.rng.choice(["UH", "AE", "RX"]), 1)
        rows.append([f.order_number(k), k.value("name", native, "tabular"), k.value("name", reading, "tabular"), k.decoy("country", k.rng.choice(["ベトナム", "ブラジル", "中国", "韓国", "米国"])),
                     k.value("jp.residence-card", card, "tabular"), f.phone(k, "tabular")])
    return File("zairyu.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("sheets", 2)
def pasted(k):
    """Tab-separated rows that were pasted from a sheet into a text."""
    header, rows = table(k, ["name", "phone", "mail"], 6)
    return File("paste.txt", "ご参加の皆さまは次のとおりです。\n\n" + "\n".join("\t".join(row) for row in [header] + rows) + "\n\n以上\n", k.rng.choice(["utf-8", "cp932"]))
