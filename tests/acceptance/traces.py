"""Looks for traces of a person in files: everything is taken apart and decompressed by means of its
own, nothing of daicho's, and read in each charset."""

import base64
import binascii
import bz2
import email
import email.policy
import gzip
import html
import io
import json
import lzma
import os
import quopri
import re
import sqlite3
import subprocess
import tarfile
import tempfile
import unicodedata
import urllib.parse
import zipfile
import zlib

CHARSETS = ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"]
DEPTH = 12


def run(words, data=None):
    return subprocess.run(words, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=True).stdout


# --- what holds files ---

def of_zip(data):
    """Members, and what may lie between them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            yield info.filename, archive.read(info)
            yield info.filename + "?name", info.orig_filename.encode("cp437", "ignore") + info.extra + info.comment
        yield "?comment", archive.comment


def of_zip_strays(data):
    """Deflated bytes that no directory names any more."""
    for match in re.finditer(b"PK\x03\x04", data):
        head = data[match.start():match.start() + 30]
        if len(head) == 30:
            start = match.start() + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            try:
                yield f"?{match.start()}", zlib.decompressobj(-15).decompress(data[start:])
            except zlib.error:
                continue


def of_tar(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for info in archive:
            file = archive.extractfile(info) if info.isfile() else None
            yield info.name, file.read() if file else b""
            yield info.name + "?name", (info.name + info.linkname + str(info.pax_headers)).encode("utf-8", "surrogateescape")


def of_7z(data):
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/a.7z", "wb") as file:
            file.write(data)
        run(["7z", "x", "-y", f"-o{folder}/out", f"{folder}/a.7z"])
        for path, content in read_tree(f"{folder}/out").items():
            yield path, content


def of_cpio(data):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["bsdtar", "-xf", "-", "-C", folder], input=data, check=True)
        yield from read_tree(folder).items()


def of_sqlite(data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        database = sqlite3.connect(file.name)
        database.text_factory = bytes
        names = [row[0].decode() for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for name in names:
            for number, row in enumerate(database.execute(f'SELECT * FROM "{name}"')):
                cells = [c if isinstance(c, bytes) else str(c).encode() for c in row]
                yield f"{name}/{number}", b"\x1f".join(cells)
        database.close()


def of_mail(data):
    mail = email.message_from_bytes(data, policy=email.policy.default)
    for number, part in enumerate(mail.walk()):
        heads = "\n".join(f"{key}: {value}" for key, value in part.items())
        yield f"{number}/header", heads.encode("utf-8", "surrogateescape")
        payload = part.get_payload(decode=True)
        if payload is not None:
            yield f"{number}/{part.get_filename() or part.get_content_type()}", payload


def of_mbox(data):
    for number, mail in enumerate(re.split(rb"(?m)^From [^\n]*\d{4}\n", data)[1:]):
        yield f"message {number + 1}", mail


SIGNATURES = [
    (b"PK\x03\x04", of_zip), (b"PK\x03\x04", of_zip_strays), (b"\x1f\x8b", lambda d: [("gz", gzip.decompress(d))]),
    (b"BZh", lambda d: [("bz2", bz2.decompress(d))]), (b"\xfd7zXZ", lambda d: [("xz", lzma.decompress(d))]),
    (b"\x28\xb5\x2f\xfd", lambda d: [("zst", run(["zstd", "-dc"], d))]), (b"7z\xbc\xaf", of_7z),
    (b"070701", of_cpio), (b"SQLite format 3\0", of_sqlite), (b"From ", of_mbox),
]


def is_mail(data):
    return re.match(rb"(?i)([\w-]+:[^\n]*\n([ \t][^\n]*\n)*){2,}\r?\n", data) is not None


def children(data):
    for signature, take_apart in SIGNATURES:
        if data.startswith(signature):
            yield from take_apart(data)
    if data[257:262] == b"ustar":
        yield from of_tar(data)
    elif is_mail(data):
        yield from of_mail(data)


# --- what is written in another way ---

def unfold(text):
    return re.sub(r"\r?\n[ \t]", "", text)


def decode_base64(text):
    found = []
    for run_ in re.findall(r"[A-Za-z0-9+/]{8,}(?:\r?\n ?[A-Za-z0-9+/]+)*={0,2}", text):
        packed = re.sub(r"\s", "", run_).rstrip("=")
        for cut in (packed, packed[:len(packed) // 4 * 4]):
            try:
                found.append(base64.b64decode(cut + "=" * (-len(cut) % 4)))
                break
            except binascii.Error:
                continue
    return b"\n".join(found)


PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")


def charsets_of(data):
    """All of them, unless it is clear that the others say nothing else."""
    if data.startswith(PACKED):
        return CHARSETS[:1]
    return CHARSETS[:1] if data.isascii() and b"\x1b" not in data and b"\0" not in data else CHARSETS


def readings(data):
    """The text in each charset, and each as it reads once it is decoded."""
    for charset in charsets_of(data):
        text = data.decode(charset, "ignore")
        yield text
        if charset == "utf-8":
            yield unfold(text)
        if "&" in text:
            yield html.unescape(text)
        if "<" in text:
            yield re.sub(r"<[^>]*>", "", text)
            yield re.sub(r"<(/?)(w:p|a:p|text:p|row|si|table:table-row|tr|p|li)\b[^>]*>", "\n", text)
        if "\\u" in text:
            yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        if "%" in text:
            yield urllib.parse.unquote(text)
    if b"=" in data:
        loose = quopri.decodestring(data)
        yield loose.decode("utf-8", "ignore")
        yield loose.decode("cp932", "ignore")
    text = unfold(data.decode("latin-1"))
    packed = decode_base64(text)
    for charset in ("utf-8", "cp932", "iso2022_jp"):
        yield packed.decode(charset, "ignore")


def expand(path, data, depth=0):
    yield path, data
    if depth < DEPTH:
        for name, content in children(data):
            yield from expand(f"{path}!/{name}", content, depth + 1)


def read_tree(folder):
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            whole = os.path.join(base, name)
            with open(whole, "rb") as file:
                found[os.path.relpath(whole, folder)] = file.read()
    return found


class Looker:
    """Remembers the text of bytes it has seen: most of a share is looked at again and again."""

    def __init__(self):
        self.seen = {}

    def texts(self, data):
        if data not in self.seen:
            unique = dict.fromkeys(unicodedata.normalize("NFKC", text).lower() for text in readings(data))
            self.seen[data] = "\0".join(unique)
        return self.seen[data]

    def find(self, files, spellings):
        """(place, kind, what is there) of each trace in files, a dict of bytes by path."""
        patterns = [(kind, words, re.compile(pattern)) for kind, words, pattern in spellings]
        found = []
        for path, data in files.items():
            for place, content in [(path, path.encode("utf-8", "surrogateescape")), *expand(path, data)]:
                text = self.texts(content)
                for kind, words, pattern in patterns:
                    match = any(word in text for word in words) and pattern.search(text)
                    if match:
                        around = text[max(0, match.start() - 20):match.end() + 20]
                        found.append((place, kind, json.dumps(around, ensure_ascii=False)))
        return found
