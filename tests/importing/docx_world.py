"""Word documents made part by part, as Word and Google Docs make them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.importing.conftest import picture
from tests.importing.zip_world import Content, zipped

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES = f"""{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = f"""{_HEAD}<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_DOCUMENT_RELATIONS = f"""{_HEAD}<Relationships
 xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>
<Relationship Id="rId4" Type="{_OFFICE}/image" Target="media/image1.png"/>
<Relationship Id="rId5" Type="{_OFFICE}/hyperlink" Target="https://example.org/x"
 TargetMode="External"/></Relationships>"""
_STYLES = f"""{_HEAD}<w:styles {_W}>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>"""
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>'
    for level, kind in enumerate(("bullet", "decimal"))
)
_NUMBERING = f"""{_HEAD}<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{_LEVELS}
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_FOOTNOTES = f"""{_HEAD}<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>Since
 </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>2020</w:t></w:r></w:p></w:footnote></w:footnotes>"""
_COMMENTS = f"""{_HEAD}<w:comments {_W}><w:comment w:id="1"><w:p/></w:comment></w:comments>"""
_CORE = f"""{_HEAD}<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:creator>An Author</dc:creator><cp:keywords>travel; money</cp:keywords>
<dcterms:created>2023-01-05T10:21:00Z</dcterms:created>
<dcterms:modified>2024-03-07T21:05:00Z</dcterms:modified></cp:coreProperties>"""


def p(text: str, style: str = "", level: int | None = None) -> str:
    """A paragraph; `text` is text, or runs."""
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        told += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    runs = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{told}</w:pPr>{runs}</w:p>"


def r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


_IMAGE = """<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="A chart of trips"/>
<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId4"/></pic:blipFill></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"""
_CELL = "<w:tc><w:tcPr>{}</w:tcPr>" + p("{}") + "</w:tc>"
_TABLE = f"""<w:tbl><w:tblPr/>
<w:tr>{_CELL.format("", "City")}{_CELL.format("", "Limit")}</w:tr>
<w:tr>{_CELL.format('<w:gridSpan w:val="2"/>', "Everywhere | else")}</w:tr></w:tbl>"""

BODY = "".join((
    p("Travel &amp; costs", "Title"),
    p('<w:bookmarkStart w:id="0" w:name="steps"/><w:bookmarkEnd w:id="0"/>' + r("Steps"), "H1"),
    p(r("See ") + f'<w:hyperlink r:id="rId5">{r("outside")}</w:hyperlink>' + r(" and ")
      + f'<w:hyperlink w:anchor="steps">{r("above")}</w:hyperlink>' + r(".")
      + '<w:r><w:footnoteReference w:id="2"/></w:r>'),
    p("First", level=0), p("Inner", level=1), p("Second", level=0),
    p('<w:ins w:id="1" w:author="a">' + r("added") + '</w:ins><w:del w:id="2" w:author="a">'
      "<w:r><w:delText>removed</w:delText></w:r></w:del>"),
    p("<m:oMath><m:r><m:t>E=</m:t></m:r><m:r><m:t>mc2</m:t></m:r></m:oMath>"),
    p(_IMAGE),
    _TABLE,
))  # fmt: skip


def docx(body: str = BODY, more: Mapping[str, Content] | None = None) -> bytes:
    parts: dict[str, Content] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/footnotes.xml": _FOOTNOTES,
        "word/comments.xml": _COMMENTS,
        "word/media/image1.png": picture(),
        "docProps/core.xml": _CORE,
    }
    return zipped(parts | dict(more or {}))
