#include "scanner/readers/ooxml_rules.h"

#include <string.h>

/* ISO/IEC 29500-1, annexes A and B of part 4 for the strict ones, and what Office 2010 to 365 add
 * (MS-DOCX, MS-PPTX, MS-ODRAWXML). */
#define BOTH(path, prefix)                                                                         \
    {"http://schemas.openxmlformats.org/" path "/2006/main", prefix},                              \
    {                                                                                              \
        "http://purl.oclc.org/ooxml/" path "/main", prefix                                         \
    }

const XmlNamespace ooxml_namespaces[] = {
    BOTH("wordprocessingml", "w"),
    BOTH("presentationml", "p"),
    BOTH("drawingml", "a"),
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    {"http://schemas.openxmlformats.org/drawingml/2006/chart", "c"},
    {"http://purl.oclc.org/ooxml/drawingml/chart", "c"},
    {"http://schemas.openxmlformats.org/drawingml/2006/diagram", "dgm"},
    {"http://purl.oclc.org/ooxml/drawingml/diagram", "dgm"},
    {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"},
    {"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"},
    {"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing", "xdr"},
    {"http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing", "xdr"},
    {"http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"},
    {"http://purl.oclc.org/ooxml/drawingml/picture", "pic"},
    {"http://schemas.openxmlformats.org/drawingml/2006/chartDrawing", "cdr"},
    {"http://purl.oclc.org/ooxml/drawingml/chartDrawing", "cdr"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/customXml", "ds"},
    {"http://purl.oclc.org/ooxml/officeDocument/customXml", "ds"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes", "vt"},
    {"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes", "vt"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "cust"},
    {"http://purl.oclc.org/ooxml/officeDocument/customProperties", "cust"},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    {"http://schemas.microsoft.com/office/drawing/2014/chartex", "cx"},
    {"http://schemas.microsoft.com/office/drawing/2008/diagram", "dsp"},
    {"http://schemas.microsoft.com/office/drawing/2012/chartStyle", "cs"},
    {"http://schemas.microsoft.com/office/word/2006/wordml", "wne"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"},
    {"http://schemas.microsoft.com/office/word/2012/wordml", "w15"},
    {"http://schemas.microsoft.com/office/word/2016/wordml/cid", "w16cid"},
    {"http://schemas.microsoft.com/office/word/2018/wordml/cex", "w16cex"},
    {"http://schemas.microsoft.com/office/powerpoint/2010/main", "p14"},
    {"http://schemas.microsoft.com/office/powerpoint/2015/10/main", "p1510"},
    {"http://schemas.microsoft.com/office/powerpoint/2018/8/main", "p188"},
    {"http://schemas.microsoft.com/office/visio/2012/main", "visio"},
    {"http://schemas.microsoft.com/office/2006/activeX", "ax"},
    {"http://www.w3.org/2000/09/xmldsig#", "dsig"},
    {"http://www.w3.org/2001/XMLSchema-instance", "xsi"},
    {"urn:schemas-microsoft-com:vml", "v"},
    {"urn:schemas-microsoft-com:office:office", "o"},
    {NULL, NULL},
};

static const OoxmlRoot roots[] = {
    {"w:document", OOXML_STORY, ""},
    {"w:glossaryDocument", OOXML_STORY, "glossary"},
    {"w:hdr", OOXML_STORY, "header"},
    {"w:ftr", OOXML_STORY, "footer"},
    {"w:footnotes", OOXML_STORY, "footnote"},
    {"w:endnotes", OOXML_STORY, "endnote"},
    {"w:comments", OOXML_STORY, "comment"},
    {"w:settings", OOXML_STORY, "settings"},
    {"w:styles", OOXML_LOOK, NULL},
    {"w:fonts", OOXML_LOOK, NULL},
    {"w:numbering", OOXML_LOOK, NULL},
    {"w:webSettings", OOXML_LOOK, NULL},
    {"w15:commentsEx", OOXML_LOOK, NULL},
    {"w16cid:commentsIds", OOXML_LOOK, NULL},
    {"w16cex:commentsExtensible", OOXML_LOOK, NULL},
    {"wne:vbaSuppData", OOXML_LOOK, NULL},
    {"wne:tcg", OOXML_LOOK, NULL},
    {"p:presentation", OOXML_STORY, "presentation"},
    {"p:sld", OOXML_STORY, "slide"},
    {"p:notes", OOXML_STORY, "notes"},
    {"p:cmLst", OOXML_STORY, "comment"},
    {"p188:cmLst", OOXML_STORY, "comment"},
    {"p:sldMaster", OOXML_STORY, "master"},
    {"p:sldLayout", OOXML_STORY, "layout"},
    {"p:notesMaster", OOXML_STORY, "notes master"},
    {"p:handoutMaster", OOXML_STORY, "handout master"},
    {"p:presentationPr", OOXML_LOOK, NULL},
    {"p:viewPr", OOXML_LOOK, NULL},
    {"p1510:revInfo", OOXML_LOOK, NULL},
    {"a:theme", OOXML_LOOK, NULL},
    {"a:themeOverride", OOXML_LOOK, NULL},
    {"a:tblStyleLst", OOXML_LOOK, NULL},
    {"c:chartSpace", OOXML_STORY, "chart"},
    {"c:userShapes", OOXML_STORY, "chart"},
    {"cx:chartSpace", OOXML_STORY, "chart"},
    {"cs:chartStyle", OOXML_LOOK, NULL},
    {"cs:colorStyle", OOXML_LOOK, NULL},
    {"xdr:wsDr", OOXML_STORY, "drawing"},
    {"dgm:dataModel", OOXML_STORY, "diagram"},
    {"dsp:drawing", OOXML_STORY, "diagram"},
    {"dgm:layoutDef", OOXML_LOOK, NULL},
    {"dgm:colorsDef", OOXML_LOOK, NULL},
    {"dgm:styleDef", OOXML_LOOK, NULL},
    {"ds:datastoreItem", OOXML_LOOK, NULL},
    {"visio:PageContents", OOXML_TEXT, "page"},
    {"visio:MasterContents", OOXML_TEXT, "master"},
    {"xml", OOXML_TEXT, "drawing"}, /* VML */
};

#define TEXT(text)                                                                                 \
    0, text,                                                                                       \
    {                                                                                              \
        NULL                                                                                       \
    }
#define ASIDES(...)                                                                                \
    0, NULL,                                                                                       \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define MEANS(meaning)                                                                             \
    (meaning), NULL,                                                                               \
    {                                                                                              \
        NULL                                                                                       \
    }

static const OoxmlRule rules[] = {
    {"w:p", MEANS(OOXML_IS_PARAGRAPH)},
    {"w:tbl", MEANS(OOXML_IS_TABLE)},
    {"w:tr", MEANS(OOXML_IS_ROW)},
    {"w:tc", MEANS(OOXML_IS_CELL)},
    {"w:t", MEANS(OOXML_IS_CHARACTERS)},
    {"w:delText", MEANS(OOXML_IS_CHARACTERS | OOXML_IS_DELETED)},
    {"w:instrText", MEANS(OOXML_IS_FIELD)},
    {"w:delInstrText", MEANS(OOXML_IS_FIELD)},
    {"w:fldChar", MEANS(OOXML_ENDS_FIELD)},
    {"w:fldSimple", ASIDES("w:instr")},
    {"w:ins", MEANS(OOXML_IS_INSERTED)},
    {"w:moveTo", MEANS(OOXML_IS_INSERTED)},
    {"w:del", MEANS(OOXML_IS_DELETED)},
    {"w:moveFrom", MEANS(OOXML_IS_DELETED)},
    {"w:rt", MEANS(OOXML_IS_RUBY)},
    {"w:tab", TEXT("\t")},
    {"w:tabs", MEANS(OOXML_IS_LOOK)}, /* places of tabs */
    {"w:ptab", TEXT("\t")},
    {"w:br", TEXT("\n")},
    {"w:cr", TEXT("\n")},
    {"w:noBreakHyphen", TEXT("-")},
    {"w:sym", MEANS(OOXML_IS_SYMBOL)},
    {"w:footnote", MEANS(OOXML_IS_ENTRY)},
    {"w:endnote", MEANS(OOXML_IS_ENTRY)},
    {"w:comment", MEANS(OOXML_IS_ENTRY)},
    {"w:hyperlink", ASIDES("r:id", "w:tooltip")},
    {"w:listItem", ASIDES("w:displayText", "w:value")},
    {"w:default", ASIDES("w:val")}, /* of a form's field */
    {"w:listEntry", ASIDES("w:val")},
    {"w:statusText", ASIDES("w:val")},
    {"w:helpText", ASIDES("w:val")},
    {"w:docVar", ASIDES("w:name", "w:val")},
    {"w:connectString", ASIDES("w:val")},
    {"w:query", ASIDES("w:val")},
    {"w:mailSubject", ASIDES("w:val")},
    {"wp:docPr", ASIDES("descr", "title")},
    {"pic:cNvPr", ASIDES("descr", "title")},
    {"wps:cNvPr", ASIDES("descr", "title")},
    {"m:t", MEANS(OOXML_IS_CHARACTERS)},
    {"v:shape", ASIDES("alt")},
    {"v:rect", ASIDES("alt")},
    {"v:roundrect", ASIDES("alt")},
    {"v:oval", ASIDES("alt")},
    {"v:group", ASIDES("alt")},
    {"v:textpath", ASIDES("string")},
    {"v:imagedata", ASIDES("o:title")},
    {"mc:AlternateContent", MEANS(OOXML_IS_ALTERNATES)},
    {"mc:Choice", MEANS(OOXML_IS_ALTERNATE)},
    {"mc:Fallback", MEANS(OOXML_IS_ALTERNATE)},
    {"a:p", MEANS(OOXML_IS_PARAGRAPH)},
    {"a:tbl", MEANS(OOXML_IS_TABLE)},
    {"a:tr", MEANS(OOXML_IS_ROW)},
    {"a:tc", MEANS(OOXML_IS_CELL)},
    {"a:t", MEANS(OOXML_IS_CHARACTERS)},
    {"a:br", TEXT("\n")},
    {"a:hlinkClick", ASIDES("r:id", "tooltip")},
    {"a:hlinkMouseOver", ASIDES("r:id", "tooltip")},
    {"a:hlinkHover", ASIDES("r:id", "tooltip")},
    {"p:cNvPr", ASIDES("descr", "title")},
    {"xdr:cNvPr", ASIDES("descr", "title")},
    {"cdr:cNvPr", ASIDES("descr", "title")},
    {"dgm:cNvPr", ASIDES("descr", "title")},
    {"dsp:cNvPr", ASIDES("descr", "title")},
    {"p:cm", MEANS(OOXML_IS_ENTRY)},
    {"p:text", MEANS(OOXML_IS_PARAGRAPH | OOXML_IS_CHARACTERS)},
    {"p188:cm", MEANS(OOXML_IS_ENTRY)},
    {"p14:section", ASIDES("name")},
    {"p:custShow", ASIDES("name")},
    {"c:title", MEANS(OOXML_IS_PARAGRAPH)},
    {"c:ser", MEANS(OOXML_IS_PARAGRAPH)},
    {"c:v", MEANS(OOXML_IS_CHARACTERS | OOXML_IS_VALUE)},
    {"c:oddHeader", MEANS(OOXML_IS_PARAGRAPH | OOXML_IS_CHARACTERS)},
    {"c:oddFooter", MEANS(OOXML_IS_PARAGRAPH | OOXML_IS_CHARACTERS)},
    {"cx:lvl", MEANS(OOXML_IS_PARAGRAPH)},
    {"cx:pt", MEANS(OOXML_IS_CHARACTERS | OOXML_IS_VALUE)},
    {"cx:v", MEANS(OOXML_IS_CHARACTERS | OOXML_IS_VALUE)},
};

const OoxmlRoot *ooxml_find_root(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(roots); i++) {
        if (strcmp(roots[i].root, name) == 0) {
            return &roots[i];
        }
    }
    return NULL;
}

GHashTable *ooxml_new_rules(void)
{
    GHashTable *by_name = g_hash_table_new(g_str_hash, g_str_equal);
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        g_hash_table_insert(by_name, (gpointer)(guintptr)rules[i].name,
                            (gpointer)(guintptr)&rules[i]);
    }
    return by_name;
}
