"""Stock lists, catalogues, price lists, timetables: nobody's numbers and names, in lines that look like somebody's."""

import checkdigits as numbers
import fields as f
from document import File, pad
from layouts import layout


@layout("catalogues", 4)
def part_list(k):
    rows = [k.rng.choice([["品番", "品名", "JANコード", "在庫", "単価", "入荷日"], ["Part No.", "Name", "EAN", "Stock", "Price", "Date"],
                          ["商品コード", "商品名", "バーコード", "数量", "価格", "更新日"], ["型番", "名称", "コード", "在庫数", "税込", "日付"]])]
    for _ in range(40):
        rows.append([f.part_number(k), k.decoy("product", k.rng.choice(f.PRODUCTS)), f.jan(k), str(k.rng.randint(0, 9999)), f.price(k), f.day(k)])
    return File("parts.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("catalogues", 3)
def price_list(k):
    lines = ["価格表　" + f.day(k), ""]
    for _ in range(40):
        lines.append(pad(f.part_number(k), 18) + pad(k.decoy("product", k.rng.choice(f.PRODUCTS)), 30) + pad(f.price(k), 16) + f.valid_twelve(k, "stock code of twelve digits"))
    return File("prices.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp"]))


@layout("catalogues", 2)
def books(k):
    rows = [["ISBN", "書名", "出版社", "発行日", "本体価格"]]
    for _ in range(20):
        isbn = numbers.ean("978" + "4" + numbers.digits(k.rng, 8))
        ten = numbers.isbn10("4" + numbers.digits(k.rng, 8))
        rows.append([k.decoy("ISBN", k.rng.choice([isbn, f"{isbn[:3]}-{isbn[3]}-{isbn[4:8]}-{isbn[8:12]}-{isbn[12]}", ten, f"ISBN{ten[0]}-{ten[1:5]}-{ten[5:9]}-{ten[9]}"])),
                     k.decoy("title", k.rng.choice(["山の歴史", "東京の地理", "統計学入門", "星影の旅", "千葉県の方言", "こころの科学"])), k.decoy("company", "見本書房"), f.day(k), f.price(k)])
    return File("books.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("catalogues", 2)
def timetable(k):
    lines = ["時刻表（平日）", "", "駅名        " + "  ".join(f"{n}M" for n in range(1101, 1112, 2))]
    for place in ["東京", "新横浜", "小田原", "熱海", "三島", "静岡", "浜松", "豊橋", "名古屋", "福島", "千葉", "宮崎", "山口", "福井", "長野"]:
        lines.append(pad(k.decoy("place", place), 12) + "  ".join(f"{k.rng.randint(5, 23):02d}{k.rng.randint(0, 59):02d}" for _ in range(6)))
    lines += ["", "のりば 03-1 10-2 12-3", "運転日 4/29-5/5、8/11-8/16", "列車番号 1234-5678 の車両は 10-20-30 号車"]
    return File("jikoku.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("catalogues", 3)
def stock_sheet(k):
    """Codes of many forms with words that are near those of persons."""
    rows = [["管理番号", "製造番号", "注文番号", "追跡番号", "ロット", "品名", "仕入先", "登録番号", "電話受付", "検査日"]]
    for _ in range(30):
        company = k.decoy("company", k.rng.choice(f.COMPANIES))
        invoice = k.decoy("invoice number", "T" + numbers.corporate_number(k.rng))
        rows.append([f.valid_twelve(k), f.serial(k), f.order_number(k), f.tracking_number(k), k.decoy("lot", f"{k.rng.randint(20, 25)}{k.rng.randint(1, 12):02d}{numbers.digits(k.rng, 4)}"),
                     k.decoy("product", k.rng.choice(f.PRODUCTS)), company, invoice, "不可", f.day(k)])
    return File("zaiko.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("catalogues", 2)
def english_catalogue(k):
    lines = ["Product catalogue, spring 2024", ""]
    for name in ["Taylor armchair", "Baker Street lamp", "Cook's knife 20 cm", "Miller clamp", "Carter cart", "Hunter boots", "Young Adult shelf", "Mason jar 0.5 l", "Grace table",
                 "Lincoln desk", "Charlotte sofa", "Austin bed"]:
        lines += [f"{k.decoy('product', name)}", f"  Item {f.part_number(k)}  EAN {f.jan(k)}  Serial {f.serial(k)}  USD {k.rng.randint(10, 999)}.{k.rng.randint(0, 99):02d}",
                  f"  Size {k.rng.randint(100, 999)}-{k.rng.randint(10, 99)}-{k.rng.randint(1000, 9999)} mm, batch {f.valid_twelve(k)}, ref. {numbers.digits(k.rng, 9)}", ""]
    return File("catalogue.txt", "\n".join(lines))
