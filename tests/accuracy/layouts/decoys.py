"""Nobody's numbers and names where one would look for somebody's: bad check digits, ranges, references, companies with honorifics."""

import checkdigits as numbers
import fields as f
from document import File
from layouts import layout


def wrong(text):
    """The last digit is another one."""
    return text[:-1] + str((int(text[-1]) + 1) % 10)


@layout("decoys", 3)
def bad_check_digits(k):
    """After the right word a number that cannot be one."""
    makers = [("個人番号", lambda: wrong(numbers.my_number(k.rng))), ("マイナンバー", lambda: "123456789012"), ("カード番号", lambda: wrong(numbers.payment_card(k.rng))), ("IMEI", lambda: wrong(numbers.imei(k.rng))),
              ("IBAN", lambda: "DE00" + numbers.digits(k.rng, 18)), ("Card number", lambda: "0000 0000 0000 0000"), ("個人番号", lambda: "000000000000"), ("クレジットカード番号", lambda: "1111-1111-1111-1111"),
              ("電話番号", lambda: "03-XXXX-XXXX"), ("電話番号", lambda: "000-0000-0000"), ("TEL", lambda: "99-9999-9999"), ("E-mail", lambda: "user＠例"), ("郵便番号", lambda: "000-0000-000"), ("生年月日", lambda: "2023年13月45日"), ("生年月日", lambda: "YYYY/MM/DD"), ("生年月日", lambda: "昭和70年2月30日")]
    lines = []
    for _ in range(30):
        word, maker = k.rng.choice(makers)
        lines += [f"{word}：{k.decoy('bad check digit', maker())}", ""]
    return File("invalid.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932"]))


@layout("decoys", 3)
def references(k):
    """References of many trades, which look like telephone numbers, postal codes, pension numbers, cards."""
    forms = ["特願{4}-{6}", "特許第{7}号", "平成{2}年（ワ）第{4}号", "JIS B {4}-{1}", "CAS 7732-18-5", "doi:10.{4}/{7}.{4}.{7}", "ISSN {4}-{4}", "図面 {3}-{4}-{4}", "規格 {2}-{3}-{4}", "頁 03-1234-56", "pp. {3}-{3}-{4}", "{4}:{4}:{4}:{4}", "タイムコード 01:23:45:12",
             "Ver. {1}.{2}.{3}.{2}", "§ {1}.{1}.{1}.{1}", "座標 X{4}-Y{6}", "倉庫 A-{4}-{6}-{1}", "棚番 {2}-{2}-{4}", "車台番号 ABC{3}-{7}", "契約 {4}-{6}", "証券番号 {4}-{6}", "機番 {2}{8}{2}", "基板 AB{8}CD", "検体 {4}{4}{4}", "棟番号 {3}-{4}", "{3}-{4} 枚", "GTIN {14}", "SSCC {18}", "カウンタ {10}", "処理件数 {11}",
             "エラー 0x{8}", "ポート {5}-{5}", "{4} {4} {4} {4}", "¥{1},{3},{3},{3}", "{4}/{2}-{4}/{2}", "{2}:{2}-{2}:{2}", "{1}00-{1}00-{4}0", "回線 L{4}-{3}-{4}", "内線 {4}-{4}", "学籍番号 {2}A{5}", "伝票 0{2}-{4}-{4}", "型式 0{3}-{3}-{4}", "ロット 090-{4}-{4}A", "シリアル 080-{4}-{4}-{2}", "品番 03-{4}-{4}X"]
    lines = [k.decoy("reference", f.fill(k.rng, k.rng.choice(forms))) + k.rng.choice(["", "　承認済", "、数量 12", " (rev. 2)"]) for _ in range(60)]
    return File("refs.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("decoys", 3)
def companies(k):
    """Companies, shops, offices and things with honorifics and labels."""
    forms = ["{c} 御中", "{c}　様", "{c}様", "取引先：{c}", "会社名：{c}", "法人名 {c}", "発注者 {c}", "担当部署：{d}", "店名：さくら本店", "チーム名：山田組", "商品名：{p}", "品名 {p}", "施設名：中村記念病院", "学校名：高橋学園高等部", "駅名：佐々木公園前", "橋名 渡辺橋", "案件名：清水港改修",
             "ファイル名：田中_最終版.docx", "ユーザー名：admin", "システム名：ひまわり", "表題：秋の空", "書名：小林一茶の俳句", "町名：林", "ペット名：ハナコ", "お客様番号 {n}", "ご担当者様", "関係者各位", "株主の皆様", "お母さん", "職人さん", "パン屋さん", "大家さん", "赤ちゃん", "お医者さん", "王子様", "担当：{d}", "申込者：法人", "氏名：（記入不要）", "氏名欄", "名前順", "名称：{p}",
             "件名：{p}の件", "仕入先名：{c}", "ブランド名：モリ", "サーバ名：tanaka01", "プリンタ名：総務_佐藤席横", "会議名：山本プロジェクト定例", "Company name: Baker & Young", "Product name: Taylor lamp", "Host name: parker", "File name: miller.txt", "Team: Hunters", "Street name: Mason Street", "Pet's name: Rosie", "Domain name: example.com", "Song: Emily"]
    lines = []
    for _ in range(50):
        line = k.rng.choice(forms)
        line = line.replace("{c}", k.rng.choice(f.COMPANIES)).replace("{d}", k.rng.choice(f.DEPARTMENTS)).replace("{p}", k.rng.choice(f.PRODUCTS)).replace("{n}", f.fill(k.rng, "{10}"))
        lines += [k.decoy("company, product or thing", line), ""]
    return File("torihiki.txt", "\n".join(lines), k.rng.choice(["utf-8", "cp932"]))


@layout("decoys", 3)
def columns_of_things(k):
    """Tables whose headers end like those of persons."""
    header = ["店舗名", "商品名", "会社名", "部署名", "施設名", "都市名", "ファイル名", "品種名", "コース名", "Product name", "User name", "Hostname", "Name", "更新者ID", "連絡事項", "住所変更", "電話対応", "カナ入力", "郵便物"]
    columns = k.rng.sample(range(len(header)), 9)
    fillings = {"店舗名": ["千葉中央店", "山口駅前店", "さくら通り店"], "商品名": f.PRODUCTS, "会社名": f.COMPANIES, "部署名": f.DEPARTMENTS, "施設名": ["福島県立美術館", "中村記念病院"], "都市名": ["千葉", "福島", "宮崎", "大分"], "ファイル名": ["田中.xlsx", "report_sato.docx"], "品種名": ["山田錦", "コシヒカリ", "王林", "つがる"],
                "コース名": ["松コース", "梅コース", "さくら"], "Product name": ["Taylor lamp", "Rose tea"], "User name": ["svc_backup", "root", "guest01"], "Hostname": ["parker", "srv-01"], "Name": ["Blue lamp", "M8 bolt", "Rose tea"], "更新者ID": ["u1234567"], "連絡事項": ["なし", "午後再配達", "担当不在"], "住所変更": ["有", "無"], "電話対応": ["済", "要"],
                "カナ入力": ["可", "不可"], "郵便物": ["有", "無"]}
    rows = [[header[c] for c in columns] + ["在庫", "SKU"]]
    for _ in range(12):
        rows.append([k.decoy("thing in a column", k.rng.choice(fillings[header[c]])) for c in columns] + [str(k.rng.randint(1, 999)), f.part_number(k)])
    return File("things.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))
