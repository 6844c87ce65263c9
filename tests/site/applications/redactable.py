"""Files with things to withhold, in plain sight and in every place that keeps a copy."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import typst
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image, ImageDraw
from pylopdf_fonts_zh_cn import sans_path

NAME = "欧阳明远"
ID = "330102199001011234"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=[str(Path(sans_path()).parent)], ignore_system_fonts=True)


def typeset(source: str, *, width: int = 300, height: int = 200, texts: tuple[str, ...] = ()) -> bytes:
    """A PDF; ``t.at(0)`` … are the texts, which are not read as markup."""
    head = f"""
#set document(date: none)
#set page(width: {width}pt, height: {height}pt, margin: 20pt)
#set text(font: "Noto Sans SC", size: 12pt, lang: "zh", region: "cn")
#let t = json(bytes(sys.inputs.at("d")))
"""
    data = {"d": json.dumps(texts)}
    made: bytes = _compiler().compile((head + source).encode(), sys_inputs=data)
    return made


def remarked(content: bytes, subtype: str) -> bytes:
    """The PDF with a remark that shows NAME on its first page."""
    with pikepdf.open(BytesIO(content)) as pdf:
        look = pdf.make_stream(b"1 0 0 rg 0 0 40 40 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = [0, 0, 40, 40]
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name("/" + subtype),
            Rect=[200, 20, 240, 60],
            F=4,
            Contents=NAME,
            AP=pikepdf.Dictionary(N=look),
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))
        pdf.docinfo["/Author"] = NAME
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def blackened(content: bytes) -> bytes:
    """A black box over all of the first page, drawn as many do it: the text is still beneath."""
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.pages[0].contents_add(b"q 0 0 0 rg 0 0 9999 9999 re f Q", prepend=False)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def picture(suffix: str = "PNG", *, size: tuple[int, int] = (400, 300), turned: bool = False) -> bytes:
    """White, with a red square in the upper left quarter."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="red")
    exif = Image.Exif()
    exif[0x013B] = "Zhang San"
    if turned:
        exif[0x0112] = 6
    out = BytesIO()
    image.save(out, suffix, exif=exif)
    return out.getvalue()


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(content: bytes, parts: dict[str, str | bytes]) -> bytes:
    """A zip with parts put in or replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as zipped:
        return zipped.read(name).decode()


def word(*runs: str) -> bytes:
    """One paragraph of these runs, every other one bold."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for at, run in enumerate(runs):
        paragraph.add_run(run).bold = at % 2 == 1
    return saved(document)


HIDDEN_PLACES = {
    "批注": f'<w:r><w:commentReference w:id="0"/></w:r><w:t>{NAME}</w:t>',
    "删去的文字": f'<w:del w:id="1" w:author="{NAME}"><w:r><w:delText>{NAME}</w:delText></w:r></w:del>',
    "移走的文字": f'<w:moveFrom w:id="1" w:author="甲"><w:r><w:t>{NAME}</w:t></w:r></w:moveFrom>',
    "修订的作者": f'<w:ins w:id="1" w:author="{NAME}"><w:r><w:t>改后</w:t></w:r></w:ins>',
    "格式修订的作者": f'<w:r><w:rPr><w:rPrChange w:id="1" w:author="{NAME}"/></w:rPr><w:t>改后</w:t></w:r>',
    "隐藏文字": f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r>",
    "域代码": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText>MERGEFIELD "{NAME}"</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>结果</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "简单域": f'<w:fldSimple w:instr="AUTHOR {NAME}"><w:r><w:t>结果</w:t></w:r></w:fldSimple>',
    "链接提示": f'<w:hyperlink w:tooltip="{NAME}" w:anchor="a"><w:r><w:t>链接</w:t></w:r></w:hyperlink>',
    "书签": f'<w:bookmarkStart w:id="3" w:name="{NAME}"/><w:bookmarkEnd w:id="3"/>',
    "替代文字": "<w:r><w:drawing><wp:inline xmlns:wp="
    '"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    f'<wp:docPr id="1" name="图" descr="{NAME}"/></wp:inline></w:drawing></w:r>',
    "内容控件": f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:tag w:val="{NAME}"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>内容</w:t></w:r></w:sdtContent></w:sdt>",
    "智能标记": f'<w:smartTag w:uri="urn:x" w:element="{NAME}"><w:r><w:t>标记</w:t></w:r></w:smartTag>',
    "公式": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
    f"<m:r><m:t>{NAME}</m:t></m:r></m:oMath>",
    "不认识的元素": f'<x:y xmlns:x="urn:x" z="{NAME}">{NAME}</x:y>',
    "XML注释": f"<!--{NAME}--><?x {NAME}?>",
}
"""Where a document keeps what its page does not show → how it is written there."""


def word_with(inside: str, parts: dict[str, str] | None = None) -> bytes:
    """A document with one more paragraph of raw XML, and more parts."""
    made = word("正文")
    main = part(made, "word/document.xml").replace("<w:sectPr", f"<w:p>{inside}</w:p><w:sectPr", 1)
    return with_parts(made, {"word/document.xml": main, **(parts or {})})


def everywhere() -> bytes:
    """A document with NAME in headers, footers, notes, text boxes, properties, styles, foreign parts."""
    document = docx.Document()
    document.add_paragraph("答复").style = document.styles.add_style(f"{NAME}样式", 1)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{NAME}的页眉"
    section.footer.paragraphs[0].text = f"页脚{NAME}"
    document.core_properties.author = NAME
    document.core_properties.keywords = NAME
    made = saved(document)
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
        f"<w:t>文本框里的{NAME}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    note = '<w:r><w:t>有脚注</w:t><w:footnoteReference w:id="2"/></w:r>'
    main = part(made, "word/document.xml").replace("<w:sectPr", f"<w:p>{box}{note}</w:p><w:sectPr", 1)
    notes = (
        f'<w:footnotes xmlns:w="{W}">'
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>注{NAME}注</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="3"><w:p><w:r><w:t>没有引用的{NAME}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    return with_parts(
        made,
        {
            "word/document.xml": main,
            "word/footnotes.xml": notes,
            "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:author="{NAME}"/></w:comments>',
            "word/people.xml": f'<p author="{NAME}"/>',
            "word/glossary/document.xml": f"<g>{NAME}</g>",
            "customXml/item1.xml": f"<data>{NAME}</data>",
            "docProps/custom.xml": f"<Properties><p>{NAME}</p></Properties>",
            "word/media/image1.bin": NAME.encode("utf-16-le"),
            "word/charts/chart1.xml": f"<c><v>{NAME}</v></c>",
        },
    )


def workbook() -> bytes:
    """A sheet with NAME in plain sight once, and in every place where a workbook keeps things."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["姓名", "备注", "数"])
    sheet.append([NAME, "在列", 1])
    sheet.append(["林晓", "隐藏的行", 2])
    sheet.append([f"行里的{NAME}", "隐藏", 3])
    sheet.row_dimensions[4].hidden = True
    sheet["F1"] = f"列里的{NAME}"
    sheet.column_dimensions["F"].hidden = True
    sheet["B2"].comment = Comment(NAME, NAME)
    sheet["B3"].hyperlink = f"https://example.cn/{NAME}"
    choices = DataValidation(type="list", formula1=f'"{NAME},林晓"', prompt=NAME)
    sheet.add_data_validation(choices)
    choices.add("B2")
    chart = BarChart()
    chart.title = NAME
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "H1")
    for state, title in (("hidden", "暗表"), ("veryHidden", f"{NAME}表")):
        extra = book.create_sheet(title)
        extra["A1"] = NAME
        extra.sheet_state = state
    book.defined_names[NAME] = DefinedName(NAME, attr_text="名单!$A$2")
    book.properties.creator = NAME
    made = saved(book)
    return with_parts(
        made,
        {
            "xl/pivotCache/pivotCacheRecords1.xml": f'<records><r><s v="{NAME}"/></r></records>',
            "xl/externalLinks/externalLink1.xml": f'<externalLink><c v="{NAME}"/></externalLink>',
            "customXml/item1.xml": f"<data>{NAME}</data>",
        },
    )
