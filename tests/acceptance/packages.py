"""What packages of Office and Open Document share: parts, relationships and types."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

DATE = (2022, 3, 4, 5, 6, 8)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument."

__all__ = ["HEAD", "OFFICE", "PACKAGE", "TYPES", "escape", "quoteattr", "pack", "relations", "types", "properties"]


def pack(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def relations(rows):
    """rows: (id, kind, target); targets with a scheme are external."""
    text = HEAD + f'<Relationships xmlns="{PACKAGE}/relationships">'
    for key, kind, target in rows:
        whole = kind if ":" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' if ":" in target else ""
        text += f'<Relationship Id="{key}" Type="{whole}" Target={quoteattr(target)}{mode}/>'
    return text + "</Relationships>"


def types(overrides):
    text = (HEAD + f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="vml" ContentType="{TYPES}vmlDrawing"/>'
            '<Default Extension="png" ContentType="image/png"/>')
    for name, kind in overrides:
        whole = kind if kind.startswith("application/") else TYPES + kind
        text += f'<Override PartName="/{name}" ContentType="{whole}"/>'
    return text + "</Types>"


def properties(custom):
    """docProps/core.xml and docProps/custom.xml with a value of each person's."""
    core = (HEAD + f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>名簿</dc:title>'
            '<dc:creator>office</dc:creator></cp:coreProperties>')
    rows = "".join(f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{i + 2}" name="contact{i}">'
                   f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>" for i, value in enumerate(custom))
    own = (HEAD + f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
           f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>')
    return core, own
