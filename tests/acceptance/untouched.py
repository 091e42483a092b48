"""Looks whether everything else is as it was. A tree is a dict of bytes by path."""

import bz2
import collections
import email
import email.header
import gzip
import io
import lzma
import re
import sqlite3
import tarfile
import tempfile
import zipfile

from traces import is_mail, of_7z, of_cpio, run

OFFICE = re.compile(r"\.(docx|xlsx|pptx|odt|ods|odp)$")


class Differences:
    def __init__(self, is_of_other):
        """is_of_other(text): whether an identifier of somebody else stands in it."""
        self.is_of_other = is_of_other
        self.found = []

    def add(self, path, what):
        self.found.append(f"{path}: {what}")

    # --- containers ---

    def same_list(self, path, before, after, wanted):
        """Names with what is told of them; what is not wanted any more is gone, nothing else."""
        expected = [one for one in before if one[0] in wanted]
        if expected != after:
            self.add(path, f"members are told otherwise: {[p for p in zip(expected, after) if p[0] != p[1]][:2]}"
                           f" {len(expected)} {len(after)}")

    def zip(self, path, before, after, wanted, same_part=None):
        def told(data):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = {i.filename: archive.read(i) for i in archive.infolist()}
                return members, [(i.filename, i.date_time, i.external_attr, i.compress_type, i.extra, i.comment,
                                  i.create_system, i.flag_bits & 0x800) for i in archive.infolist()], archive.comment
        (old, old_list, comment), (new, new_list, new_comment), (goal, _, _) = map(told, (before, after, wanted))
        self.same_list(path, old_list, new_list, goal)
        if comment != new_comment:
            self.add(path, "the comment changed")
        for name in new:
            (same_part or self.same)(f"{path}!/{name}", old.get(name), new[name], goal.get(name))

    def tar(self, path, before, after, wanted):
        def told(data):
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                members = {i.name: archive.extractfile(i).read() if i.isfile() else b"" for i in archive}
                return members, [(i.name, i.mode, i.uid, i.gid, i.uname, i.mtime, i.type, i.linkname)
                                 for i in archive.getmembers()]
        (old, old_list), (new, new_list), (goal, _) = map(told, (before, after, wanted))
        self.same_list(path, old_list, new_list, goal)
        for name in new:
            self.same(f"{path}!/{name}", old.get(name), new[name], goal.get(name))

    def unpacked(self, path, before, after, wanted, unpack):
        old, new, goal = (dict(unpack(data)) for data in (before, after, wanted))
        if set(new) != set(goal):
            self.add(path, f"members: {sorted(new)} instead of {sorted(goal)}")
        for name in new:
            self.same(f"{path}!/{name}", old.get(name), new[name], goal.get(name))

    def mail(self, path, before, after, wanted):
        """Heads and boundaries keep their bytes; what is attached is looked at by itself."""
        def told(data):
            mail = email.message_from_bytes(data)
            rows = []
            for part in mail.walk():
                payload = part.get_payload(decode=True)
                rows.append((str(part.items()), part.get_filename() or "text", payload, part.get_payload()))
            bound = mail.get_boundary()
            lines = [line for line in data.split(b"\n") if bound and line.startswith(b"--" + bound.encode())]
            return rows, mail.preamble, mail.epilogue, [str(d) for p in mail.walk() for d in p.defects], lines
        old, new, goal = map(told, (before, after, wanted))
        if [row[:2] for row in new[0]] != [row[:2] for row in goal[0]] or new[1:] != goal[1:]:
            self.add(path, "heads, parts or boundaries are others than wanted")
            return
        for number, (row, best) in enumerate(zip(new[0], goal[0])):
            was = next((o for o in old[0] if o[:2] == row[:2]), None)
            if row[2] is not None and was is not None:
                self.same(f"{path}!/{number}/{decoded(row[1])}", was[2], row[2], best[2])

    # --- databases ---

    def sqlite(self, path, _before, after, wanted):
        def dump(data):
            with tempfile.NamedTemporaryFile() as file:
                file.write(data)
                file.flush()
                database = sqlite3.connect(file.name)
                rows = list(database.iterdump())
                told = [database.execute(f"PRAGMA {name}").fetchall() for name in
                        ("integrity_check", "foreign_key_check", "user_version", "application_id", "page_size",
                         "encoding", "freelist_count")]
                database.close()
                return rows, told
        new, goal = dump(after), dump(wanted)
        if new != goal:
            lost = [row for row in goal[0] if row not in new[0]][:2]
            more = [row for row in new[0] if row not in goal[0]][:2]
            self.add(path, f"the database differs: misses {lost}, has {more}, {new[1]} instead of {goal[1]}")

    # --- documents ---

    def office(self, path, before, after, wanted):
        """Members that hold nothing of the person keep their bytes; of the others, texts of others stay in
        their order."""
        new, goal = zipfile.ZipFile(io.BytesIO(after)), zipfile.ZipFile(io.BytesIO(wanted))
        for name in goal.namelist():
            if name not in new.namelist():
                self.add(path, f"lost {name}")
            elif name.endswith((".xml", ".rels", ".vml")):
                self.words(f"{path}!/{name}", words_of(new.read(name)), words_of(goal.read(name)))
        self.zip(path, before, after, after, self.part)

    def words(self, path, after, wanted):
        """Of the parts that change, the words are those of a document without the person."""
        if after != wanted:
            self.add(path, f"words: lost {list((wanted - after).items())[:3]}, too many {list((after - wanted).items())[:3]}")

    def part(self, path, before, after, _wanted):
        if before == after or not path.endswith((".xml", ".rels", ".vml")):
            if before != after:
                self.add(path, "a part that is no XML changed")
            return
        old, new = texts_of(before), texts_of(after)
        others = [text for text in old if self.is_of_other(text)]
        left = [text for text in new if self.is_of_other(text)]
        if others != left:
            self.add(path, f"texts of others differ: {[t for t in others if t not in left][:3]}")
        strange = [text for text in new if text not in old]
        # Counts and sizes of ranges are numbers.
        strange = [text for text in strange if not re.fullmatch(r"[\d.:A-Z$]*", text)]
        if strange:
            self.add(path, f"texts that were not there: {strange[:3]}")
        if before.count(b"<") == after.count(b"<") and len(before) - len(after) > 4000:
            self.add(path, "much is gone")

    # --- any file ---

    def same(self, path, before, after, wanted):
        if after == wanted:
            return
        if before is None or after is None or wanted is None:
            self.add(path, "is there, or is gone, against what is wanted")
        elif OFFICE.search(path):
            self.office(path, before, after, wanted)
        elif after[:4] == b"PK\x03\x04":
            self.zip(path, before, after, wanted)
        elif after[257:262] == b"ustar":
            self.tar(path, before, after, wanted)
        elif after[:16] == b"SQLite format 3\0":
            self.sqlite(path, before, after, wanted)
        elif after[:4] == b"7z\xbc\xaf":
            self.unpacked(path, before, after, wanted, of_7z)
        elif after[:6] == b"070701":
            self.unpacked(path, before, after, wanted, of_cpio)
        elif is_mail(after):
            self.mail(path, before, after, wanted)
        else:
            self.compressed(path, before, after, wanted)

    def compressed(self, path, before, after, wanted):
        for signature, unpack in ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress),
                                  (b"\xfd7zXZ", lzma.decompress),
                                  (b"\x28\xb5\x2f\xfd", lambda data: run(["zstd", "-dc"], data))):
            if after.startswith(signature):
                if signature == b"\x1f\x8b" and after[3:8] != before[3:8]:
                    self.add(path, "the head of gzip changed")
                self.same(path + "!", *map(unpack, (before, after, wanted)))
                return
        at = next((i for i, (a, b) in enumerate(zip(after, wanted)) if a != b), min(len(after), len(wanted)))
        self.add(path, f"differs from byte {at}: {after[at:at + 60]!r} instead of {wanted[at:at + 60]!r}")


def decoded(words):
    return str(email.header.make_header(email.header.decode_header(words)))


def texts_of(data):
    """Texts and values of attributes in their order."""
    text = data.decode("utf-8")
    return [a or b for a, b in re.findall(r'>([^<>]+)<|="([^"]*)"', text) if (a or b).strip()]


def words_of(data):
    """How often each text stands there that is more than a number or a technical name."""
    return collections.Counter(text.strip() for text in texts_of(data) if "@" in text or not text.isascii())


def compare(before, after, wanted, is_of_other):
    differences = Differences(is_of_other)
    for path in sorted(set(after) | set(wanted)):
        differences.same(path, before.get(path), after.get(path), wanted.get(path))
    return differences.found
