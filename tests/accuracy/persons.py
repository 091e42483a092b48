"""Invented persons: common or made-up family and given names, numbers that nobody has, example domains."""

import datetime
from dataclasses import dataclass

import places

# Family name, its reading, its romanised form. Some are made up, the others among the most common ones;
# of one, two and three characters, with forms that JIS X 0208 does not have.
FAMILIES = [line.split() for line in """
佐藤 サトウ Sato|鈴木 スズキ Suzuki|高橋 タカハシ Takahashi|田中 タナカ Tanaka|伊藤 イトウ Ito|渡辺 ワタナベ Watanabe
山本 ヤマモト Yamamoto|中村 ナカムラ Nakamura|小林 コバヤシ Kobayashi|加藤 カトウ Kato|吉田 ヨシダ Yoshida|山田 ヤマダ Yamada
佐々木 ササキ Sasaki|山口 ヤマグチ Yamaguchi|松本 マツモト Matsumoto|井上 イノウエ Inoue|木村 キムラ Kimura|林 ハヤシ Hayashi
斎藤 サイトウ Saito|清水 シミズ Shimizu|山崎 ヤマザキ Yamazaki|森 モリ Mori|池田 イケダ Ikeda|橋本 ハシモト Hashimoto
阿部 アベ Abe|石川 イシカワ Ishikawa|長谷川 ハセガワ Hasegawa|小川 オガワ Ogawa|岡田 オカダ Okada|藤田 フジタ Fujita
後藤 ゴトウ Goto|近藤 コンドウ Kondo|村上 ムラカミ Murakami|遠藤 エンドウ Endo|青木 アオキ Aoki|坂本 サカモト Sakamoto
五十嵐 イガラシ Igarashi|久保 クボ Kubo|辻 ツジ Tsuji|原 ハラ Hara|千葉 チバ Chiba|宮崎 ミヤザキ Miyazaki
福島 フクシマ Fukushima|大分 オオイタ Oita|小野寺 オノデラ Onodera|大久保 オオクボ Okubo|西 ニシ Nishi|東 アズマ Azuma
架空 カクウ Kakuu|見本 ミホン Mihon|例示 レイジ Reiji|雛形 ヒナガタ Hinagata|髙見 タカミ Takami|濵田 ハマダ Hamada
星影 ホシカゲ Hoshikage|夢野 ユメノ Yumeno|幻田 マボタ Mabota|仮屋 カリヤ Kariya|渡邉 ワタナベ Watanabe|齋藤 サイトウ Saito
""".replace("\n", "|").split("|") if line]

GIVENS = [line.split() for line in """
太郎 タロウ Taro m|一郎 イチロウ Ichiro m|健太 ケンタ Kenta m|翔 ショウ Sho m|大輔 ダイスケ Daisuke m|直樹 ナオキ Naoki m
誠 マコト Makoto m|隆 タカシ Takashi m|浩二 コウジ Koji m|拓也 タクヤ Takuya m|蓮 レン Ren m|悠真 ユウマ Yuma m
龍之介 リュウノスケ Ryunosuke m|正 タダシ Tadashi m|修 オサム Osamu m|和夫 カズオ Kazuo m|勇気 ユウキ Yuki m|光 ヒカル Hikaru m
花子 ハナコ Hanako f|美咲 ミサキ Misaki f|陽子 ヨウコ Yoko f|恵 メグミ Megumi f|由美子 ユミコ Yumiko f|直美 ナオミ Naomi f
さくら サクラ Sakura f|ひかり ヒカリ Hikari f|愛 アイ Ai f|結衣 ユイ Yui f|久美子 クミコ Kumiko f|千尋 チヒロ Chihiro f
真由 マユ Mayu f|エリカ エリカ Erika f|まゆみ マユミ Mayumi f|京子 キョウコ Kyoko f|節子 セツコ Setsuko f|希 ノゾミ Nozomi f
春 ハル Haru f|幸子 サチコ Sachiko f|葵 アオイ Aoi f|凛 リン Rin f
""".replace("\n", "|").split("|") if line]

ENGLISH_FAMILIES = """Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Thompson White
Harris Clark Lewis Walker Young King Wright Hill Scott Green Baker Adams Nelson Carter Mitchell Turner Parker Collins Morris
Cook Rogers Reed Bailey Cooper Richardson Ward Brooks Gray Hughes Price O'Brien McDonald Smith-Jones Example Sampleton Mockford
Placeholder Testworth Nguyen Garcia Muller Rossi Kowalski Andersson Silva""".split()

ENGLISH_GIVENS = """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Emily Andrew Grace May
April June Will Rose Hope Art""".split()

FOREIGNERS = [("グエン・ヴァン・ミン", "グエン ヴァン ミン"), ("マリア・サントス", "マリア サントス"), ("王 小明", "ワン シャオミン"),
              ("金 民俊", "キム ミンジュン"), ("ジョン・スミス", "ジョン スミス"), ("李 娜", "リ ナ")]

DOMAINS = ["example.com", "example.org", "example.net", "example.jp", "example.co.jp", "mail.example.com", "sub.example.ne.jp"]

FULL_WIDTH = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
HALF_KANA = str.maketrans({
    **{chr(0x30A1 + i): c for i, c in enumerate(
        "ｧ ｱ ｨ ｲ ｩ ｳ ｪ ｴ ｫ ｵ ｶ ｶﾞ ｷ ｷﾞ ｸ ｸﾞ ｹ ｹﾞ ｺ ｺﾞ ｻ ｻﾞ ｼ ｼﾞ ｽ ｽﾞ ｾ ｾﾞ ｿ ｿﾞ ﾀ ﾀﾞ ﾁ ﾁﾞ ｯ ﾂ ﾂﾞ ﾃ ﾃﾞ ﾄ ﾄﾞ"
        " ﾅ ﾆ ﾇ ﾈ ﾉ ﾊ ﾊﾞ ﾊﾟ ﾋ ﾋﾞ ﾋﾟ ﾌ ﾌﾞ ﾌﾟ ﾍ ﾍﾞ ﾍﾟ ﾎ ﾎﾞ ﾎﾟ ﾏ ﾐ ﾑ ﾒ ﾓ ｬ ﾔ ｭ ﾕ ｮ ﾖ ﾗ ﾘ ﾙ ﾚ ﾛ".split())},
    "ワ": "ﾜ", "ヲ": "ｦ", "ン": "ﾝ", "ー": "ｰ", "　": " "})
HIRAGANA = {ord(c): ord(c) - 0x60 for c in "".join(map(chr, range(0x30A1, 0x30F7)))}
ERAS = [(datetime.date(2019, 5, 1), "令和", "R"), (datetime.date(1989, 1, 8), "平成", "H"),
        (datetime.date(1926, 12, 25), "昭和", "S"), (datetime.date(1912, 7, 30), "大正", "T")]


@dataclass(frozen=True)
class Japanese:
    family: str
    given: str
    family_kana: str
    given_kana: str
    family_latin: str
    given_latin: str
    sex: str
    birth: datetime.date
    place: places.Place
    number: int

    @property
    def name(self):
        return f"{self.family} {self.given}"

    @property
    def kana(self):
        return f"{self.family_kana} {self.given_kana}"

    @property
    def latin(self):
        return f"{self.given_latin} {self.family_latin}"

    @property
    def user(self):
        return f"{self.given_latin}.{self.family_latin}".lower()


@dataclass(frozen=True)
class English:
    family: str
    given: str
    birth: datetime.date

    @property
    def name(self):
        return f"{self.given} {self.family}"

    @property
    def user(self):
        return f"{self.given}.{self.family}".lower().replace("'", "")


def birth_date(rng, first=1935, last=2006):
    return datetime.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def japanese(rng, born=(1935, 2006)):
    family, given = rng.choice(FAMILIES), rng.choice(GIVENS)
    return Japanese(family[0], given[0], family[1], given[1], family[2], given[2], given[3],
                    birth_date(rng, *born), places.place(rng), rng.randint(0, 9999))


def english(rng):
    return English(rng.choice(ENGLISH_FAMILIES), rng.choice(ENGLISH_GIVENS), birth_date(rng))


def full_width(text):
    return text.translate(FULL_WIDTH)


def half_kana(text):
    return text.translate(HALF_KANA)


def hiragana(text):
    return text.translate(HIRAGANA)


def name_forms(rng, person):
    """How a Japanese name stands in a field."""
    return rng.choice([person.name, person.name, f"{person.family}　{person.given}", person.family + person.given])


def era_date(date):
    start, era, letter = next(row for row in ERAS if date >= row[0])
    return era, letter, date.year - start.year + 1


def date_forms(rng, date):
    """How a birth date is written in Japan."""
    era, letter, year = era_date(date)
    first = "元" if year == 1 else str(year)
    return rng.choice([
        f"{date:%Y/%m/%d}", f"{date:%Y-%m-%d}", f"{date.year}/{date.month}/{date.day}", f"{date.year}年{date.month}月{date.day}日",
        f"{era}{first}年{date.month}月{date.day}日", f"{letter}{year}.{date.month}.{date.day}", f"{letter}{year:02d}/{date:%m/%d}",
        full_width(f"{era}{first}年{date.month}月{date.day}日"), f"{date:%Y.%m.%d}", f"{date:%Y%m%d}"])


def english_date(rng, date):
    return rng.choice([f"{date:%d/%m/%Y}", f"{date:%m/%d/%Y}", f"{date.day} {date:%B} {date.year}",
                       f"{date:%B} {date.day}, {date.year}", f"{date:%Y-%m-%d}", f"{date:%d-%b-%Y}"])


AREAS = ["03", "06", "011", "022", "025", "045", "052", "075", "078", "082", "092", "0422", "0463", "0742", "0985", "04", "0125",
         "01267", "04992", "05769", "098", "0798"]


def phone_digits(rng):
    """(area, exchange, number) with an exchange of zeros, which nobody has."""
    kind = rng.random()
    last = f"{rng.randint(0, 9999):04d}"
    if kind < 0.45:
        return rng.choice(["090", "080", "070"]), "0000", last
    if kind < 0.52:
        return "050", "0000", last
    area = rng.choice(AREAS)
    return area, "0" * (6 - len(area)), last


def phone_forms(rng, digits=None):
    """How a Japanese telephone number is written where somebody wants it read."""
    area, local, last = digits or phone_digits(rng)
    form = rng.random()
    if form < 0.45:
        return f"{area}-{local}-{last}"
    if form < 0.55:
        return f"{area}({local}){last}"
    if form < 0.62:
        return f"({area}){local}-{last}"
    if form < 0.72:
        return full_width(f"{area}-{local}-{last}").replace("－", rng.choice("－－ー‐−"))
    if form < 0.78:
        return f"{area} {local} {last}"
    if form < 0.84:
        return f"+81-{area[1:]}-{local}-{last}"
    if form < 0.88:
        return f"+81 {area[1:]} {local} {last}"
    if form < 0.91:
        return f"+81 (0){area[1:]}-{local}-{last}"
    if form < 0.94:
        return f"{area}.{local}.{last}"
    return area + local + last


def mail_address(rng, user):
    form = rng.random()
    if form < 0.7:
        local = user
    elif form < 0.8:
        local = f"{user.replace('.', '_')}{rng.randint(1, 99)}"
    elif form < 0.9:
        local = f"{user[0]}-{user.split('.')[-1]}+news"
    else:
        local = f"{rng.choice('abcdefg')}{rng.randint(10, 9999)}"
    address = f"{local}@{rng.choice(DOMAINS)}"
    return address.upper() if rng.random() < 0.04 else address
