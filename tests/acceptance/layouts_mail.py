"""Mail, mailboxes, databases and archives, nested in each other."""

import base64
import bz2
import gzip
import io
import lzma
import os
import quopri
import sqlite3
import subprocess
import tarfile
import tempfile
import warnings
import zipfile

import layouts_office as office
import layouts_text as text
from persons import everybody, few, jis

DATE = (2023, 4, 5, 6, 7, 8)


# --- mail ---

def encoded_word(words, charset="utf-8"):
    label = {"utf-8": "utf-8", "iso2022_jp": "iso-2022-jp"}[charset]
    return f"=?{label}?B?{base64.b64encode(words.encode(charset)).decode()}?="


def body(p):
    return f"{p.name}です。\n研修を申し込みます。\n-- \n{p.name} ({p.kana})\n{p.address}\nTEL {p.phone}\n{p.email}\n"


def own_mail(p):
    """What the person wrote to the office: it goes as a whole. In one of four encodings."""
    kind = p.n % 4
    charset = "iso2022_jp" if kind == 2 else "utf-8"
    words = jis(body(p)) if kind == 2 else body(p)
    name = jis(p.name) if kind == 2 else p.name
    head = (f"From: {encoded_word(name, charset)} <{p.email}>\nTo: office@example.com\n"
            f"Subject: {encoded_word('申し込み', charset)}\nMessage-ID: <{p.n}.1@mail.example.com>\n"
            "Date: Wed, 01 May 2024 09:00:00 +0900\nMIME-Version: 1.0\n")
    if kind == 0:
        return (head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
                base64.encodebytes(words.encode()).decode()).encode()
    if kind == 1:
        return (head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                ).encode() + quopri.encodestring(words.encode())
    if kind == 2:
        return (head + "Content-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: 7bit\n\n"
                ).encode() + words.encode(charset)
    page = f"<html><body><p>{p.name}</p><p>{p.phone}<br>{p.email}</p></body></html>"
    return (head + 'Content-Type: multipart/alternative; boundary="=_a"\n\n--=_a\n'
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + words +
            "\n--=_a\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
            base64.encodebytes(page.encode()).decode() + "--=_a--\n").encode()


def attachment(name, data, encoding="base64", kind="application/octet-stream"):
    if encoding == "base64":
        content = base64.encodebytes(data).decode()
    elif encoding == "quoted-printable":
        content = quopri.encodestring(data).decode()
    else:
        content = data.decode() + "\n"
    if not content.endswith("\n"):
        content += "\n"
    return (f"--=_b\nContent-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n"
            f'Content-Disposition: attachment; filename="{encoded_word(name)}"\n\n{content}')


def circular(attached):
    """A mail of the office to nobody in particular."""
    return ("From: office@example.com\nTo: staff@example.com\nSubject: list\nMIME-Version: 1.0\n"
            "Message-ID: <list.1@mail.example.com>\nContent-Type: multipart/mixed; boundary=\"=_b\"\n\n"
            "--=_b\nContent-Type: text/plain; charset=us-ascii\n\nlist of today\n" + "".join(attached) + "--=_b--\n").encode()


def with_tables(people, gone):
    return circular([
        attachment("base64.csv", text.write(text.table(people, gone), "cp932")),
        attachment("plain.vcf", text.cards(people, gone).replace("\r\n", "\n").encode(), "8bit", "text/vcard; charset=utf-8"),
        attachment("members.xlsx", office.workbook(people, gone))])


def with_quoted_tables(people, gone):
    return circular([
        attachment("quoted.csv", text.write(text.table(people, gone), "utf8"), "quoted-printable", "text/csv; charset=utf-8"),
        attachment("list.html", text.page(people, gone).encode(), "quoted-printable", "text/html; charset=utf-8")])


def with_person_alone(people, gone):
    """Attachments of each: one by their name, one of which some lines stay, and a message within."""
    parts = [attachment(f"memo{p.n}.txt", text.letter(p, gone).encode()) for p in people]
    parts += [attachment(f"{p.family}{p.given}.txt", text.letter(p).encode()) for p in text.stay(people, gone)]
    parts += ["--=_b\nContent-Type: message/rfc822\n\n" + own_mail(p).decode() for p in text.stay(people, gone) if p.n % 4 != 2]
    return circular(parts)


def mbox(people, gone):
    found = b""
    for p in people:
        found += b"" if p.n in gone else b"From %s Wed May  1 09:00:00 2024\n" % p.email.encode() + own_mail(p) + b"\n"
    return found + b"From office Wed May  1 10:00:00 2024\nFrom: office@example.com\nSubject: nobody\n\nclosed today\n"


# --- databases ---

# What hangs on a database besides its rows; triggers must not run.
KEYS = """PRAGMA page_size = 1024; PRAGMA auto_vacuum = FULL; VACUUM; PRAGMA foreign_keys = ON;
CREATE TABLE log(id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT);
CREATE TRIGGER gone AFTER DELETE ON person BEGIN INSERT INTO log(what) VALUES('deleted ' || old.name); END;
INSERT INTO log(what) VALUES('made');
CREATE TABLE unit(id INTEGER PRIMARY KEY, part_of INTEGER REFERENCES unit(id), title TEXT);
INSERT INTO unit VALUES(1, NULL, 'head'), (2, 1, 'branch');"""


def database(people, gone, extra=""):
    """Rows are numbered as they were: who is gone leaves a gap."""
    with tempfile.NamedTemporaryFile() as file:
        base = sqlite3.connect(file.name)
        base.executescript("PRAGMA user_version = 7; CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, kana TEXT,"
                           "tel TEXT, mail TEXT UNIQUE, born TEXT, memo BLOB);"
                           "CREATE INDEX by_name ON person(name); CREATE TABLE course(id INTEGER PRIMARY KEY, title TEXT);"
                           "CREATE VIEW mails AS SELECT mail FROM person;"
                           "INSERT INTO course(title) VALUES('安全研修');" + extra)
        for p in text.stay(people, gone):
            base.execute("INSERT INTO person VALUES(?,?,?,?,?,?,?)", (
                p.n + 1, p.name, p.kana, p.phone, p.email, p.born, p.address.encode() if p.n % 2 else None))
        base.commit()
        base.close()
        file.seek(0)
        return open(file.name, "rb").read()


# --- archives ---

def zip_of(members, method=zipfile.ZIP_DEFLATED):
    """members: (name, bytes or None). Names as Windows of Japan writes them where they are bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            if data is not None:
                info = zipfile.ZipInfo(name, DATE)
                info.external_attr = 0o100644 << 16
                info.compress_type = method
                archive.writestr(info, data)
        archive.comment = b"made by example"
    return out.getvalue()


def tar_of(members, kind=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for name, data in members:
            if data is not None:
                info = tarfile.TarInfo(name)
                info.size, info.mtime, info.mode, info.uid, info.uname = len(data), 1_650_000_000, 0o640, 1001, "office"
                archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def windows_zip(members):
    """Names in CP932 without a word that says so, sizes behind the data, as streams are written."""
    class Stream(io.RawIOBase):
        def __init__(self):
            super().__init__()
            self.data = bytearray()

        def writable(self):
            return True

        def write(self, data):
            self.data += data
            return len(data)

    stream = Stream()
    warnings.simplefilter("ignore")  # names alike, for now
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            if data is not None:
                info = zipfile.ZipInfo("?" * len(name.encode("cp932")), DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
    out = bytes(stream.data)
    for name, data in members:
        if data is not None:
            raw = name.encode("cp932")
            out = out.replace(b"?" * len(raw), raw, 1)
    # The directory at the end names them once more.
    head, tail = out[:out.index(b"PK\x01\x02")], out[out.index(b"PK\x01\x02"):]
    for name, data in members:
        if data is not None:
            raw = name.encode("cp932")
            tail = tail.replace(b"?" * len(raw), raw, 1)
    return head + tail


def zst(data):
    return subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout


def gz(data):
    out = io.BytesIO()
    with gzip.GzipFile("list.csv", "wb", mtime=1_650_000_000, fileobj=out) as file:
        file.write(data)
    return out.getvalue()


def seven(members):
    with tempfile.TemporaryDirectory() as folder:
        write_tree(f"{folder}/in", members)
        subprocess.run(["7z", "a", "-bso0", "../out.7z", "."], cwd=f"{folder}/in", check=True)
        with open(f"{folder}/out.7z", "rb") as file:
            return file.read()


def cpio(members):
    with tempfile.TemporaryDirectory() as folder:
        write_tree(folder, members)
        names = [name for name, data in members if data is not None]
        return subprocess.run(["bsdtar", "-cf", "-", "--format", "newc", *names], cwd=folder, stdout=subprocess.PIPE,
                              check=True).stdout


def write_tree(folder, members):
    for name, data in members:
        if data is not None:
            os.makedirs(os.path.dirname(f"{folder}/{name}") or ".", exist_ok=True)
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
            os.utime(f"{folder}/{name}", (1_650_000_000, 1_650_000_000))


def members(people, gone):
    """One file of each kind: tables, entries, mail, a database, a document, and what is nobody's."""
    own = [(f"個人/{p.family}{p.given}.txt", None if p.n in gone else text.write(text.letter(p), "utf8")) for p in people[:8]]
    return own + [
        ("list.csv", text.write(text.table(people, gone), "cp932")),
        ("wide.tsv", text.write(text.split_names(people, gone), "utf16le")),
        ("people.ldif", text.ldif(people, gone).encode()), ("cards.vcf", text.cards(people, gone).encode()),
        ("members.xml", text.write(text.xml(people, gone, "shift_jis"), "cp932")),
        ("list.json", text.json_list(people, gone).encode()), ("box.mbox", mbox(people, gone)),
        ("letter.eml", with_tables(people, gone)), ("members.db", database(people, gone)),
        ("名簿.xlsx", office.workbook(people, gone)), ("会議/memo.docx", office.document(people, gone)),
        ("会議/list.odt", office.odt(people, gone)),
        ("noise.bin.txt", b"\n".join(b"%d nothing of anybody" % n for n in range(50)) + b"\n")]


def joined(pack, people, gone):
    """Two streams, one behind the other."""
    table = text.write(text.table(people, gone), "utf8")
    half = table.index(b"\n", len(table) // 2) + 1
    return pack(table[:half]) + pack(table[half:])


def folders(people, gone):
    """A folder for each, named after the person, with what the office wrote."""
    return tar_of([(f"個人/{p.family}{p.given}/{name}", None if p.n in gone else data) for p in people for name, data in
                   (("card.vcf", text.cards([p], ()).encode()), ("list.csv", text.write(text.table([p], ()), "utf8")))] +
                  [("個人/README.txt", b"one folder each\n")])


def nested(people, gone):
    """A table in zip in tar.gz in zip in a mail in tar.zst in zip in tar.xz."""
    table = text.write(text.table(people, gone), "jis")
    inner = tar_of([("inner.zip", zip_of([("list.csv", table), ("note.txt", b"nobody\n")])), ("a/b.csv", table)])
    outer = zip_of([("deep.tar.gz", gz(inner)), ("note.txt", b"nobody\n")], zipfile.ZIP_STORED)
    mail = circular([attachment("outer.zip", outer)])
    packed = zst(tar_of([("mail.eml", mail), ("note.txt", b"nobody\n")], tarfile.GNU_FORMAT))
    return lzma.compress(tar_of([("last.zip", zip_of([("mail.tar.zst", packed)])), ("list.csv.bz2", bz2.compress(table))]))


def layouts():
    some, everyone = few(), everybody()
    found = [
        ("mail/tables.eml", lambda gone: with_tables(some, gone)),
        ("mail/quoted.eml", lambda gone: with_quoted_tables(some, gone)),
        ("mail/alone.eml", lambda gone: with_person_alone(some, gone)),
        ("mail/box.mbox", lambda gone: mbox(everyone, gone)),
        ("data/members.db", lambda gone: database(everyone, gone)),
        ("data/wide.sqlite", lambda gone: database(some, gone, KEYS)),
        ("pack/all.zip", lambda gone: zip_of(members(some, gone))),
        ("pack/all.tar", lambda gone: tar_of(members(some, gone))),
        ("pack/old.tar", lambda gone: tar_of(members(some, gone)[8:14], tarfile.USTAR_FORMAT)),
        ("pack/all.tar.gz", lambda gone: gz(tar_of(members(some, gone), tarfile.GNU_FORMAT))),
        ("pack/list.csv.gz", lambda gone: gz(text.write(text.table(everyone, gone), "utf8"))),
        ("pack/list.csv.bz2", lambda gone: bz2.compress(text.write(text.table(everyone, gone), "cp932"))),
        ("pack/list.txt.xz", lambda gone: lzma.compress(text.write(text.lines(some, gone), "eucjp"))),
        ("pack/list.jsonl.zst", lambda gone: zst(text.json_lines(everyone, gone).encode())),
        ("pack/all.tar.bz2", lambda gone: bz2.compress(tar_of(members(some, gone)[:9]))),
        ("pack/nested.tar.xz", lambda gone: nested(some, gone)),
        ("pack/windows.zip", lambda gone: windows_zip([
            (f"名簿{i}.csv", text.write(text.table(some[i:i + 6], gone), "cp932")) for i in range(0, 18, 6)])),
        ("pack/joined.csv.gz", lambda gone: joined(gz, everyone, gone)),
        ("pack/joined.csv.zst", lambda gone: joined(zst, everyone, gone)),
        ("pack/joined.csv.xz", lambda gone: joined(lzma.compress, everyone, gone)),
        ("pack/folders.tar.gz", lambda gone: gz(folders(some, gone))),
    ]
    for p in some:
        path = f"mail/Maildir/cur/17000000{p.n:02d}.M1P1.host:2,S" if p.n % 2 else f"mail/{p.n:03d}.eml"
        found.append((path, lambda gone, p=p: None if p.n in gone else own_mail(p)))
    return found


# What is expected of the plan: "rewritten", or "manual" for a task that a person gets.
OTHERS = [
    ("pack/list.7z", "rewritten", lambda gone: seven([("list.csv", text.write(text.table(few(), gone), "cp932"))])),
    ("pack/list.cpio", "rewritten", lambda gone: cpio([("list.csv", text.write(text.table(few(), gone), "cp932"))])),
]
