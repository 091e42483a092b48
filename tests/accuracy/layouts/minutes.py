"""Minutes, circulars, notices: names in lists of attendees, in running text with titles."""

import fields as f
import persons
from document import File
from layouts import layout


@layout("minutes", 4)
def minutes(k):
    people = [persons.japanese(k.rng) for _ in range(6)]
    short = k.rng.random() < 0.5
    listed = k.rng.choice(["、", "，", " ", "・"]).join(k.value("name", p.family if short else p.family + p.given) + k.rng.choice(["", "課長", "部長", "主任"]) for p in people[:4])
    lines = [f"{k.rng.choice(['定例会議', '安全衛生委員会', '理事会', '営業会議'])}議事録", f"日時：{f.day(k)} 10:00-11:30", f"場所：{k.decoy('place', k.rng.choice(['福島', '千葉', '山口', '大分']))}支社 3F会議室",
             k.rng.choice(["出席者：", "参加者：", "出席："]) + listed, f"議事録作成：{f.name(k, people[4])}", "", "1. 前回議事の確認", f"　{k.value('name', people[0].family, 'running', 'low')}課長より、注文{f.order_number(k)}の納期遅延について報告があった。",
             f"　{k.decoy('company', k.rng.choice(f.COMPANIES))}との契約（{f.day(k)}付、契約番号{f.valid_twelve(k)}）を更新する。", "2. 予算", f"　来期予算は{f.price(k)}とする。前年比103.5%。",
             f"　{k.decoy('place', '宮崎')}工場の移転は{k.decoy('place', '長野県松本市')}を候補とし、{k.value('name', people[1].family, 'running', 'low')}が調査する。", "3. その他", f"　次回は{f.day(k)}。{k.value('name', people[2].family, 'labelled', 'medium')}様（先方）も参加予定。",
             "　今後は高橋式の手順（手順書 第3.2.1版）に従う。", "以上"]
    return File("gijiroku.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "utf-16"]))


@layout("minutes", 3)
def english_minutes(k):
    people = [persons.english(k.rng) for _ in range(5)]
    text = (f"Minutes of the board meeting\n{f.date_near(k.rng):%d %B %Y}, room 10.2.3\n\nPresent: {', '.join(k.value('name', p.name) for p in people[:3])}\nApologies: {k.value('name', people[3].name)}\n"
            f"Minute taker: {k.value('name', people[4].name)}\n\n1. {k.value('name', people[0].given, 'running', 'low')} will hire a cook and a baker in April. The green hill project in Charlotte may move to Lincoln.\n"
            f"2. Order {f.order_number(k)}, ticket {f.valid_twelve(k)}, and the contract with {k.decoy('company', 'Price & Young')} were discussed.\n3. Mr. {k.value('name', people[1].family, 'running', 'low')} asked for "
            f"version 4.11.2020.1 of the standard ISO 27001:2022, section 8.2.1.\n")
    return File("minutes_en.txt", text)


@layout("minutes", 3)
def circular(k):
    """Of a residents' association."""
    people = [persons.japanese(k.rng) for _ in range(4)]
    lines = ["回　覧", f"{k.decoy('place', people[0].place.town)}自治会　{f.day(k)}", "", "会員の皆様", "", "秋の清掃活動を次のとおり行います。ご近所の皆様お誘い合わせのうえご参加ください。", f"日時　{f.day(k)} 午前8時（雨天の場合は翌日）", f"集合　{k.decoy('place', '桜木公園')}前",
             f"班長　{f.name(k, people[0])}　電話 {f.phone(k)}", f"会計　{f.name(k, people[1])}", f"問い合わせ先：{k.decoy('place', '見本町')}1班 {k.value('name', people[2].family, 'labelled', 'low')}（{f.phone(k)}）", "",
             "このたび、" + f"{f.name(k, people[3], form=people[3].family + people[3].given)}様（享年{k.rng.randint(70, 95)}）がご逝去されました。", "告別式　" + f.day(k), f"会費は1世帯{k.rng.randint(1, 9)},000円です。口座番号は班長まで。",
             "回覧順：1-1 → 1-2 → 1-3 → 2-1", "※ゴミ収集車 03-12-34 号。"]
    return File("kairan.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("minutes", 3)
def press_release(k):
    p = persons.japanese(k.rng)
    text = (f"報道関係者各位\n{f.day(k)}\n\n{k.decoy('company', k.rng.choice(f.COMPANIES))}（本社：{k.neutral('東京都千代田区架空町1-2-3')}、代表取締役社長：{f.name(k, p)}）は、{k.decoy('product', k.rng.choice(f.PRODUCTS))}を"
            f"{f.day(k)}より{k.decoy('place', '大阪府')}と{k.decoy('place', '福岡市博多区')}の直営店で発売します。希望小売価格は{f.price(k)}、型番は{f.part_number(k)}、JANコードは{f.jan(k)}です。\n"
            f"{k.decoy('place', '北海道札幌市中央区')}では2丁目3番街の新店舗でも販売します。\n\n【お客様からのお問い合わせ先】\nお客様相談室　{k.neutral('0120-000-' + f.fill(k.rng, '{3}'))}（受付時間 9:00-17:00）\n"
            f"代表電話　{f.company_phone(k)}\n【報道関係者からのお問い合わせ先】広報部　担当：{f.name(k, p)}　{f.phone(k)}　{f.mail(k, p)}\n")
    return File("release.txt", text, k.rng.choice(["utf-8", "cp932"]))
