"""Documents of Word, Excel and PowerPoint that hold a person in each place that they have."""

from packages import HEAD, OFFICE, PACKAGE, TYPES, escape, pack, properties, quoteattr, relations, types
from persons import few

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
NEWER = "http://schemas.microsoft.com/office/2017/10/relationships"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
WORD_ROOT = (f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
             'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
             f'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="{DRAW}" '
             'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable=""')
TOP = [("rId1", "officeDocument", "{}"), ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
       ("rId3", "custom-properties", "docProps/custom.xml")]
PROPERTY_TYPES = [("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
                  ("docProps/custom.xml", "custom-properties+xml")]


def stay(people, gone):
    return [p for p in people if p.n not in gone]


# --- Word ---

def run(text, more=""):
    return f'<w:r>{more}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content):
    return f"<w:p>{content}</w:p>"


def cell(content):
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{paragraph(content)}</w:tc>'


def word_rows(people):
    text = ('<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/>'
            '<w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
            f'<w:tr>{cell(run("氏名"))}{cell(run("電話番号"))}{cell(run("メール"))}</w:tr>')
    for p in people:
        text += f"<w:tr>{cell(run(p.family) + run(' ') + run(p.given))}{cell(run(p.full_phone))}{cell(run(p.email))}</w:tr>"
    return text + "</w:tbl>"


def text_box(p):
    inner = paragraph(run(f"{p.name} 様 内線 {p.phone}"))
    return paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="300000"/>'
        f'<wp:docPr id="{p.n + 1}" name="box {p.n}"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
        f'<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>")


def tracked(p):
    mark = f'w:id="{9000 + p.n}" w:author="office" w:date="2024-01-01T00:00:00Z"'
    deleted = f'<w:del {mark}><w:r><w:delText xml:space="preserve">旧担当 {p.name} {p.email}</w:delText></w:r></w:del>'
    inserted = f"<w:ins {mark}>{run(f'{p.name} 様 {p.phone}')}</w:ins>"
    return paragraph(run("担当は未定。") + deleted) + paragraph(inserted)


def word_body(p, i):
    split = run("連絡先: ") + run(p.family[:1], "<w:rPr><w:b/></w:rPr>") + run(p.family[1:] + " " + p.given) + run(f"（{p.kana}）{p.phone[:5]}") + run(p.phone[5:])
    link = (f'<w:bookmarkStart w:id="{p.n}" w:name="m{p.n}"/>' + run(f"{p.name} 様 ") +
            f'<w:hyperlink r:id="rIdLink{p.n}">{run(p.email)}</w:hyperlink><w:bookmarkEnd w:id="{p.n}"/>')
    noted = run(f"講師{i}") + f'<w:r><w:footnoteReference w:id="{p.n + 1}"/></w:r>'
    asked = (f'<w:commentRangeStart w:id="{p.n}"/>' + run("会場について") + f'<w:commentRangeEnd w:id="{p.n}"/>'
             f'<w:r><w:commentReference w:id="{p.n}"/></w:r>')
    boxed = f'<w:sdt><w:sdtPr><w:alias w:val="contact"/></w:sdtPr><w:sdtContent>{paragraph(run(f"{p.romaji} {p.abroad}"))}</w:sdtContent></w:sdt>'
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "mailto:'
             f'{p.email}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(p.name)}'
             '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    return (paragraph(split) + paragraph(link) + paragraph(noted) + paragraph(asked) + boxed + paragraph(field) +
            text_box(p) + tracked(p) + paragraph(run(p.address)) + paragraph(run(f"生年月日: {p.born_era} 会員番号 {p.customer}")))


def rest(i):
    """What stays of that."""
    return "".join(paragraph(run(words)) for words in (f"講師{i}", "会場について", "担当は未定。"))


def document(people, gone, author=None):
    """author: who wrote the comments; by default the office."""
    left = stay(people, gone)
    body = paragraph(run("名簿")) + word_rows(left) + "".join(
        rest(i) if p.n in gone else word_body(p, i) for i, p in enumerate(people))
    links = [(f"rIdLink{p.n}", "hyperlink", f"mailto:{p.email}") for p in left]
    notes = "".join(f'<w:footnote w:id="{p.n + 1}">{paragraph(run(f"{p.name} 様、{p.phone}"))}</w:footnote>' for p in left)
    comments = "".join(
        f'<w:comment w:id="{p.n}" w:author={quoteattr(p.name if author else "office")} w:date="2024-01-01T00:00:00Z" w:initials="o">'
        f'{paragraph(run(f"{p.name} 様に確認 {p.email}"))}</w:comment>' for p in left)
    core, custom = properties([p.email for p in left])
    kinds = [(f"word/{name}.xml", f"wordprocessingml.{kind}+xml") for name, kind in
             (("document", "document.main"), ("footnotes", "footnotes"), ("comments", "comments"), ("header1", "header"), ("styles", "styles"))]
    return pack([
        ("[Content_Types].xml", types(kinds + PROPERTY_TYPES)),
        ("_rels/.rels", relations([(a, b, c.format("word/document.xml")) for a, b, c in TOP])),
        ("word/document.xml", f'{HEAD}<w:document {WORD_ROOT}><w:body>{body}<w:sectPr><w:headerReference w:type="default" r:id="rIdH"/></w:sectPr></w:body></w:document>'),
        ("word/_rels/document.xml.rels", relations([("rIdF", "footnotes", "footnotes.xml"), ("rIdC", "comments", "comments.xml"),
                                                    ("rIdH", "header", "header1.xml"), ("rIdS", "styles", "styles.xml"), *links])),
        ("word/footnotes.xml", f'{HEAD}<w:footnotes {WORD_ROOT}>{notes}</w:footnotes>'),
        ("word/comments.xml", f'{HEAD}<w:comments {WORD_ROOT}>{comments}</w:comments>'),
        ("word/header1.xml", f'{HEAD}<w:hdr {WORD_ROOT}>{paragraph(run("社外秘"))}{"".join(paragraph(run(f"{p.name} {p.phone}")) for p in stay(people[:3], gone))}</w:hdr>'),
        ("word/styles.xml", f'{HEAD}<w:styles {WORD_ROOT}/>'),
        ("docProps/core.xml", core), ("docProps/custom.xml", custom)])


def authored(p):
    """A letter of nobody that the person wrote, and says so in its properties, comments and changes."""
    core = (f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>議事録</dc:title><dc:creator>{p.name}</dc:creator><cp:lastModifiedBy>{p.name}</cp:lastModifiedBy></cp:coreProperties>")
    own = f'w:author="{p.name}" w:date="2024-01-01T00:00:00Z"'
    body = (paragraph(run("議事は以上。") + '<w:commentRangeStart w:id="1"/>' + run("次回は来月。") + '<w:commentRangeEnd w:id="1"/>'
                      '<w:r><w:commentReference w:id="1"/></w:r>') +
            paragraph(f'<w:ins w:id="2" {own}>{run("追記あり。")}</w:ins>'))
    return core, body, own


def written(p, gone):
    """The same when the person is gone: with nobody's name."""
    core, body, own = authored(p)
    text = paragraph(run("日程を確認してください。"))
    core, body, own = ((part.replace(p.name, "") if p.n in gone else part) for part in (core, body, own))
    return pack([
        ("[Content_Types].xml", types([("word/document.xml", "wordprocessingml.document.main+xml"),
                                       ("word/comments.xml", "wordprocessingml.comments+xml"), PROPERTY_TYPES[0]])),
        ("_rels/.rels", relations([(a, b, c.format("word/document.xml")) for a, b, c in TOP[:2]])),
        ("word/document.xml", f"{HEAD}<w:document {WORD_ROOT}><w:body>{body}</w:body></w:document>"),
        ("word/_rels/document.xml.rels", relations([("rIdC", "comments", "comments.xml")])),
        ("word/comments.xml", f'{HEAD}<w:comments {WORD_ROOT}><w:comment w:id="1" {own} w:initials="T">{text}</w:comment></w:comments>'),
        ("docProps/core.xml", core)])


# --- Excel ---

class Strings:
    def __init__(self):
        self.index = {}
        self.items = []

    def cell(self, place, text, kana=None):
        if text not in self.index:
            self.index[text] = len(self.items)
            phonetic = f'<rPh sb="0" eb="{len(text)}"><t>{kana}</t></rPh>' if kana else ""
            self.items.append(f"<si><t>{escape(text)}</t>{phonetic}</si>")
        return f'<c r="{place}" t="s"><v>{self.index[text]}</v></c>'

    def part(self):
        return f'{HEAD}<sst xmlns="{SHEET}" count="{len(self.items)}" uniqueCount="{len(self.items)}">{"".join(self.items)}</sst>'


def inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def main_sheet(people, left, strings):
    rows = "<row r=\"1\">" + "".join(strings.cell(f"{c}1", t) for c, t in zip("ABCDEFG", (
        "会員番号", "氏名", "電話番号", "メール", "生年月日", "住所", "年齢"))) + "</row>"
    links = ""
    for p in left:
        r = people.index(p) + 2
        rows += (f'<row r="{r}" ht="20" customHeight="1">' + strings.cell(f"A{r}", p.customer) + strings.cell(f"B{r}", p.name, p.kana) +
                 strings.cell(f"C{r}", p.phone) + strings.cell(f"D{r}", p.email) + f'<c r="E{r}" s="1"><v>{p.serial}</v></c>' +
                 strings.cell(f"F{r}", p.address) + f'<c r="G{r}"><f>YEAR(E{r})</f><v>{p.birth.year}</v></c></row>')
        links += f'<hyperlink ref="D{r}" r:id="rIdLink{p.n}"/>'
    return (f'{HEAD}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>'
            f'<autoFilter ref="A1:G{len(people) + 1}"/><hyperlinks>{links}</hyperlinks><legacyDrawing r:id="rIdV"/></worksheet>')


def hidden_sheet(people, left, strings):
    """Strings that another sheet has as well, cells of their own, cells merged side by side."""
    rows = merges = ""
    for p in left:
        r = people.index(p) * 2 + 1
        rows += (f'<row r="{r}">' + strings.cell(f"A{r}", p.name) + inline(f"B{r}", f"{p.full_phone}") + strings.cell(f"D{r}", p.email) +
                 f'<c r="E{r}" t="str"><f>CONCATENATE("K-","{p.customer[2:]}")</f><v>{p.customer}</v></c></row>')
        merges += f'<mergeCell ref="B{r}:C{r}"/>'
    return (f'{HEAD}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData>'
            f'<mergeCells count="{len(left)}">{merges}</mergeCells></worksheet>')


def pivot_cache(left):
    def items(values):
        return "".join(f"<s v={quoteattr(v)}/>" for v in values)
    fields = (f'<cacheField name="氏名" numFmtId="0"><sharedItems count="{len(left)}">{items(p.name for p in left)}</sharedItems></cacheField>'
              f'<cacheField name="メール" numFmtId="0"><sharedItems count="{len(left)}">{items(p.email for p in left)}</sharedItems></cacheField>'
              f'<cacheField name="生年月日" numFmtId="14"><sharedItems containsSemiMixedTypes="0" containsNonDate="0" containsDate="1" containsString="0" '
              f'minDate="{min(p.born for p in left)}T00:00:00" maxDate="{max(p.born for p in left)}T00:00:00" count="{len(left)}">' +
              "".join(f'<d v="{p.born}T00:00:00"/>' for p in left) + "</sharedItems></cacheField>")
    definition = (f'{HEAD}<pivotCacheDefinition xmlns="{SHEET}" xmlns:r="{OFFICE}" r:id="rId1" recordCount="{len(left)}">'
                  f'<cacheSource type="worksheet"><worksheetSource ref="B1:E{len(left) + 1}" sheet="一覧"/></cacheSource>'
                  f'<cacheFields count="3">{fields}</cacheFields></pivotCacheDefinition>')
    records = (f'{HEAD}<pivotCacheRecords xmlns="{SHEET}" count="{len(left)}">' +
               "".join(f'<r><x v="{i}"/><x v="{i}"/><x v="{i}"/></r>' for i in range(len(left))) + "</pivotCacheRecords>")
    return definition, records


def cell_comments(people, left):
    rows = "".join(f'<comment ref="B{people.index(p) + 2}" authorId="0"><text><r><t>{p.name} 様 {p.phone} に確認</t></r></text></comment>'
                   for p in left)
    comments = f'{HEAD}<comments xmlns="{SHEET}"><authors><author>office</author></authors><commentList>{rows}</commentList></comments>'
    shapes = "".join(f'<v:shape id="_x0000_s{1025 + p.n}" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>{people.index(p) + 1}</x:Row>'
                     "<x:Column>1</x:Column></x:ClientData></v:shape>" for p in left)
    vml = ('<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
           f'xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>')
    return comments, vml


def workbook(people, gone):
    left = stay(people, gone)
    strings = Strings()
    first, second = main_sheet(people, left, strings), hidden_sheet(people, left, strings)
    definition, records = pivot_cache(left)
    comments, vml = cell_comments(people, left)
    core, custom = properties([p.name for p in left])
    links = [(f"rIdLink{p.n}", "hyperlink", f"mailto:{p.email}") for p in left]
    kinds = [("xl/workbook.xml", "sheet.main"), ("xl/worksheets/sheet1.xml", "worksheet"), ("xl/worksheets/sheet2.xml", "worksheet"),
             ("xl/sharedStrings.xml", "sharedStrings"), ("xl/styles.xml", "styles"), ("xl/comments1.xml", "comments"),
             ("xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition"), ("xl/pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords")]
    return pack([
        ("[Content_Types].xml", types([(n, f"spreadsheetml.{k}+xml") for n, k in kinds] + PROPERTY_TYPES)),
        ("_rels/.rels", relations([(a, b, c.format("xl/workbook.xml")) for a, b, c in TOP])),
        ("xl/workbook.xml", f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="一覧" sheetId="1" r:id="rId1"/>'
                            '<sheet name="控え" sheetId="2" state="veryHidden" r:id="rId2"/></sheets>'
                            '<pivotCaches><pivotCache cacheId="1" r:id="rId5"/></pivotCaches></workbook>'),
        ("xl/_rels/workbook.xml.rels", relations([
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"), ("rId4", "styles", "styles.xml"),
            ("rId5", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")])),
        ("xl/worksheets/sheet1.xml", first), ("xl/worksheets/sheet2.xml", second),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations([("rIdC", "comments", "../comments1.xml"), ("rIdV", "vmlDrawing", "../drawings/vml1.vml"), *links])),
        ("xl/sharedStrings.xml", strings.part()),
        ("xl/styles.xml", f'{HEAD}<styleSheet xmlns="{SHEET}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                          '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                          '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'),
        ("xl/comments1.xml", comments), ("xl/drawings/vml1.vml", vml),
        ("xl/pivotCache/pivotCacheDefinition1.xml", definition),
        ("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", relations([("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")])),
        ("xl/pivotCache/pivotCacheRecords1.xml", records),
        ("docProps/core.xml", core), ("docProps/custom.xml", custom)])


def assigned(p, gone):
    """A sheet of nobody that the person commented, in an old way and in a thread, with a header of theirs."""
    name = "" if p.n in gone else p.name
    strings = Strings()
    rows = f'<row r="1">{strings.cell("A1", "番号")}{strings.cell("B1", "品名")}</row><row r="2">{strings.cell("A2", "1")}{strings.cell("B2", "机")}</row>'
    header = "" if p.n in gone else f"<headerFooter><oddHeader>&amp;L{p.name} {p.phone}</oddHeader></headerFooter>"
    comment = "" if p.n in gone else '<comment ref="B2" authorId="0"><text><r><t>在庫を確認</t></r></text></comment>'
    comments = f'{HEAD}<comments xmlns="{SHEET}"><authors><author>{name}</author></authors><commentList>{comment}</commentList></comments>'
    email = "" if p.n in gone else p.email
    persons = (f'{HEAD}<personList xmlns="{THREADS}"><person displayName="{name}" id="{{A}}" userId="{email}" providerId="AD"/></personList>')
    thread = "" if p.n in gone else '<threadedComment ref="A2" personId="{A}" id="{C}"><text>番号を確認</text></threadedComment>'
    kinds = [("xl/workbook.xml", "sheet.main"), ("xl/worksheets/sheet1.xml", "worksheet"), ("xl/sharedStrings.xml", "sharedStrings"),
             ("xl/comments1.xml", "comments")]
    newer = [("xl/persons/person.xml", "application/vnd.ms-excel.person+xml"),
             ("xl/threadedComments/threadedComment1.xml", "application/vnd.ms-excel.threadedcomments+xml")]
    return pack([
        ("[Content_Types].xml", types([(n, f"spreadsheetml.{k}+xml") for n, k in kinds] + newer)),
        ("_rels/.rels", relations([(a, b, c.format("xl/workbook.xml")) for a, b, c in TOP[:1]])),
        ("xl/workbook.xml", f'{HEAD}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="備品" sheetId="1" r:id="rId1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", relations([
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", f"{NEWER}/person", "persons/person.xml")])),
        ("xl/worksheets/sheet1.xml", f'{HEAD}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{header}</worksheet>'),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations([("rIdC", "comments", "../comments1.xml"),
                                                           ("rIdT", f"{NEWER}/threadedComment", "../threadedComments/threadedComment1.xml")])),
        ("xl/persons/person.xml", persons),
        ("xl/threadedComments/threadedComment1.xml", f'{HEAD}<ThreadedComments xmlns="{THREADS}">{thread}</ThreadedComments>'),
        ("xl/sharedStrings.xml", strings.part()), ("xl/comments1.xml", comments)])


# --- PowerPoint ---

SLIDE_ROOT = f'xmlns:a="{DRAW}" xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"'
TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def shape(key, paragraphs, described=""):
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{key}" name="shape {key}" descr={quoteattr(described)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
            f'<p:txBody><a:bodyPr/>{"".join(f"<a:p>{text}</a:p>" for text in paragraphs)}</p:txBody></p:sp>')


def slide_run(text):
    return f'<a:r><a:rPr lang="ja-JP"/><a:t>{escape(text)}</a:t></a:r>'


def slide_table(left):
    def row(cells):
        return '<a:tr h="300000">' + "".join(f"<a:tc><a:txBody><a:bodyPr/><a:p>{slide_run(c)}</a:p></a:txBody><a:tcPr/></a:tc>" for c in cells) + "</a:tr>"
    rows = row(["氏名", "電話番号"]) + "".join(row([p.name, p.phone]) for p in left)
    return ('<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="50" name="table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
            '<p:xfrm><a:off x="0" y="0"/><a:ext cx="100" cy="100"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
            f'<a:tbl><a:tblGrid><a:gridCol w="100"/><a:gridCol w="100"/></a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>')


def slides(people, gone):
    left = stay(people, gone)
    lines = [slide_run(p.family) + slide_run(f" {p.given} 様 ") + slide_run(p.email) for p in left] or [""]
    one = f'{HEAD}<p:sld {SLIDE_ROOT}><p:cSld><p:spTree>{TREE}{shape(2, [slide_run("講師")])}{shape(3, lines)}</p:spTree></p:cSld></p:sld>'
    boxes = "".join(shape(100 + p.n, [slide_run(f"{p.name} TEL {p.phone}")], f"写真: {p.name} {p.phone}") for p in left)
    two = f'{HEAD}<p:sld {SLIDE_ROOT} show="0"><p:cSld><p:spTree>{TREE}{slide_table(left)}{boxes}</p:spTree></p:cSld></p:sld>'
    notes = (f'{HEAD}<p:notes {SLIDE_ROOT}><p:cSld><p:spTree>{TREE}'
             f'{shape(2, [slide_run("紹介する") , *(slide_run(f"{p.name} 様 {p.abroad}") for p in left)])}</p:spTree></p:cSld></p:notes>')
    comments = f'{HEAD}<p:cmLst {SLIDE_ROOT}>' + "".join(
        f'<p:cm authorId="0" dt="2024-01-01T00:00:00.000" idx="{p.n + 1}"><p:pos x="1" y="1"/><p:text>{p.name} 様 {p.email}</p:text></p:cm>'
        for p in left) + "</p:cmLst>"
    core, custom = properties([f"{p.name} {p.phone}" for p in left])
    master = f'{HEAD}<p:sldMaster {SLIDE_ROOT}><p:cSld><p:spTree>{TREE}</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/></p:sldMaster>'
    kinds = [("ppt/presentation.xml", "presentation.main"), ("ppt/slides/slide1.xml", "slide"), ("ppt/slides/slide2.xml", "slide"),
             ("ppt/notesSlides/notesSlide1.xml", "notesSlide"), ("ppt/comments/comment1.xml", "comments"),
             ("ppt/commentAuthors.xml", "commentAuthors"), ("ppt/slideMasters/slideMaster1.xml", "slideMaster")]
    return pack([
        ("[Content_Types].xml", types([(n, f"presentationml.{k}+xml") for n, k in kinds] + PROPERTY_TYPES)),
        ("_rels/.rels", relations([(a, b, c.format("ppt/presentation.xml")) for a, b, c in TOP])),
        ("ppt/presentation.xml", f'{HEAD}<p:presentation {SLIDE_ROOT}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId9"/></p:sldMasterIdLst>'
                                 '<p:sldIdLst><p:sldId id="256" r:id="rId1"/><p:sldId id="257" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'),
        ("ppt/_rels/presentation.xml.rels", relations([("rId1", "slide", "slides/slide1.xml"), ("rId2", "slide", "slides/slide2.xml"),
                                                       ("rId3", "commentAuthors", "commentAuthors.xml"), ("rId9", "slideMaster", "slideMasters/slideMaster1.xml")])),
        ("ppt/slides/slide1.xml", one), ("ppt/slides/slide2.xml", two),
        ("ppt/slides/_rels/slide1.xml.rels", relations([("rId1", "notesSlide", "../notesSlides/notesSlide1.xml"), ("rId2", "comments", "../comments/comment1.xml")])),
        ("ppt/notesSlides/notesSlide1.xml", notes), ("ppt/comments/comment1.xml", comments),
        ("ppt/notesSlides/_rels/notesSlide1.xml.rels", relations([("rId1", "slide", "../slides/slide1.xml")])),
        ("ppt/slideMasters/slideMaster1.xml", master),
        ("ppt/commentAuthors.xml", f'{HEAD}<p:cmAuthorLst {SLIDE_ROOT}><p:cmAuthor id="0" name="office" initials="o" lastIdx="300" clrIdx="0"/></p:cmAuthorLst>'),
        ("docProps/core.xml", core), ("docProps/custom.xml", custom)])


def odt(people, gone):
    import layouts_odf
    return layouts_odf.text(people, gone)


def layouts():
    some = few()
    return [("office/list.docx", lambda gone: document(some, gone)),
            ("office/members.xlsx", lambda gone: workbook(some, gone)),
            ("office/talk.pptx", lambda gone: slides(some, gone)),
            ("office/commented.docx", lambda gone: document(some, gone, author=True)),
            *((f"office/stock{p.n:03d}.xlsx", lambda gone, p=p: assigned(p, gone)) for p in some[:3]),
            *((f"office/minutes{p.n:03d}.docx", lambda gone, p=p: written(p, gone)) for p in some)]
