"""200 invented persons, always the same, and the spellings in which traces of one are looked for."""

import datetime
import re
from dataclasses import dataclass

FAMILIES = [
    ("架空", "カクウ", "Kakuu"), ("見本", "ミホン", "Mihon"), ("例示", "レイジ", "Reiji"),
    ("仮名", "カメイ", "Kamei"), ("試野", "シノ", "Shino"), ("模型", "モケイ", "Mokei"),
    ("想定", "ソウテイ", "Soutei"), ("空想", "クウソウ", "Kuusou"), ("夢見", "ユメミ", "Yumemi"),
    ("星影", "ホシカゲ", "Hoshikage"), ("作例", "サクレイ", "Sakurei"), ("雛形", "ヒナガタ", "Hinagata"),
    ("書式", "ショシキ", "Shoshiki"), ("練習", "レンシュウ", "Renshuu"), ("演田", "エンダ", "Enda"),
    ("虚山", "キョヤマ", "Kyoyama"), ("標本", "ヒョウホン", "Hyouhon"), ("髙見", "タカミ", "Takami"),
    ("幻田", "マボタ", "Mabota"), ("凡例", "ハンレイ", "Hanrei"),
]
GIVENS = [
    ("太郎", "タロウ", "Taro"), ("花子", "ハナコ", "Hanako"), ("一", "ハジメ", "Hajime"),
    ("一郎", "イチロウ", "Ichiro"), ("美咲", "ミサキ", "Misaki"), ("健太", "ケンタ", "Kenta"),
    ("さくら", "サクラ", "Sakura"), ("陽子", "ヨウコ", "Yoko"), ("翔", "ショウ", "Sho"),
    ("久美子", "クミコ", "Kumiko"),
]
COUNT = len(FAMILIES) * len(GIVENS)

# The first and the last of every table; 髙見 一, whose first kanji JIS X 0208 does not have and whose
# name begins that of 髙見 一郎; and one whose name is not of kanji alone.
TARGETS = [57, 0, 131, 199]

# Those who are in files that cannot hold everybody: the targets, their neighbours and near-namesakes.
FEW = [0, 1, 2, 17, 20, 56, 57, 58, 77, 100, 111, 130, 131, 132, 150, 180, 198, 199]

HALF_WIDTH = str.maketrans({
    **{chr(0x30A1 + i): c for i, c in enumerate(
        "ｧ ｱ ｨ ｲ ｩ ｳ ｪ ｴ ｫ ｵ ｶ ｶﾞ ｷ ｷﾞ ｸ ｸﾞ ｹ ｹﾞ ｺ ｺﾞ ｻ ｻﾞ ｼ ｼﾞ ｽ ｽﾞ ｾ ｾﾞ ｿ ｿﾞ ﾀ ﾀﾞ ﾁ ﾁﾞ ｯ ﾂ ﾂﾞ ﾃ ﾃﾞ ﾄ ﾄﾞ"
        " ﾅ ﾆ ﾇ ﾈ ﾉ ﾊ ﾊﾞ ﾊﾟ ﾋ ﾋﾞ ﾋﾟ ﾌ ﾌﾞ ﾌﾟ ﾍ ﾍﾞ ﾍﾟ ﾎ ﾎﾞ ﾎﾟ ﾏ ﾐ ﾑ ﾒ ﾓ ｬ ﾔ ｭ ﾕ ｮ ﾖ ﾗ ﾘ ﾙ ﾚ ﾛ".split())},
    "ン": "ﾝ"})
FULL_WIDTH = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
KANJI_DIGITS = "〇一二三四五六七八九"


def kanji_number(n):
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else KANJI_DIGITS[tens] + "十"
    return head + (KANJI_DIGITS[ones] if ones else "")


@dataclass(frozen=True)
class Person:
    n: int

    @property
    def family(self):
        return FAMILIES[self.n % len(FAMILIES)][0]

    @property
    def given(self):
        return GIVENS[self.n // len(FAMILIES)][0]

    @property
    def name(self):
        return f"{self.family} {self.given}"

    @property
    def family_kana(self):
        return FAMILIES[self.n % len(FAMILIES)][1]

    @property
    def given_kana(self):
        return GIVENS[self.n // len(FAMILIES)][1]

    @property
    def kana(self):
        return f"{self.family_kana} {self.given_kana}"

    @property
    def half_kana(self):
        return self.kana.translate(HALF_WIDTH)

    @property
    def family_romaji(self):
        return FAMILIES[self.n % len(FAMILIES)][2]

    @property
    def given_romaji(self):
        return GIVENS[self.n // len(FAMILIES)][2]

    @property
    def romaji(self):
        return f"{self.given_romaji} {self.family_romaji}"

    @property
    def email(self):
        domain = "example.com" if self.n % 3 else "example.jp"
        return f"{self.given_romaji}.{self.family_romaji}{self.n:03d}@{domain}".lower()

    @property
    def phone(self):
        return f"03-0000-{1000 + self.n}"

    @property
    def digits(self):
        return self.phone.replace("-", "")

    @property
    def full_phone(self):
        return self.phone.translate(FULL_WIDTH)

    @property
    def abroad(self):
        return f"+81-3-0000-{1000 + self.n}"

    @property
    def block(self):
        return self.n // 40 + 1, self.n % 40 + 1, self.n % 7 + 1

    @property
    def address(self):
        a, b, c = self.block
        return f"東京都千代田区見本町{a}丁目{b}番{c}号"

    @property
    def short_address(self):
        a, b, c = self.block
        return f"東京都千代田区見本町{a}-{b}-{c}"

    @property
    def kanji_address(self):
        a, b, c = (kanji_number(x) for x in self.block)
        return f"東京都千代田区見本町{a}丁目{b}番{c}号"

    @property
    def birth(self):
        return datetime.date(1950, 1, 3) + datetime.timedelta(days=73 * self.n)

    @property
    def born(self):
        return self.birth.isoformat()

    @property
    def born_kanji(self):
        return f"{self.birth.year}年{self.birth.month}月{self.birth.day}日"

    @property
    def born_era(self):
        b = self.birth
        era, first = ("平成", 1989) if b >= datetime.date(1989, 1, 8) else ("昭和", 1926)
        year = b.year - first + 1
        return f"{era}{'元' if year == 1 else year}年{b.month}月{b.day}日"

    @property
    def serial(self):
        return (self.birth - datetime.date(1899, 12, 30)).days

    @property
    def customer(self):
        return f"K-{700000 + 37 * self.n}"

    def arguments(self):
        """What staff type when they register the person's request."""
        return ["--email", self.email, "--phone", self.phone, "--name", self.name, "--kana", self.kana,
                "--address", self.address, "--birth-date", self.born,
                "--id", f"own.customer={self.customer}"]


def everybody():
    return [Person(n) for n in range(COUNT)]


def few():
    return [Person(n) for n in FEW]


def jis(text):
    """What is written where a charset has no 髙."""
    return text.replace("髙", "高")


def _apart(*words):
    return r"[\s,;・|/\"']{0,4}".join(re.escape(word) for word in words)


def _longer(person, index):
    """Rest of given names that begin with this one's."""
    own = GIVENS[person.n // len(FAMILIES)][index]
    rests = [g[index][len(own):] for g in GIVENS if g[index] != own and g[index].startswith(own)]
    return f"(?!{'|'.join(map(re.escape, rests))})" if rests else ""


def _hiragana(kana):
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana)


def spellings(person):
    """(kind, words, pattern) for text in NFKC and lower case: where none of the words is, the pattern cannot
    match, which is found out far sooner."""
    a, b, c = person.block
    birth = person.birth
    families = [person.family, jis(person.family)]
    local = person.email.split("@")[0]
    number = person.phone.split("-")[2]
    era, year = re.match(r"(..)(\d+|元)", person.born_era).groups()
    year = "(1|元)" if year == "元" else year
    letter = {"昭和": "s", "平成": "h"}[era]
    month, day = f"0?{birth.month}", f"0?{birth.day}(?!\\d)"
    kana = [person.family_kana, person.given_kana]
    hiragana = [_hiragana(word) for word in kana]
    romaji = [word.lower() for word in person.romaji.split()]
    return [
        ("name", families, "|".join(_apart(f, person.given) + _longer(person, 0) for f in set(families))),
        ("kana", kana[:1], _apart(*kana)), ("hiragana", hiragana[:1], _apart(*hiragana)),
        ("romaji", romaji[1:], rf"\b({_apart(*romaji)}|{_apart(*reversed(romaji))})\b"),
        ("email", [local], rf"(?<![\w.]){re.escape(local)}"),
        ("phone", [number], rf"(?<!\d)(\(?0?3\)?)[-‐−ー() .]{{0,2}}0000[-‐−ー() .]{{0,2}}{number}(?!\d)"),
        ("address", ["見本町"], rf"見本町\s*({a}|{kanji_number(a)})(丁目|-)({b}|{kanji_number(b)})(番|-)"),
        ("birth date", [str(birth.year)], rf"(?<!\d){birth.year}[-/.年 ]{month}[-/.月 ]{day}"),
        ("birth date", [f"{birth:%Y%m%d}"], rf"(?<!\d){birth:%Y%m%d}(?!\d)"),
        ("birth date", [era], rf"{era}{year}年{month}月{day}"),
        ("birth date", [f"{letter}{birth.year - (1925 if era == '昭和' else 1988)}"],
         rf"\b{letter}{birth.year - (1925 if era == '昭和' else 1988)}[-/.]{month}[-/.]{day}"),
        ("birth date", [f">{person.serial}"], rf">{person.serial}(\.0)?<"),
        ("customer number", [person.customer[2:]], rf"(?<![a-z\d])k-?{person.customer[2:]}(?!\d)"),
    ]
