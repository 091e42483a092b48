"""Invoices, quotations, delivery slips, receipts: much that is a company's, some that is a person's."""

import checkdigits as numbers
import fields as f
import persons
import places
from document import File, bare, pad
from layouts import layout


def company_block(k):
    p = persons.japanese(k.rng)
    return [k.decoy("company", k.rng.choice(f.COMPANIES)), k.neutral(f"〒{p.place.postal_code} {places.head(k.rng, p.place)}{places.block(k.rng, p.place)}"),
            f"TEL {f.company_phone(k)}　FAX {f.company_phone(k)}", "登録番号 " + k.decoy("invoice number", "T" + numbers.corporate_number(k.rng)),
            "法人番号 " + k.decoy("corporate number", numbers.corporate_number(k.rng))]


def items(k):
    lines = [pad("品名", 28) + pad("数量", 8) + pad("単価", 14) + "金額"]
    for _ in range(k.rng.randint(3, 8)):
        lines.append(pad(k.decoy("product", k.rng.choice(f.PRODUCTS)), 28) + pad(str(k.rng.randint(1, 99)), 8) + pad(f.price(k), 14) + f.price(k))
    return lines


@layout("invoices", 4)
def invoice(k):
    p, clerk = persons.japanese(k.rng), persons.japanese(k.rng)
    account = f.account(k, ["普通 {7}", "普通預金 {7}", "当座 {7}", "（普）{7}", "普通　口座番号 {7}"])
    holder = k.rng.choice(["カ)ミホンシヨウジ", "ミホンブツサン（カ", f.kana(k, p, "running")])
    lines = [k.rng.choice(["請　求　書", "御請求書", "納品書", "領収書", "御見積書"]), "", f"No. {f.order_number(k)}　　　発行日 {f.day(k)}", "",
             f.postal(k, p), f.address(k, p), f.name(k, p) + k.rng.choice(["　様", " 様", " 御中", "様"]), ""]
    lines += company_block(k) + [k.rng.choice(["担当：", "担当者 ", "発行者：", "担当 : "]) + f.name(k, clerk), "", "下記の通りご請求申し上げます。", ""]
    lines += items(k) + ["", f"合計 {f.price(k)}（税込）", "", "お振込先：" + k.neutral("見本銀行 本店営業部 ") + account, f"口座名義：{holder}", f"お支払期限：{f.day(k)}",
                         f"商品お問い合わせ番号：{f.tracking_number(k)}"]
    return File("invoice.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("invoices", 3)
def delivery_slip(k):
    sender, receiver = persons.japanese(k.rng), persons.japanese(k.rng)
    def party(p, words):
        return [words[0], f"　郵便番号 {f.postal(k, p)}", f"　住所　　 {f.address(k, p)}", f"　氏名　　 {f.name(k, p)} 様", f"　電話番号 {f.phone(k)}"]
    lines = ["宅配便伝票（控）", f"送り状番号 {f.tracking_number(k)}", *party(receiver, ["お届け先"]), *party(sender, ["ご依頼主"]),
             f"品名　{k.decoy('product', k.rng.choice(f.PRODUCTS))}", f"お届け希望日 {f.day(k)} 14-16時", f"サイズ 80　重量 {k.rng.randint(1, 20)}kg", f"店番 {f.fill(k.rng, '{6}')}　コード {f.valid_twelve(k)}"]
    return File("slip.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp"]))


@layout("invoices", 3)
def order_export(k):
    """What a shop on the web gives: persons and goods in one row."""
    header = ["注文番号", "注文日時", "注文者名", "注文者カナ", "注文者郵便番号", "注文者住所", "注文者電話番号", "注文者メールアドレス", "送付先氏名", "送付先住所", "商品名", "商品番号", "単価", "お荷物伝票番号", "会員ID"]
    rows = [header]
    for _ in range(10):
        p, q = persons.japanese(k.rng), persons.japanese(k.rng)
        rows.append([f.order_number(k), f"{f.day(k)} 10:12:33", f.name(k, p, "tabular"), f.kana(k, p, "tabular"), f.postal(k, p, "tabular"), f.address(k, p, "tabular"), f.phone(k, "tabular"),
                     f.mail(k, p, "tabular"), f.name(k, q, "tabular"), f.address(k, q, "tabular"), k.decoy("product", k.rng.choice(f.PRODUCTS)), f.part_number(k), f.price(k), f.tracking_number(k), f.fill(k.rng, "{8}")])
    return File("orders.csv", f.csv_text(rows), k.rng.choice(["cp932", "utf-8"]))


@layout("invoices", 2)
def english_invoice(k):
    p, q = persons.english(k.rng), persons.english(k.rng)
    text = (f"INVOICE {f.order_number(k)}\nDate: {f.date_near(k.rng):%d %B %Y}\n\nBill to:\n{k.value('name', p.name, 'running', 'low')}\n{k.rng.randint(1, 99)} Example Road\nSampletown\n\n"
            f"Account manager: {k.value('name', q.name)}\nEmail: {f.mail(k, q)}\nPhone: {f.british_phone(k)}\nVAT Reg. No. {k.decoy('VAT number', 'GB999 9999 73')}\n\n"
            f"Qty  Item          Unit   Total\n2    {k.decoy('product', 'Baker lamp')}    12.00  24.00\n1    Part {f.part_number(k)}  {f.jan(k)}  9.50\n\n"
            f"Pay by card ending 4242 or to IBAN {k.value('common.iban', numbers.iban_forms(k.rng, numbers.iban(k.rng)))} ({k.decoy('BIC', 'EXMPGB2LXXX')})\n"
            f"Tracking {f.tracking_number(k)}; batch {f.valid_twelve(k)}; serial {f.serial(k)}\n")
    return File("invoice_en.txt", text)


@layout("invoices", 2)
def html_confirmation(k):
    p = persons.japanese(k.rng)
    rows = [("お名前", f.name(k, p)), ("フリガナ", f.kana(k, p)), ("ご住所", f.address(k, p)), ("電話番号", f.phone(k)), ("メールアドレス", f.mail(k, p)), ("ご注文番号", f.order_number(k)),
            ("カード番号", k.decoy("masked card", "************1234")), ("商品", k.decoy("product", k.rng.choice(f.PRODUCTS))), ("お問い合わせ番号", f.tracking_number(k))]
    shape = k.rng.choice(["<dl>{}</dl>", "<table>{}</table>", "<div>{}</div>"])
    cell = {"<dl>{}</dl>": "<dt>{}</dt><dd>{}</dd>", "<table>{}</table>": "<tr><th>{}</th><td>{}</td></tr>", "<div>{}</div>": "<p><b>{}</b>：{}</p>"}[shape]
    text = "<html><head><meta charset=\"utf-8\"><title>ご注文確認</title></head><body>" + shape.format("\n".join(cell.format(*row) for row in rows)) + "</body></html>"
    return File("confirm.html", container=bare(text).encode())
