"""Prose without a person's data: laws, regulations, stories, travel writing, manuals, history, in Japanese and English."""

import fields as f
from document import File
from layouts import layout

LAW = ["第{n}条　この法律において「個人情報」とは、生存する個人に関する情報であって、次の各号のいずれかに該当するものをいう。", "２　前項の規定は、平成{m}年法律第{l}号第{n}条第1項第2号に規定する場合には、適用しない。",
       "一　当該情報に含まれる氏名、生年月日その他の記述等により特定の個人を識別することができるもの", "第{n}条の2第3項中「住所」を「住所又は居所」に改める。", "附則（令和{m}年{d}月{d}日法律第{l}号）抄", "この政令は、昭和{l}年{d}月{d}日から施行する。",
       "三　氏名、住所、電話番号及び旅券番号を記載した書面", "（罰則）第{l}条　{l}万円以下の罰金に処する。", "様式第{n}号（第{d}条関係）　届出者　氏名又は名称及び住所並びに法人にあっては、その代表者の氏名", "別表第{d}（第{n}条—第{l}条関係）", "前科、病歴その他の要配慮個人情報の取扱いについては、障害者基本法（昭和45年法律第84号）の定めるところによる。"]

STORY = ["{p}の町を出たのは、まだ夜の明けきらぬ四時過ぎであった。", "「お母さん、駅はどちらですか」と子供は尋ねた。", "王様はお姫様を見て、殿様にそう申し上げた。", "旅人は{p}から{q}へ二十三里の道を歩いた。", "皆さんは山本という山を知っているだろうか。", "昭和十二年七月七日、雨が降った。",
         "先生は黙って本を閉じた。", "お客様は神様です、と彼は笑った。", "一丁目の角に古い酒屋があり、三番目の窓から{p}の海が見えた。", "神田の古本屋で三冊百円の本を買う。", "明治三十八年十月十日の新聞には、そう書いてある。", "村の人々は林の中の小さな森を大切にしていた。", "木村へ続く道、小川のほとり、上野の山、石川のせせらぎ。", "二〇〇〇年代の東京都の人口は1200万人を超えた。",
         "彼女は和歌山の蜜柑を三つ四つ取り出した。", "番地の表示は1-2-3とだけ読めた。", "父は病気で、三年前に入院したことがある。", "奥様、お嬢様、坊ちゃんがた、お静かに願います。", "本田や前田といった姓は全国に多い。", "大分遠くまで来た。東から西へ、原を越えて。"]

GUIDE = ["{p}駅から徒歩5分、2丁目の交差点を右折。", "国道246号線沿い、東名{p}ICより10km。", "営業時間 10:00-19:00、定休日 12/31-1/3。", "入館料 大人500円、小学生200円。", "開館 1985年4月1日。", "標高 3,776m、北緯35度21分、東経138度43分。", "{p}市立博物館では「青木コレクション」を展示中。", "路線番号 03-15 系統、のりば 2-3。", "創業 明治32年の老舗。",
         "{p}大橋（全長1,234-56m）", "東京都内23区と{q}県を結ぶ特急。", "郵便局は{p}中央郵便局まで。", "{p}城は慶長5年9月15日に落城した。", "郷土料理は山口の瓦そば、宮崎の冷や汁、長野のおやき。", "市外局番は03から始まる。", "〒マークは逓信省の「テ」に由来する。", "人口 123456人（2020-10-01現在）、面積 12.345km2。"]

PLACES = ["京都", "奈良", "福島", "千葉", "長崎", "松江", "山口", "富山", "金沢", "高山", "石川", "大分", "秋田", "福井", "川崎", "宮崎"]


def sentences(k, source, count, family):
    lines = []
    for _ in range(count):
        line = k.rng.choice(source)
        for key, values in (("{n}", range(2, 200)), ("{m}", range(1, 31)), ("{d}", range(1, 13)), ("{l}", range(10, 200))):
            while key in line:
                line = line.replace(key, str(k.rng.choice(values)), 1)
        lines.append(k.decoy(family, line.replace("{p}", k.rng.choice(PLACES)).replace("{q}", k.rng.choice(PLACES))))
    return lines


@layout("prose", 3)
def law(k):
    return File("law.txt", "\n".join(sentences(k, LAW, 40, "law")) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("prose", 3)
def story(k):
    return File("story.txt", "　" + "".join(line + ("\n　" if n % 5 == 4 else "") for n, line in enumerate(sentences(k, STORY, 60, "story"))) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp"]))


@layout("prose", 3)
def guide(k):
    return File("guide.txt", "\n".join(sentences(k, GUIDE, 40, "guide")) + "\n", k.rng.choice(["utf-8", "cp932"]))


ENGLISH = ["The baker and the cook walked up the hill in May.", "Young people will hope for grace in the green park.", "See section 4.2.1 of RFC 2822 and ISO 8601:2004.", "Version 10.4.22.1 of 2023-04-03 fixed bug 123456789.", "Dear reader, Dear Sir or Madam, Dear all,",
           "Call 911 in an emergency; press 1-2-3 to continue.", "Mr. President, Mrs. Robinson's song and Dr. Pepper are well known.", "The Mason-Dixon line, Washington Square, and the Lincoln Memorial.", "April, May and June are the best months in Charlotte or Austin.", "ISBN 978-0-306-40615-7, pp. 123-456-789.",
           "Name the file after its purpose; a name is required.", "Contact: the support desk. Address: see below. Phone: none.", "Latitude and longitude are given as in 35.0, 135.0 of the figure.", "The value 4111 is not a card, nor is 1234 5678 9012 3456.", "In 1985, on 3 April, the treaty was signed.", "e.g. user@host, foo@bar, a@b, @decorator and icon@2x.png",
           "git clone git@github.com:example/project.git", "The mark scheme: A 75-100, B 60-74, C 45-59.", "Wood, stone and brick were used by the mason and the carpenter.", "Tel Aviv, Jordan, Georgia, Victoria, Florence and Sydney are places.", "SSN means Social Security Number; NINO, PAN, TIN and DNI are others.", "Patient: a person who waits. Surname: the family's name.", "123-45-6789 is an example of the form of a number.",
           "Sent from 10.0.0.1 to 192.0.2.44 over port 8080.", "From: the beginning. To: the end."]


@layout("prose", 3)
def english_prose(k):
    return File("prose_en.txt", "\n".join(sentences(k, ENGLISH, 40, "English prose")) + "\n")


@layout("prose", 3)
def manual(k):
    text = ["# 導入手順書 第2.10.4版", "", "## 1. 氏名の登録", "画面の「氏名」欄に氏名を入力し、「登録」を押します。", "名前：全角20文字以内", "電話番号：ハイフンあり（例 NNN-NNNN-NNNN）", "メールアドレス：user＠ドメイン の形式", "", "| 項目 | 型 | 説明 |", "|---|---|---|", "| 氏名 | varchar(40) | 必須 |",
            "| 住所 | varchar(200) | 都道府県から |", "| 生年月日 | date | YYYY/MM/DD |", "| 個人番号 | char(12) | 暗号化して保存 |", "", f"管理番号 {f.valid_twelve(k)}、型番 {f.part_number(k)}、シリアル {f.serial(k)}", f"改訂 {f.day(k)}、{f.day(k)}、{f.day(k)}", "担当：情報システム部", "問い合わせ：社内ポータルから", "氏名（フリガナ）を確認のうえ、お客様番号を控えてください。",
            "エラー番号 0-1234-5678 が出たら再起動してください。", "IPアドレス " + k.decoy("private address", "192.168.10.25") + " に接続し、バージョン 3.11.2.1 を確認する。", f"テスト用カード番号 {k.decoy('test card', '4111 1111 1111 1111')} を使うこと。", "ライセンスキー " + k.decoy("serial", "12345-67890-ABCDE-FGHIJ")]
    return File("manual.md", "\n".join(line if "\uE000" in line else k.decoy("manual", line) if line else "" for line in text) + "\n", k.rng.choice(["utf-8", "cp932"]))
