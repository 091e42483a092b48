"""Japanese addresses: real municipalities of every prefecture, made-up towns and numbers, and all the ways to write them."""

from dataclasses import dataclass

# Prefecture, and of it: municipality and the first three digits of its postal codes.
MUNICIPALITIES = """
北海道:札幌市中央区060 函館市040 旭川市070 釧路市085 帯広市080 北見市090 夕張市068 稚内市097 江別市067 虻田郡倶知安町044 空知郡南幌町069 勇払郡占冠村079
青森県:青森市030 弘前市036 八戸市031 上北郡六ヶ所村039 中津軽郡西目屋村036
岩手県:盛岡市020 花巻市025 奥州市023 下閉伊郡岩泉町027
宮城県:仙台市青葉区980 仙台市泉区981 石巻市986 名取市981 黒川郡大衡村981
秋田県:秋田市010 横手市013 北秋田市018 仙北郡美郷町019
山形県:山形市990 鶴岡市997 酒田市998 最上郡舟形町999
福島県:福島市960 会津若松市965 郡山市963 いわき市970 南会津郡檜枝岐村967
茨城県:水戸市310 つくば市305 ひたちなか市312 龍ケ崎市301 東茨城郡大洗町311
栃木県:宇都宮市320 小山市323 日光市321 さくら市329 下都賀郡壬生町321
群馬県:前橋市371 高崎市370 太田市373 みどり市376 吾妻郡草津町377
埼玉県:さいたま市大宮区330 さいたま市浦和区330 川口市332 所沢市359 鶴ヶ島市350 入間郡三芳町354
千葉県:千葉市美浜区261 船橋市273 柏市277 市川市272 八千代市276 四街道市284 山武郡九十九里町283
東京都:千代田区100 新宿区160 世田谷区154 大田区144 江戸川区134 北区114 八王子市192 町田市194 武蔵野市180 東村山市189 西東京市202 西多摩郡檜原村190 三宅島三宅村100 大島町100
神奈川県:横浜市西区220 横浜市都筑区224 川崎市中原区211 相模原市緑区252 鎌倉市248 藤沢市251 茅ヶ崎市253 足柄下郡箱根町250
新潟県:新潟市中央区950 長岡市940 上越市943 南魚沼郡湯沢町949 佐渡市952
富山県:富山市930 高岡市933 射水市939
石川県:金沢市920 小松市923 野々市市921 鳳珠郡能登町927
福井県:福井市910 敦賀市914 あわら市919
山梨県:甲府市400 富士吉田市403 南アルプス市400 北都留郡丹波山村409
長野県:長野市380 松本市390 上田市386 塩尻市399 北佐久郡軽井沢町389
岐阜県:岐阜市500 大垣市503 高山市506 大野郡白川村501
静岡県:静岡市葵区420 浜松市中央区430 沼津市410 富士市417 伊豆の国市410 駿東郡長泉町411
愛知県:名古屋市中区460 名古屋市千種区464 豊橋市440 豊田市471 一宮市491 みよし市470 愛知郡東郷町470 北設楽郡豊根村449
三重県:津市514 四日市市510 伊勢市516 志摩市517 度会郡南伊勢町516
滋賀県:大津市520 彦根市522 近江八幡市523 蒲生郡日野町529
京都府:京都市中京区604 京都市左京区606 宇治市611 八幡市614 舞鶴市625 相楽郡精華町619
大阪府:大阪市北区530 大阪市住之江区559 堺市堺区590 豊中市560 東大阪市577 枚方市573 寝屋川市572 泉南郡岬町599 南河内郡千早赤阪村585
兵庫県:神戸市中央区650 姫路市670 西宮市662 尼崎市660 芦屋市659 たつの市679 丹波篠山市669 神崎郡市川町679
奈良県:奈良市630 橿原市634 大和郡山市639 生駒郡斑鳩町636 吉野郡十津川村637
和歌山県:和歌山市640 田辺市646 新宮市647 東牟婁郡那智勝浦町649
鳥取県:鳥取市680 米子市683 東伯郡湯梨浜町682
島根県:松江市690 出雲市693 隠岐郡隠岐の島町685
岡山県:岡山市北区700 倉敷市710 津山市708 苫田郡鏡野町708
広島県:広島市中区730 福山市720 呉市737 廿日市市738 安芸郡府中町735
山口県:山口市753 下関市750 周南市745 大島郡周防大島町742
徳島県:徳島市770 鳴門市772 三好市778 名西郡神山町771
香川県:高松市760 丸亀市763 小豆郡土庄町761
愛媛県:松山市790 今治市794 四国中央市799 上浮穴郡久万高原町791
高知県:高知市780 四万十市787 高岡郡四万十町786
福岡県:福岡市博多区812 福岡市早良区814 北九州市小倉北区802 久留米市830 大牟田市836 糸島市819 糟屋郡志免町811
佐賀県:佐賀市840 唐津市847 三養基郡みやき町849
長崎県:長崎市850 佐世保市857 五島市853 西彼杵郡長与町851
熊本県:熊本市中央区860 八代市866 天草市863 球磨郡五木村868
大分県:大分市870 別府市874 由布市879 玖珠郡九重町879
宮崎県:宮崎市880 都城市885 東臼杵郡椎葉村883
鹿児島県:鹿児島市890 霧島市899 奄美市894 大島郡与論町891 熊毛郡屋久島町891
沖縄県:那覇市900 沖縄市904 うるま市904 宮古島市906 中頭郡読谷村904 国頭郡今帰仁村905
"""

TOWNS = ["本町", "中央", "栄町", "緑町", "東町", "桜木", "旭町", "架空町", "見本", "大手町", "若葉台", "富士見", "南ヶ丘", "北野", "幸町", "寿町",
         "花園", "新町", "上野", "下田", "高砂", "松原", "梅ヶ枝", "つつじが丘", "みなみ野", "天神", "八幡", "西新", "泉", "日の出", "美しが丘東",
         "ひばりが丘", "元町", "港", "城山", "大字架空", "大字見本字原", "字仮野", "千代", "三条", "一の宮", "五番町", "九段", "百道"]
BUILDINGS = ["見本ビル", "サンプルマンション", "コーポ架空", "ハイツ例示", "メゾン・ド・ミホン", "第2カクウビル", "レジデンス見本", "架空荘", "県営見本団地", "Kakuu Tower"]
WARDS_OF_CITIES = ("札幌市", "仙台市", "さいたま市", "千葉市", "横浜市", "川崎市", "相模原市", "新潟市", "静岡市", "浜松市", "名古屋市", "京都市",
                   "大阪市", "堺市", "神戸市", "岡山市", "広島市", "福岡市", "北九州市", "熊本市")
KANJI = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass(frozen=True)
class Place:
    prefecture: str
    municipality: str
    prefix: str
    town: str
    chome: int
    ban: int
    go: int
    room: int
    building: str

    @property
    def postal_code(self):
        return f"{self.prefix}-{self.ban * 37 % 100:02d}{self.go * 7 % 100:02d}"


def parse():
    rows = []
    for line in MUNICIPALITIES.split("\n"):
        prefecture, _, names = line.partition(":")
        rows += [(prefecture, name[:-3], name[-3:]) for name in names.split()]
    return rows


ROWS = parse()


def place(rng):
    prefecture, municipality, prefix = rng.choice(ROWS)
    return Place(prefecture, municipality, prefix, rng.choice(TOWNS), rng.randint(1, 9), rng.randint(1, 40), rng.randint(1, 30),
                 rng.randint(101, 1505), rng.choice(BUILDINGS))


def kanji_number(n):
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else KANJI[tens] + "十"
    return head + (KANJI[ones] if ones else "")


def block(rng, p):
    """Town and numbers, in one of the ways in which a block is written."""
    plain = f"{p.chome}-{p.ban}-{p.go}"
    if p.town.startswith(("大字", "字")):
        number = p.ban * 37 + p.go
        return rng.choice([f"{p.town}{number}", f"{p.town}{number}番地", f"{p.town}{number}番地{p.go}", f"{p.town}{number}-{p.go}",
                           f"{p.town}{number}番地の{p.go}"])
    if p.municipality.startswith("札幌") and rng.random() < 0.5:
        return rng.choice([f"北{p.chome}条西{p.ban % 20 + 1}丁目{p.go}", f"南{kanji_number(p.chome)}条東{p.ban % 9 + 1}丁目{p.go}番地",
                           f"北{p.chome}条西{p.ban % 20 + 1}-{p.go}"])
    if p.municipality.startswith("京都市中京") and rng.random() < 0.6:
        return rng.choice([f"烏丸通御池上る架空町{p.ban * 11}", f"寺町通三条下ル見本町{p.ban}番地", f"河原町通二条東入架空町{p.ban}-{p.go}"])
    if p.municipality.startswith("堺市") and rng.random() < 0.5:
        return f"{p.town}{p.chome}丁{p.ban}-{p.go}"
    if p.prefecture in ("石川県", "富山県") and rng.random() < 0.3:
        return f"{p.town}{'イロハ'[p.chome % 3]}{p.ban}番地"
    return rng.choice([
        p.town + plain, p.town + plain, f"{p.town}{p.chome}丁目{p.ban}番{p.go}号", f"{p.town}{p.chome}丁目{p.ban}-{p.go}",
        f"{p.town}{plain}".translate(FULL_WIDTH), f"{p.town}{p.chome}丁目{p.ban}番{p.go}号".translate(FULL_WIDTH),
        f"{p.town}{kanji_number(p.chome)}丁目{kanji_number(p.ban)}番{kanji_number(p.go)}号", f"{p.town}{p.ban}番地", f"{p.town}{p.ban}番地{p.go}",
        f"{p.town}{p.chome}丁目{p.ban}番地の{p.go}", f"{p.town}{p.ban * 13}", f"{p.town}{p.ban}-{p.go}", f"{p.town}{p.chome}の{p.ban}の{p.go}",
        f"{p.town} {plain}", f"{p.town}{plain.replace('-', '−')}", f"{p.town}{kanji_number(p.chome)}―{kanji_number(p.ban)}―{kanji_number(p.go)}"])


def tail(rng, p):
    """Building and room, which an address may end with."""
    return rng.choice(["", "", "", f" {p.building}{p.room}号室", f"　{p.building}{p.room}", f"-{p.room}", f" {p.building} {p.room // 100}F",
                       f"{p.building}{p.room}号"])


def head(rng, p, without_prefecture=0.25):
    """Prefecture and municipality; the prefecture is often left out."""
    gap = rng.choice(["", "", "", "", " ", "　"])
    if rng.random() < without_prefecture:
        return p.municipality
    return p.prefecture + gap + p.municipality + (gap if rng.random() < 0.3 else "")


def postal_forms(rng, p):
    code = p.postal_code
    return rng.choice([f"〒{code}", f"〒{code}", f"〒 {code}", code, f"〒{code}".translate(FULL_WIDTH), f"〒{code.replace('-', '')}"])
