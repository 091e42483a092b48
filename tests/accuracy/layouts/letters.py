"""Letters and covers, in Japanese and English."""

import fields as f
import persons
import places
from document import File
from layouts import layout


def lines_of_address(k, p):
    """Postal code, address and building on lines of their own, as on an envelope."""
    head, block = places.head(k.rng, p.place), places.block(k.rng, p.place)
    lines = [f.postal(k, p)]
    if k.rng.random() < 0.3 and len(head + block) > 12:
        lines += [k.value("address", head + block, "labelled")]
    else:
        lines += [k.value("address", head + block, "labelled")]
    if k.rng.random() < 0.5:
        lines.append(k.neutral(f"　{p.place.building}{p.place.room}号室"))
    return lines


@layout("letters", 5)
def business_letter(k):
    p, writer = persons.japanese(k.rng), persons.japanese(k.rng)
    company = k.rng.choice(f.COMPANIES)
    honorific = k.rng.choice(["様", " 様", "　様", "殿", "先生"])
    lines = [f"{f.day(k)}", *lines_of_address(k, p), f.name(k, p) + honorific, "",
             f"　　　　　　　　　　　　{k.decoy('company', company)}", f"　　　　　　　　　　　　{k.rng.choice(f.DEPARTMENTS)}　{f.name(k, writer, 'running', level='low')}",
             f"　　　　　　　　　　　　電話 {f.company_phone(k)}", "", "拝啓　時下ますますご清栄のこととお慶び申し上げます。平素は格別のご高配を賜り、厚く御礼申し上げます。",
             f"　さて、{f.day(k)}にお申し込みいただきました{k.rng.choice(f.PRODUCTS)}（受付番号 {f.order_number(k)}）につきまして、下記の通りご案内申し上げます。",
             f"　ご不明な点は、担当の{f.name(k, writer, 'running', writer.family, 'low')}までお電話（{f.phone(k)}）または電子メール（{f.mail(k, writer)}）にてお問い合わせください。",
             "敬具", "", "記", f"1. 日時　{f.day(k)}　午後2時より", f"2. 場所　{k.decoy('place', p.place.municipality)}市民会館 第3会議室", f"3. 費用　{f.price(k)}", "以上", ""]
    return File("letter.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932", "cp932", "euc_jp"]))


@layout("letters", 3)
def personal_letter(k):
    p, q = persons.japanese(k.rng), persons.japanese(k.rng)
    text = (f"{f.name(k, p, form=p.family + p.given)}様\n\nご無沙汰しております。{f.name(k, q, 'running', q.family, 'low')}です。\n"
            f"このたび引っ越しましたので、お知らせいたします。\n\n新住所　{f.postal(k, q)}　{f.address(k, q)}\n電話　　{f.phone(k)}\n\n"
            f"{k.decoy('place', k.rng.choice(['京都', '千葉', '福島', '宮崎']))}へお越しの折は、ぜひお立ち寄りください。\n先日は{k.decoy('place', q.place.municipality)}の"
            f"桜を見に行きました。{k.value('name', '山口', 'running', 'low')}さんご夫妻もお元気でした。\n\n{f.day(k)}\n{f.name(k, q, 'running', level='low')}\n")
    return File("tegami.txt", text, k.rng.choice(["utf-8", "cp932", "utf-16"]))


@layout("letters", 4)
def english_letter(k):
    p, q = persons.english(k.rng), persons.english(k.rng)
    title = k.rng.choice(["Mr.", "Ms.", "Mrs.", "Dr."])
    text = (f"{f.date_near(k.rng):%B %d, %Y}\n\n{title} {k.value('name', p.name)}\n{k.rng.randint(1, 999)} Example Street\nSampletown\n\n"
            f"Dear {title} {k.value('name', p.family)},\n\nThank you for your order {f.order_number(k)} of the Charlotte lamp. Your reference is "
            f"{f.valid_twelve(k)}. It was shipped on April 3 with tracking number {f.tracking_number(k)}.\n\nIf you have questions, please write to "
            f"{f.mail(k, q)} or call {f.british_phone(k)}.\n\nSincerely,\n\n{k.value('name', q.name, 'running', 'low')}\n"
            f"Customer Service Manager\n{k.decoy('company', 'Baker & Young Ltd')}\n")
    return File("letter_en.txt", text, k.rng.choice(["utf-8", "latin-1", "utf-16"]))
