"""Forms: applications, CVs, payslips, medical notes, travel requests, evaluations, questionnaires, school papers."""

import checkdigits as numbers
import fields as f
import persons
from document import File, pad
from layouts import layout
from layouts.identifiers import bank, japanese_form, JAPANESE

BY_RULE = {row[0]: row for row in JAPANESE}


def number(k, rule, where="labelled"):
    return k.value(rule, japanese_form(k, BY_RULE[rule]), where)


def field(k, label, value):
    """Label and value in one of the ways of forms."""
    form = k.rng.choice(["{l}：{v}", "{l}: {v}", "{l}　{v}", "【{l}】{v}", "■{l}　{v}", "{l}\n　{v}", "・{l}：{v}", "[{l}] {v}", "{l} | {v}", "{l}\t{v}", "○ {l}　：　{v}"])
    return form.format(l=label, v=value)


@layout("forms", 5)
def application(k):
    p, guardian = persons.japanese(k.rng), persons.japanese(k.rng)
    lines = [k.rng.choice(["入会申込書", "利用申請書", "会員登録票", "相談受付票", "奨学金申請書", "口座開設申込書"]), f"申込日　{f.day(k)}　受付番号　{f.order_number(k)}", ""]
    rows = [(k.rng.choice(["氏名", "お名前", "申込者氏名", "ご氏名", "氏　名", "名前（漢字）", "申請者名"]), f.name(k, p)),
            (k.rng.choice(["フリガナ", "ふりがな", "カナ", "お名前（カナ）", "フリガナ（全角）"]), f.kana(k, p)),
            (k.rng.choice(["生年月日", "生年月日（西暦）", "お誕生日", "生年月日・年齢"]), f.birth(k, p) + k.rng.choice(["", f"（{2025 - p.birth.year}歳）", "生"])),
            (k.rng.choice(["住所", "ご住所", "現住所", "自宅住所", "住　所"]), k.rng.choice([f.postal(k, p) + " ", ""]) + f.address(k, p)),
            (k.rng.choice(["電話", "電話番号", "TEL", "連絡先", "自宅TEL", "電話（自宅）", "携帯電話番号"]), f.phone(k)),
            (k.rng.choice(["メール", "E-mail", "メールアドレス", "Eメール"]), f.mail(k, p)),
            (k.rng.choice(["保護者氏名", "緊急連絡先氏名", "保証人", "代理人氏名", "世帯主氏名"]), f.name(k, guardian)),
            ("性別", k.rng.choice(["男", "女", "□男 ■女"])), ("希望日", f.day(k)), ("商品", k.decoy("product", k.rng.choice(f.PRODUCTS))), ("勤務先", k.decoy("company", k.rng.choice(f.COMPANIES)))]
    lines += [field(k, *row) for row in rows]
    lines += ["", "※太枠内をご記入ください。お名前・ご住所・電話番号は正確にご記入ください。", "個人情報は本手続の目的にのみ利用します。"]
    return File("form.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp", "utf-16"]))


@layout("forms", 3)
def empty_form(k):
    """Labels without values: nothing is to be found."""
    lines = ["入会申込書（記入例なし）", "", "氏名：　　　　　　　　　　印", "フリガナ：", "生年月日：　　年　　月　　日", "住所：〒　　　-　　　　", "電話番号：（　　　）　　　-　　　　", "メール：　　　　　＠",
             "個人番号：□□□□ □□□□ □□□□", "保護者氏名：同上", "担当者：別紙のとおり", "名前：ひらがなで記入", "お名前：必ずご記入ください", "氏名　変更の有無　あり・なし", "氏名等変更届", "住所：東京都○○区△△1-2-3",
             "記入例　電話番号 03-XXXX-XXXX", "ご担当者様", "お客様", "関係者各位", "皆様", "お取引先様各位", "神様 仏様 王様 奥様 殿様 皆さん 奥さん 屋さん", "例：姓と名の間は全角スペース", "フリガナ：カタカナで記入",
             "連絡先：担当部署まで", "氏名欄：自署", "担当：総務部", "担当者名：未定", "名前：なし", "Name:", "Name: N/A", "Full name: as in passport", "Name of company:", "Phone: ext. 1234"]
    k.rng.shuffle(lines)
    return File("blank.txt", "\n".join(k.decoy("empty field", line) for line in lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 3)
def curriculum_vitae(k):
    p = persons.japanese(k.rng)
    lines = ["履 歴 書", f"{f.day(k)} 現在", f"ふりがな　{f.kana(k, p)}", f"氏　　名　{f.name(k, p)}", f"生年月日　{f.birth(k, p)}生　（満{k.rng.randint(20, 60)}歳）",
             f"現住所　{f.postal(k, p)}　{f.address(k, p)}", f"電話　{f.phone(k)}", f"E-mail　{f.mail(k, p)}", "", "学歴・職歴",
             f"平成{k.rng.randint(10, 20)}年4月　{k.decoy('school', k.rng.choice(['千葉県立見本高等学校', '山口大学', '私立桜木学園', '福島市立第一中学校']))} 入学",
             f"平成{k.rng.randint(21, 30)}年3月　{k.decoy('school', '架空大学工学部')} 卒業", f"平成{k.rng.randint(21, 30)}年4月　{k.decoy('company', k.rng.choice(f.COMPANIES))} 入社",
             f"令和{k.rng.randint(1, 6)}年3月　一身上の都合により退職", "", "免許・資格", f"平成{k.rng.randint(10, 20)}年8月　普通自動車第一種運転免許 取得", f"運転免許証番号　{number(k, 'jp.driver-licence')}", "以上"]
    return File("rirekisho.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 3)
def payslip(k):
    p = persons.japanese(k.rng)
    lines = ["給与支給明細書　" + f"令和{k.rng.randint(1, 7)}年{k.rng.randint(1, 12)}月分", f"社員番号 {k.decoy('staff number', f.fill(k.rng, '{7}'))}　所属 {k.rng.choice(f.DEPARTMENTS)}",
             f"氏名 {f.name(k, p)} 殿", f"基礎年金番号 {number(k, 'jp.basic-pension-number')}", f"雇用保険被保険者番号 {number(k, 'jp.employment-insurance')}", f"個人番号 {f.my_number(k)}",
             f"健康保険 保険者番号 {number(k, 'jp.health-insurance')}", "振込先 " + bank(k), "", pad("基本給", 20) + f.price(k), pad("残業手当", 20) + f.price(k), pad("健康保険料", 20) + f.price(k),
             pad("差引支給額", 20) + f.price(k), f"支給日 {f.day(k)}　管理コード {f.valid_twelve(k)}"]
    return File("kyuyo.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 3)
def payroll_table(k):
    rows = [["社員番号", k.rng.choice(["氏名", "社員氏名", "従業員名"]), "個人番号", "基礎年金番号", "雇用保険被保険者番号", "生年月日", "支給額", "銀行名", "支店名", "種別", "口座番号", "口座名義"]]
    for _ in range(8):
        p = persons.japanese(k.rng)
        rows.append([k.decoy("staff number", f.fill(k.rng, "{6}")), f.name(k, p, "tabular"), f.my_number(k, "tabular"), number(k, "jp.basic-pension-number", "tabular"),
                     number(k, "jp.employment-insurance", "tabular"), f.birth(k, p, "tabular"), f.price(k), "見本銀行", "本店", "普通",
                     k.value("jp.bank-account", f.fill(k.rng, "{7}"), "tabular"), f.kana(k, p, "tabular")])
    return File("payroll.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 3)
def medical_note(k):
    p, doctor = persons.japanese(k.rng), persons.japanese(k.rng)
    illness = k.rng.choice(["糖尿病", "統合失調症", "高血圧症", "うつ病", "Ｃ型肝炎", "てんかん", "乳がん"])
    lines = [f"外来受付票　{f.day(k)}", f"患者ID {k.decoy('patient number', f.fill(k.rng, '{8}'))}", f"患者氏名 {f.name(k, p)} 様　（{f.kana(k, p)}）", f"生年月日 {f.birth(k, p)}　性別 {'男' if p.sex == 'm' else '女'}",
             f"保険者番号 {number(k, 'jp.health-insurance')}", f"記号・番号 {number(k, 'jp.health-insurance-symbol')}", f"住所 {f.address(k, p)}", f"連絡先 {f.phone(k)}",
             f"{k.value('jp.special-care', k.rng.choice(['病名', '既往歴', '診断名', '病歴']) + '：' + illness, 'labelled', 'low')}", f"担当医 {f.name(k, doctor)}　医師", f"検査値 HbA1c 7.{k.rng.randint(0, 9)}　AST 25　ALT 30　体重 65.4kg",
             f"予約番号 {f.order_number(k)}", "医療機関コード " + k.decoy("institution number", f.fill(k.rng, "{7}"))]
    return File("jushin.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932", "euc_jp"]))


@layout("forms", 3)
def travel_request(k):
    p, q = persons.japanese(k.rng), persons.english(k.rng)
    passport = number(k, "jp.passport")
    mrz = numbers.mrz_td3(k.rng, p).split("\n")
    lines = ["海外出張申請書 / Travel request", f"申請者：{f.name(k, p)}（{k.value('name', p.latin.upper(), 'running', 'low')}）", f"旅券番号：{passport}　有効期限 {f.day(k)}", f"生年月日 {f.birth(k, p)}",
             f"Traveller name: {k.value('name', q.name)}", f"Date of birth: {k.value('birth-date', persons.english_date(k.rng, q.birth))}", f"便名 {k.decoy('flight', 'JL' + f.fill(k.rng, '{3}'))} {k.decoy('place', '成田')}→{k.decoy('place', '福岡')}　予約番号 {k.decoy('booking', 'ABC' + f.fill(k.rng, '{3}'))}",
             f"航空券番号 {k.decoy('ticket', f.fill(k.rng, '{13}'))}", f"緊急連絡先 {f.phone(k)}", f"費用 {f.price(k)}", k.neutral(mrz[0]), k.value("common.mrz", mrz[1], "running")]
    return File("shutcho.txt", "\n".join(lines) + "\n")


@layout("forms", 3)
def evaluation(k):
    rows = [[k.rng.choice(["被評価者", "被評価者氏名", "社員名", "氏名"]), "所属", "役職", "評価者", "入社日", "目標番号", "評点", "コメント"]]
    for _ in range(6):
        p, q = persons.japanese(k.rng), persons.japanese(k.rng)
        rows.append([f.name(k, p, "tabular"), k.rng.choice(f.DEPARTMENTS), k.rng.choice(f.ROLES), f.name(k, q, "tabular"), f.day(k), f.order_number(k), k.rng.choice("SABCD"),
                     f"{k.value('name', p.family, 'running', 'low')}さんは{k.decoy('place', k.rng.choice(['千葉', '福島', '山口', '宮崎']))}支店の案件を予定通り進めた"])
    return File("hyoka.csv", f.csv_text(rows), k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 3)
def questionnaire(k):
    rows = [["タイムスタンプ", "お名前（任意）", "ご年齢", "お住まいの都道府県", "メールアドレス", "ご意見・ご感想", "回答ID"]]
    for _ in range(8):
        p = persons.japanese(k.rng)
        said = k.rng.choice([f"また{k.decoy('place', p.place.municipality)}でも開催してください", f"担当の{k.value('name', p.family, 'running', 'low')}さんが親切でした", "特になし", f"電話{f.phone(k, 'running')}に連絡ください",
                             f"{k.decoy('product', k.rng.choice(f.PRODUCTS))}が良かった", "価格が1,980円なら買う。10点中7-8点"])
        rows.append([f"{f.day(k)} 12:34:56", f.name(k, p, "tabular"), f"{k.rng.randint(20, 70)}", k.decoy("place", p.place.prefecture), f.mail(k, p, "tabular"), said, k.decoy("uuid", numbers.uuid(k.rng))])
    return File("answers.csv", f.csv_text(rows), k.rng.choice(["utf-8-sig", "cp932"]))


@layout("forms", 3)
def school_roster(k):
    lines = [f"{k.decoy('school', k.rng.choice(['見本市立桜木小学校', '架空県立山田高等学校', '千葉市立中央中学校']))}　3年2組 出席簿", "担任　" + f.name(k, persons.japanese(k.rng)), "", pad("番号", 6) + pad("氏名", 20) + pad("ふりがな", 24) + "保護者"]
    for n in range(12):
        p, q = persons.japanese(k.rng, (2008, 2016)), persons.japanese(k.rng)
        lines.append(pad(str(n + 1), 6) + pad(f.name(k, p, "tabular", p.name), 20) + pad(k.value("name", persons.hiragana(p.kana), "tabular"), 24) + k.value("name", p.family + " " + q.given, "tabular"))
    return File("shussekibo.txt", "\n".join(lines) + "\n", k.rng.choice(["utf-8", "cp932"]))


@layout("forms", 2)
def english_form(k):
    p, q = persons.english(k.rng), persons.english(k.rng)
    labels = k.rng.choice([("Name", "Date of birth", "Email", "Phone", "Emergency contact"), ("Full name", "DOB", "E-mail address", "Mobile", "Next of kin"),
                           ("Applicant name", "Birth date", "Email", "Telephone", "Contact person"), ("Patient name", "D.O.B.", "E-mail", "Tel.", "Referring doctor")])
    values = [k.value("name", p.name), k.value("birth-date", persons.english_date(k.rng, p.birth)), f.mail(k, p), f.british_phone(k), k.value("name", q.name)]
    sign = k.rng.choice([": ", "\t", ":  ", " - ", " = "])
    return File("form_en.txt", "Application form\n\n" + "\n".join(label + sign + value for label, value in zip(labels, values)) +
                f"\nReference{sign}{f.order_number(k)}\nProduct name{sign}{k.decoy('product', 'Carter chair')}\nFile name{sign}taylor.txt\nSchool{sign}{k.decoy('school', 'Lincoln High School')}\n")
