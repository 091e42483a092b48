"""Sheets and documents of Office, written with zipfile alone."""

import io
import zipfile
from xml.sax.saxutils import escape

import fields as f
import persons
from document import File, bare
from layouts import layout
from layouts.forms import field
from layouts.rosters import table

TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>'
RELATIONS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>'


def package(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 13, 10, 0, 0)), text)
    return out.getvalue()


def sheet(rows):
    cells = ""
    for r, row in enumerate(rows, 1):
        cells += f'<row r="{r}">' + "".join(f'<c r="{chr(65 + c)}{r}" t="inlineStr"><is><t xml:space="preserve">{escape(bare(str(text)))}</t></is></c>' for c, text in enumerate(row)) + "</row>"
    return package({
        "[Content_Types].xml": TYPES.format('<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'),
        "_rels/.rels": RELATIONS.format("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": '<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名簿" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'})


@layout("office", 4)
def workbook(k):
    header, rows = table(k)
    above = k.rng.choice([[], [["社員名簿"]], [["会員一覧（" + bare(f.day(k)) + "現在）"], [""]]])
    return File("meibo.xlsx", container=sheet(above + [header] + rows))


@layout("office", 2)
def stock_workbook(k):
    rows = [["品番", "品名", "名称（英）", "JAN", "管理番号", "電話番号シール", "製造日"]]
    for _ in range(25):
        rows.append([f.part_number(k), k.decoy("product", k.rng.choice(f.PRODUCTS)), k.decoy("product", "Miller clamp"), f.jan(k), f.valid_twelve(k), "要", f.day(k)])
    return File("zaiko.xlsx", container=sheet(rows))


@layout("office", 3)
def word_form(k):
    p = persons.japanese(k.rng)
    rows = [("氏名", f.name(k, p)), ("フリガナ", f.kana(k, p)), ("住所", f.address(k, p)), ("電話番号", f.phone(k)), ("メール", f.mail(k, p)), ("生年月日", f.birth(k, p)), ("個人番号", f.my_number(k)), ("受付番号", f.order_number(k))]

    def paragraph(text):
        return "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(bare(line))}</w:t></w:r></w:p>' for line in text.split("\n"))
    if k.rng.random() < 0.5:
        body = "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows) + "</w:tbl>"
    else:
        body = "".join(paragraph(field(k, *row)) for row in rows)
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph("申請書")}{body}</w:body></w:document>'
    return File("shinsei.docx", container=package({
        "[Content_Types].xml": TYPES.format('<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'),
        "_rels/.rels": RELATIONS.format("officeDocument", "word/document.xml"), "word/document.xml": document}))
