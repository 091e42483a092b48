"""Labels for envelopes, business cards, vCards, calendars, address books in XML and YAML, SQL dumps."""

import fields as f
import persons
from document import File, bare
from layouts import layout


@layout("cards", 4)
def envelopes(k):
    lines = []
    for _ in range(6):
        p = persons.japanese(k.rng)
        lines += [f.postal(k, p), f.address(k, p), f"　　{f.name(k, p)}　様", ""]
    return File("atena.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932", "utf-16"]))


@layout("cards", 4)
def business_card(k):
    p = persons.japanese(k.rng)
    lines = [k.decoy("company", k.rng.choice(f.COMPANIES)), f"{k.rng.choice(f.DEPARTMENTS)}　{k.rng.choice(f.ROLES)}", f.name(k, p, "running", level="low"), k.value("name", p.latin, "running", "low"), "",
             f.postal(k, p) + " " + f.address(k, p), k.rng.choice(["TEL ", "Tel. ", "電話 ", "T: "]) + f.phone(k), k.rng.choice(["携帯 ", "Mobile ", "M: "]) + f.phone(k), f.mail(k, p), "https://www.example.co.jp/"]
    return File("meishi.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("cards", 3)
def vcard(k):
    text = ""
    for _ in range(3):
        p = persons.japanese(k.rng)
        text += (f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{k.value('name', p.name)}\r\nX-PHONETIC-LAST-NAME:{k.value('name', p.family_kana, level='low')}\r\nTEL;TYPE=CELL:{f.phone(k)}\r\nEMAIL:{f.mail(k, p)}\r\n"
                 f"BDAY:{k.value('birth-date', f'{p.birth:%Y-%m-%d}')}\r\nUID:urn:uuid:{k.decoy('uuid', '4fbe8971-0bc3-424c-9c26-36c3e1eff6b1')}\r\nREV:20240513T101112Z\r\nEND:VCARD\r\n")
    return File("contacts.vcf", container=bare(text).encode())


@layout("cards", 3)
def sql_dump(k):
    lines = ["CREATE TABLE customers (id int, name varchar(40), kana varchar(40), tel varchar(20), email varchar(80), address varchar(200), birthday date);"]
    for n in range(10):
        p = persons.japanese(k.rng)
        lines.append(f"INSERT INTO customers VALUES ({n + 1},'{f.name(k, p, 'running', level='low')}','{f.kana(k, p, 'running')}','{f.phone(k, 'running', '-'.join(persons.phone_digits(k.rng)))}','{f.mail(k, p, 'running')}','{f.address(k, p, 'running', 0)}',"
                     f"'{k.value('birth-date', f'{p.birth:%Y-%m-%d}', 'running', 'low')}');")
    lines.append("INSERT INTO items VALUES (" + "),(".join(f"{n},'{f.part_number(k)}','{k.decoy('product', k.rng.choice(f.PRODUCTS))}',{f.valid_twelve(k)}" for n in range(8)) + ");")
    return File("dump.sql", "\n".join(lines) + "\n")


@layout("cards", 3)
def xml_records(k):
    text = '<?xml version="1.0" encoding="UTF-8"?>\n<customers>\n'
    for n in range(6):
        p = persons.japanese(k.rng)
        text += (f'  <customer id="{n + 1}"><name>{f.name(k, p, "tabular")}</name><kana>{f.kana(k, p, "tabular")}</kana><tel>{f.phone(k, "tabular")}</tel><email>{f.mail(k, p, "tabular")}</email><address>{f.address(k, p, "tabular")}</address>'
                 f'<birthday>{f.birth(k, p, "tabular")}</birthday><order><no>{f.order_number(k)}</no><item><name>{k.decoy("product", k.rng.choice(f.PRODUCTS))}</name><jan>{f.jan(k)}</jan></item></order></customer>\n')
    return File("customers.xml", container=bare(text + "</customers>\n").encode())


@layout("cards", 3)
def yaml_records(k):
    lines = ["# test fixtures", "users:"]
    for n in range(6):
        p = persons.japanese(k.rng)
        q = persons.english(k.rng)
        lines += [f"  - id: {n}", f"    name: {f.name(k, p)}", f"    full_name: {k.value('name', q.name)}", f"    email: {f.mail(k, p)}", f"    phone: \"{f.phone(k)}\"", f"    address: {f.address(k, p)}", f"    sku: {f.part_number(k)}", f"    version: 1.2.{n}.4", "    name_prefix: svc"]
    return File("users.yaml", "\n".join(lines) + "\n")
