"""Open Document text, sheets and slides that hold a person in each place that they have."""

from packages import escape, pack, quoteattr
from persons import few

NAMES = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in (
    ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("meta", "meta"),
    ("presentation", "presentation"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("number", "datastyle"))) + (
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"')
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
KINDS = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}


def stay(people, gone):
    return [p for p in people if p.n not in gone]


def package(kind, body, people, author="office"):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    names = ["content.xml", "styles.xml", "meta.xml"]
    manifest = (HEAD + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>' + "".join(
                    f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="text/xml"/>' for n in names) + "</manifest:manifest>")
    own = "".join(f'<meta:user-defined meta:name="contact{p.n}">{escape(p.email)}</meta:user-defined>' for p in people)
    return pack([
        ("mimetype", mime),
        ("content.xml", f"{HEAD}<office:document-content {NAMES}><office:automatic-styles/><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"),
        ("styles.xml", f"{HEAD}<office:document-styles {NAMES}><office:styles/></office:document-styles>"),
        ("meta.xml", f"{HEAD}<office:document-meta {NAMES}><office:meta><dc:title>名簿</dc:title><meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator>{own}</office:meta></office:document-meta>"),
        ("META-INF/manifest.xml", manifest)])


def para(content):
    return f"<text:p>{content}</text:p>"


def note(p, content):
    return f'<office:annotation office:name="a{p.n}"><dc:creator>office</dc:creator>{para(content)}</office:annotation>'


def cells(values):
    return "".join(f'<table:table-cell office:value-type="string">{para(v)}</table:table-cell>' for v in values)


def rows(people):
    return ('<table:table table:name="名簿"><table:table-column table:number-columns-repeated="3"/>'
            f'<table:table-header-rows><table:table-row>{cells(["氏名", "電話番号", "メール"])}</table:table-row></table:table-header-rows>' +
            "".join(f"<table:table-row>{cells([p.name, p.full_phone, p.email])}</table:table-row>" for p in people) + "</table:table>")


def text_of(p):
    head, rest = p.name[:1], p.name[1:]
    return (
        para(f'連絡先: <text:span text:style-name="T1">{head}</text:span>{rest}（{p.kana}）<text:s/>{p.phone}') +
        para(f'講師<text:note text:note-class="footnote" text:id="f{p.n}"><text:note-citation>1</text:note-citation>'
             f"<text:note-body>{para(f'{p.name} 様 {p.phone}')}</text:note-body></text:note>") +
        para("会場について" + note(p, f"{p.name} 様に確認 {p.email}")) +
        para(f'<text:bookmark text:name="m{p.n}"/><text:a xlink:type="simple" xlink:href="mailto:{p.email}">{p.name}</text:a>') +
        para(f'<draw:frame draw:name="box{p.n}" text:anchor-type="paragraph" svg:width="5cm" svg:height="1cm"><draw:text-box>'
             f"{para(f'{p.name} 様 内線 {p.phone}')}</draw:text-box><svg:desc>{p.name} {p.phone}</svg:desc></draw:frame>") +
        para(f'担当は未定。<text:change text:change-id="c{p.n}"/>') +
        f"<text:list><text:list-item>{para(f'{p.romaji} {p.abroad}')}</text:list-item></text:list>" +
        para(p.address) + para(f"生年月日: {p.born_era} 会員番号 {p.customer}") +
        para(f'<text:hidden-text text:condition="ooow:1" text:string-value="{p.name} {p.email}" text:is-hidden="true"/>'))


def text(people, gone):
    left = stay(people, gone)
    changes = "".join(
        f'<text:changed-region text:id="c{p.n}"><text:deletion><office:change-info><dc:creator>office</dc:creator>'
        f"<dc:date>2024-01-01T00:00:00</dc:date></office:change-info>{para(f'旧担当 {p.name} {p.email}')}</text:deletion></text:changed-region>"
        for p in left)
    return package("text", f"<text:tracked-changes>{changes}</text:tracked-changes>" + para("名簿") + rows(left) +
                   "".join(para("講師") + para("会場について") + para("担当は未定。") if p.n in gone else text_of(p)
                           for p in people), left)


def minutes(p, gone):
    """Minutes of nobody that the person wrote, commented and changed."""
    name = "" if p.n in gone else p.name
    change = (f'<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>{name}</dc:creator>'
              "<dc:date>2024-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>")
    body = (f"<text:tracked-changes>{change}</text:tracked-changes>" + para("議事は以上。") +
            para(f"<office:annotation><dc:creator>{name}</dc:creator>{para('日程を確認してください。')}</office:annotation>次回は来月。") +
            para('<text:change-start text:change-id="c1"/>追記あり。<text:change-end text:change-id="c1"/>'))
    return package("text", body, [], name)


def sheet(people, gone):
    left = stay(people, gone)
    first = f"<table:table-row>{cells(['氏名', '電話番号', 'メール', '生年月日'])}</table:table-row>"
    hidden = ""
    for p in people:
        if p.n in gone:
            first += '<table:table-row><table:table-cell table:number-columns-repeated="4"/></table:table-row>'
            continue
        first += (f'<table:table-row><table:table-cell office:value-type="string">{note(p, f"{p.name} 様 {p.phone}")}{para(p.name)}</table:table-cell>'
                  f"{cells([p.phone])}<table:table-cell office:value-type=\"string\"><text:p><text:a xlink:type=\"simple\" xlink:href=\"mailto:{p.email}\">{p.email}</text:a></text:p></table:table-cell>"
                  f'<table:table-cell office:value-type="date" office:date-value="{p.born}">{para(p.born_kanji)}</table:table-cell></table:table-row>')
        hidden += f'<table:table-row table:number-rows-repeated="2">{cells([p.name, p.email])}</table:table-row>'
    return package("spreadsheet", f'<table:table table:name="一覧">{first}</table:table>'
                   f'<table:table table:name="控え" table:display="false">{hidden}</table:table>', left)


def slides(people, gone):
    left = stay(people, gone)

    def box(lines, described=""):
        return (f'<draw:frame svg:width="10cm" svg:height="5cm" svg:x="1cm" svg:y="1cm"><draw:text-box>{"".join(map(para, lines))}</draw:text-box>'
                f"<svg:desc>{described}</svg:desc></draw:frame>")
    one = box(["講師", *(f'<text:span>{p.family}</text:span> {p.given} 様 {p.email}' for p in left)])
    two = "".join(box([f"{p.name} TEL {p.phone}"], f"写真: {p.name} {p.phone}") for p in left)
    notes = f'<presentation:notes>{box(["紹介する", *(f"{p.name} 様 {p.abroad}" for p in left)])}</presentation:notes>'
    comments = "".join(note(p, f"{p.name} 様 {p.email}") for p in left)
    return package("presentation",
                   f'<draw:page draw:name="p1">{one}{comments}{notes}</draw:page>'
                   f'<draw:page draw:name="p2">{two}<draw:frame svg:width="9cm" svg:height="9cm">{rows(left)}</draw:frame></draw:page>', left)


def layouts():
    some = few()
    return [("office/list.odt", lambda gone: text(some, gone)), ("office/members.ods", lambda gone: sheet(some, gone)),
            ("office/talk.odp", lambda gone: slides(some, gone)),
            *((f"office/minutes{p.n:03d}.odt", lambda gone, p=p: minutes(p, gone)) for p in some)]
