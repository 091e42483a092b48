"""Mail: signatures, quoted replies, base64 and quoted-printable bodies, ISO-2022-JP; chats."""

import base64
import quopri

import checkdigits as numbers
import fields as f
import persons
from document import File, bare
from layouts import layout


def encoded(words, charset):
    return f"=?{charset}?B?{base64.b64encode(words.encode(charset)).decode()}?="


def signature(k, p):
    """What stands beneath a mail of a company in Japan."""
    name = f.name(k, p, "running", level="low")
    kana = k.rng.choice([f"（{f.kana(k, p, 'running')}）", "", f" / {k.value('name', p.latin, 'running', 'low')}"])
    rule = k.rng.choice(["-- ", "━" * 20, "*" * 30, "----------------------------", "=" * 24, "＿" * 15])
    lines = [rule, k.decoy("company", k.rng.choice(f.COMPANIES)), f"{k.rng.choice(f.DEPARTMENTS)}　{name}{kana}",
             f"{f.postal(k, p)} {f.address(k, p)}", k.rng.choice(["TEL:{} FAX:{}", "Tel {} / Fax {}", "電話：{}　FAX：{}", "℡ {} 📠 {}"]).format(
                 f.phone(k), f.phone(k)), k.rng.choice(["携帯 {}", "Mobile: {}", "直通：{}"]).format(f.phone(k)),
             k.rng.choice(["E-mail: {}", "Mail：{}", "{}", "<{}>"]).format(f.mail(k, p)), "URL: https://www.example.com/~sales/index.html?id=20230401", rule]
    return "\n".join(lines)


def reply(k, p, q):
    text = (f"{k.decoy('company', k.rng.choice(f.COMPANIES))}\n{f.name(k, p, form=p.family)}様\n\nいつもお世話になっております。{k.rng.choice(f.DEPARTMENTS)}の"
            f"{f.name(k, q, 'running', q.family, 'low')}です。\n\nご注文（{f.order_number(k)}）の件、{f.day(k)}に発送いたしました。\nお問い合わせ番号は{f.tracking_number(k)}です。\n"
            f"金額は{f.price(k)}（税込）、JANコードは{f.jan(k)}です。\n{k.decoy('place', '大阪府')}の倉庫から出荷しますので、"
            f"{k.decoy('place', '東京駅')}近くへは翌日午前の到着見込みです。\n\n以上、よろしくお願いいたします。\n\n")
    text += signature(k, q) + "\n\n"
    text += f"{f.day(k)} 10:15、{f.name(k, p, form=p.name)} <{f.mail(k, p)}> のメール:\n"
    text += f"> {f.name(k, q, form=q.family)}さん\n> \n> お世話になっております。{k.value('name', p.family, 'running', 'low')}です。\n> 私の携帯は{f.phone(k)}です。\n"
    return text


@layout("mails", 3)
def plain_reply(k):
    p, q = persons.japanese(k.rng), persons.japanese(k.rng)
    return File("mail.txt", reply(k, p, q), k.rng.choice(["utf-8", "cp932", "iso2022_jp"]))


def container(k, text, charset, transfer, p, q, html=False):
    from corpus import fit
    plain = fit(bare(text), charset)
    for mark in k.marks:
        mark.text = fit(mark.text, charset)
    body = plain.encode(charset)
    label = {"utf-8": "utf-8", "cp932": "shift_jis", "iso2022_jp": "iso-2022-jp", "euc_jp": "euc-jp"}[charset]
    data = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes, "7bit": bytes}[transfer](body)
    k.value("name", fit(p.name, charset), "labelled")
    sender, receiver = f.mail(k, p, "labelled"), f.mail(k, q, "labelled")
    head = (f"From: {encoded(fit(p.name, charset), label)} <{bare(sender)}>\r\nTo: {bare(receiver)}\r\nSubject: {encoded('ご注文の件', 'utf-8')}\r\n"
            f"Message-ID: <{bare(k.decoy('message id', numbers.hex_text(k.rng, 16) + '@mail.example.com'))}>\r\nDate: Wed, 01 May 2024 09:00:00 +0900\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: text/{'html' if html else 'plain'}; charset={label}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n").encode()
    return head + data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@layout("mails", 4)
def eml(k):
    p, q = persons.japanese(k.rng), persons.japanese(k.rng)
    text = reply(k, q, p)
    charset, transfer = k.rng.choice([("utf-8", "base64"), ("utf-8", "quoted-printable"), ("iso2022_jp", "7bit"), ("utf-8", "8bit"), ("cp932", "base64")])
    return File("message.eml", container=container(k, text, charset, transfer, p, q))


@layout("mails", 2)
def html_mail(k):
    p, q = persons.japanese(k.rng), persons.japanese(k.rng)
    text = (f"<html><body><p>{f.name(k, q, form=q.family)}様</p><p>担当の{k.value('name', p.name, 'running', 'low')}です。<br>電話：<b>{f.phone(k)}</b><br>"
            f"住所：{f.address(k, p)}</p><p>ご注文番号 {f.order_number(k)}</p><img src=\"cid:{k.decoy('content id', numbers.hex_text(k.rng, 12) + '@image.example.com')}\">"
            f"<a href=\"https://www.example.com/item?p={f.part_number(k)}\">商品</a></body></html>")
    return File("message.eml", container=container(k, text, "utf-8", k.rng.choice(["quoted-printable", "base64"]), p, q, True))


@layout("mails", 3)
def english_mail(k):
    p, q = persons.english(k.rng), persons.english(k.rng)
    text = (f"From: {k.value('name', p.name, 'labelled')} <{f.mail(k, p)}>\nTo: {k.value('name', q.name, 'labelled')} <{f.mail(k, q)}>\nDate: Mon, 3 Apr 2023 09:12:44 +0000\n"
            f"Message-ID: <{k.decoy('message id', numbers.uuid(k.rng) + '@mail.example.com')}>\nSubject: Re: invoice {f.order_number(k)}\n\nHi {k.value('name', q.given, 'running', 'low')},\n\n"
            f"please find the invoice for April attached. My mobile is {f.british_phone(k)}.\nThe part {f.part_number(k)} is on its way (tracking {f.tracking_number(k)}).\n\n"
            f"Kind regards,\n{k.value('name', p.name, 'running', 'low')}\n\n-- \n{k.value('name', p.name, 'running', 'low')} | Head of Sales | {k.decoy('company', 'Grace & Hill Trading Ltd')}\n"
            f"T: {f.british_phone(k)} | E: {f.mail(k, p)}\n\nOn 2 Apr 2023, at 18:00, {k.value('name', q.name, 'running', 'low')} wrote:\n> Thanks. Version 10.4.22.1 works; 3.1.4.1 did not.\n")
    return File("mail_en.txt", container=bare(text).encode())  # it begins as a mail does, and is read as one


@layout("mails", 3)
def chat(k):
    people = [persons.japanese(k.rng) for _ in range(3)]
    lines = ["2024/05/13(月)"]
    says = [lambda: f"{k.value('name', people[1].family, 'labelled', 'low')}さん、資料は共有フォルダの見本_{f.day(k)}.xlsxです", lambda: "了解です👍", lambda:
            f"電話番号変わりました {f.phone(k, 'running')}", lambda: f"{k.decoy('place', '千葉')}の現場は明日10:30集合で", lambda: f"宅急便 {f.tracking_number(k)} で送りました",
            lambda: f"{k.value('name', people[2].given, 'labelled', 'low')}ちゃんの件どうなった？", lambda: f"エラー {f.valid_twelve(k)} が出ます", lambda:
            f"メールは {f.mail(k, people[0], 'running')} まで", lambda: "https://chat.example.com/archives/C02AB12CD/p1684819200123456"]
    for n in range(12):
        p = k.rng.choice(people)
        lines.append(f"{9 + n // 6}:{n * 5 % 60:02d}\t{k.value('name', p.name, 'tabular', 'low')}\t{k.rng.choice(says)()}")
    return File("chat.txt", "\n".join(lines) + "\n")
