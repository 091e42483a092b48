"""Identifiers and contacts within Japanese sentences, notes and records of systems; everything in full width."""

import checkdigits as numbers
import fields as f
import persons
from document import File, bare
from layouts import layout
from layouts.forms import number

NOTES = [
    lambda k, p: f"{f.name(k, p, form=p.family)}様の個人番号は{f.my_number(k)}です。", lambda k, p: f"本人確認のため旅券（番号 {number(k, 'jp.passport')}）の写しを受領した。", lambda k, p: f"運転免許証（第{number(k, 'jp.driver-licence')}号）を確認。",
    lambda k, p: f"在留カード番号{number(k, 'jp.residence-card')}、期限は令和9年まで。", lambda k, p: f"年金手帳の基礎年金番号は{number(k, 'jp.basic-pension-number')}とのこと。", lambda k, p: f"雇用保険の被保険者番号 {number(k, 'jp.employment-insurance')} で照会。",
    lambda k, p: f"住民票コード{number(k, 'jp.resident-code')}を記載しないこと。", lambda k, p: f"カード番号{number(k, 'common.payment-card')}で決済できなかったとの申し出。", lambda k, p: f"ご自宅（{f.address(k, p)}）へ書類を郵送済み。", lambda k, p: f"折り返しは{f.phone(k, 'running')}まで。",
    lambda k, p: f"携帯は{f.phone(k)}、メールは{f.mail(k, p)}が確実。", lambda k, p: f"車のナンバーは{number(k, 'jp.vehicle-plate')}。", lambda k, p: f"{f.date_near(k.rng).month}月に{k.decoy('place', p.place.municipality)}から転入。", lambda k, p: f"生年月日は{f.birth(k, p)}で間違いない。", lambda k, p: f"担当は{k.value('name', p.family, 'running', 'low')}、注文番号{f.order_number(k)}の件。",
    lambda k, p: f"伝票{f.tracking_number(k)}は別便。型番{f.part_number(k)}。", lambda k, p: f"{f.name(k, p, form=p.name)}さん（{persons.era_date(p.birth)[0]}生まれ）より入電。", lambda k, p: f"{k.decoy('product', k.rng.choice(f.PRODUCTS))}の返品、管理番号{f.valid_twelve(k)}。", lambda k, p: f"FAX {f.phone(k)} に送信、3枚。", lambda k, p: f"端末のIMEIは{number(k, 'common.imei')}。",
    lambda k, p: f"母の{f.name(k, p, form=p.family + p.given)}様が来庁。", lambda k, p: f"接続元は{k.value('common.ipv4', numbers.public_ipv4(k.rng), 'running', 'low')}だった。", lambda k, p: f"海外送金先はIBAN {number(k, 'common.iban')}。", lambda k, p: f"ゆうちょ銀行 {number(k, 'jp.post-bank-account')} へ返金。"]


@layout("sentences", 5)
def notes(k):
    """Notes of a help desk, a line each."""
    lines = [f"{f.day(k)} 応対記録"]
    for note in k.rng.sample(NOTES, len(NOTES)):
        lines.append(k.rng.choice(["・", "　", "- ", "10:15 ", ""]) + note(k, persons.japanese(k.rng)))
        if k.rng.random() < 0.4:
            lines.append("")
    return File("otai.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp", "utf-16"]))


@layout("sentences", 3)
def full_width(k):
    """What old systems print: no character of half width."""
    lines = []
    for _ in range(4):
        p = persons.japanese(k.rng)
        phone = persons.full_width("-".join(persons.phone_digits(k.rng)))
        mail = persons.full_width(persons.mail_address(k.rng, p.user))
        card = persons.full_width(numbers.my_number(k.rng))
        lines += [f"氏　名　　　{k.value('name', p.family + '　' + p.given)}", f"フリガナ　　{k.value('name', p.kana.replace(' ', '　'))}", f"電話番号　　{k.value('phone', phone)}", f"メール　　　{k.value('email', mail)}", f"個人番号　　{k.value('jp.my-number', card)}",
                  f"年金番号　　{k.value('jp.basic-pension-number', persons.full_width(f.fill(k.rng, '{4}-{6}')))}", f"生年月日　　{k.value('birth-date', persons.full_width(f'{p.birth:%Y/%m/%d}'))}", f"受付番号　　{k.decoy('order number', persons.full_width(f.fill(k.rng, '{4}-{6}')))}", ""]
    return File("zenkaku.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932", "euc_jp", "iso2022_jp"]))


@layout("sentences", 3)
def calendar(k):
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    for n in range(4):
        p = persons.japanese(k.rng)
        text += (f"BEGIN:VEVENT\r\nUID:{k.decoy('uuid', numbers.uuid(k.rng))}\r\nDTSTART:20240513T0{n}0000Z\r\nSUMMARY:{k.value('name', p.family, 'labelled', 'low')}様 来訪\r\nLOCATION:{k.decoy('place', '千葉')}支店 3F\r\n"
                 f"ATTENDEE;CN={k.value('name', p.name, 'labelled', 'low')}:mailto:{f.mail(k, p)}\r\nDESCRIPTION:TEL {f.phone(k)} 注文 {f.order_number(k)}\r\nEND:VEVENT\r\n")
    return File("yotei.ics", container=bare(text + "END:VCALENDAR\r\n").encode())


@layout("sentences", 3)
def english_notes(k):
    lines = []
    for _ in range(6):
        p, q = persons.english(k.rng), persons.japanese(k.rng)
        lines += [k.rng.choice([
            f"{k.value('name', p.name, 'running', 'low')} called about order {f.order_number(k)}; call back on {f.british_phone(k)}.", f"Customer: {k.value('name', p.name)}, email {f.mail(k, p)}", f"Wrote to Mr {k.value('name', p.family)} ({f.mail(k, p)}) on {f.date_near(k.rng):%d/%m/%Y}.",
            f"Passport number {number(k, 'jp.passport')} of {k.value('name', q.latin, 'running', 'low')} copied.", f"Card {number(k, 'common.payment-card')} was declined.", f"DOB {k.value('birth-date', persons.english_date(k.rng, p.birth))}, confirmed.", f"Manager: {k.value('name', p.name)}",
            f"Refund to IBAN {number(k, 'common.iban')}.", f"Ticket {f.valid_twelve(k)}, SKU {f.part_number(k)}, serial {f.serial(k)}.", f"Contact person: {k.value('name', p.name)} / {f.british_phone(k)}"]), ""]
    return File("notes_en.txt", "\n".join(lines))
