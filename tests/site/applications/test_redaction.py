"""区分处理 (Art. 37): what is withheld is gone from the file, and nothing leaves without proof of it."""

import inspect
import re
import sys
import time
import unicodedata
import zlib
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.site.applications.redaction import Box, Redacted, pages, redact, result, verify
from gongkai.site.applications.redaction.pdf import PdfPaper
from gongkai.site.applications.redaction.phrases import COVER, Phrases, covered
from gongkai.site.organs.actions import Refused
from tests.site.applications import redactable as files
from tests.site.applications.redactable import ID, NAME


def drawn(content: bytes, page: int = 0, *, scale: float = 2) -> Image.Image:
    """A page of a PDF, as anybody's program shows it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return document[page].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def extracted(content: bytes) -> str:
    """Text of a PDF; of an office file all that stands in its parts, tags and spaces left out."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        try:
            return "".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
    with ZipFile(BytesIO(content)) as zipped:
        parts = [zipped.read(name).decode() for name in zipped.namelist()]
    bare = [unescape(re.sub("<[^>]*>", "", part)) for part in parts]
    attributes = [unescape(value) for part in parts for value in re.findall('"([^"]*)"', part)]
    return flat("".join(bare)) + "|" + flat("|".join(attributes))


def flat(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFKC", text))


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def rows(content: bytes) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(content)).active.values)


def counts(redacted: Redacted) -> list[tuple[int, int]]:
    return [(found.shown, found.left_out) for found in redacted.found]


def is_black(image: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Is the inside of this part (fractions) black through and through?"""
    width, height = image.size
    part = image.crop(
        (int(left * width) + 2, int(top * height) + 2, int(right * width) - 2, int(bottom * height) - 2)
    )
    return all(high < 30 for _low, high in part.getextrema())


def red(image: Image.Image) -> list:
    return [colour for _n, colour in image.getcolors(100_000) if colour[0] > 200 > 100 > colour[1]]


# How a phrase is recognised -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["欧阳明远", "欧 阳　明\n远", "欧阳\u200b明\u00ad远"],
    ids=["plain", "spaces and lines", "invisible signs"],
)
def test_a_name_is_found_however_it_is_spaced(written):
    assert len(Phrases([NAME]).spans(f"申请人{written}。")) == 1


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("13800138000", "１３８ 0013 ８０００"),
        ("Zhang San", "ｚｈａｎｇ　ＳＡＮ"),
        ("云政办〔2021〕3号", "云政办〔２０２１〕３号"),
        ("0571-88881234", "0571－88881234"),
        ("买买提·艾力", "买买提•艾力"),
        ("见龙", "⻅⻰"),
        ("金山", "⾦⼭"),
    ],
)
def test_width_case_dashes_and_look_alikes_make_no_difference(phrase, written):
    assert len(Phrases([phrase]).spans(written)) == 1


def test_a_cover_is_as_long_for_a_short_text_as_for_a_long_one():
    left, spans = covered(["甲", "欧阳", "明远", "乙"], Phrases([NAME]))
    assert (left, len(spans)) == (["甲", COVER, "", "乙"], 1)
    assert covered([f"住{ID}号"], Phrases([ID]))[0] == [f"住{COVER}号"]


def test_phrases_that_overlap_are_all_covered():
    assert covered(["甲乙丙丁戊"], Phrases(["甲乙丙", "丙丁"]))[0] == [f"{COVER}戊"]
    assert covered(["哈哈哈"], Phrases(["哈哈"]))[0] == [COVER]


@pytest.mark.parametrize("phrase", ["", " 张 ", "——", "■■■■", "张■■", "字" * 2001])
def test_what_cannot_be_searched_for_is_refused(phrase):
    with pytest.raises(Refused, match="第2段"):
        redact(files.word("甲"), "docx", phrases=[NAME, phrase])


# PDF ------------------------------------------------------------------------------------------------

LETTER = f"申请人{NAME}，电话 138 0013 8000，住望舒镇。\n\n#pagebreak()\n第二页没有。"


def test_a_pdf_becomes_pictures_with_no_text_at_all():
    done = redact(files.typeset(LETTER), "pdf", phrases=[NAME, "13800138000", "不在其中"])
    assert (done.kind, extracted(done.content)) == ("pdf", "")
    assert counts(done) == [(1, 0), (1, 0), (0, 0)]
    assert done.missing == ("不在其中",)
    with pikepdf.open(BytesIO(done.content)) as pdf:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer and "/Metadata" not in pdf.Root
        for page in pdf.pages:
            width, points = page.Resources.XObject.Page.Width, float(page.MediaBox[2])
            assert 150 <= round(width / points * 72) <= 200


def test_the_black_covers_the_phrase_and_leaves_its_neighbours():
    plain = drawn(files.typeset(f"甲{NAME}乙"))
    done = drawn(redact(files.typeset(f"甲{NAME}乙"), "pdf", phrases=[NAME]).content)
    size = 12 / 300  # a letter's share of the page's width
    left = 20 / 300
    assert is_black(done, left + size, 22 / 200, left + 5 * size, 30 / 200)
    for at in (0, 5):
        area = tuple(
            int(side * scale)
            for side, scale in zip(
                (left + at * size + 0.005, 0.1, left + (at + 1) * size - 0.005, 0.2),
                (600, 400, 600, 400),
                strict=True,
            )
        )
        before, after = (image.crop(area).convert("L").resize((8, 8)) for image in (plain, done))
        gaps = [abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)]
        assert max(gaps) < 60


@pytest.mark.parametrize(
    "source",
    [
        f"#box(width: 30pt)[{NAME}]",
        f"甲\\ {NAME[:2]}\\ {NAME[2:]}乙",
        f'{NAME[:2]}#text(weight: "bold", fill: red)[{NAME[2:]}]',
        f"{NAME[:1]}#h(2em){NAME[1:]}",
        f"#table(columns: 2)[{NAME[:2]}][{NAME[2:]}]",
        f"{NAME[:2]}#pagebreak(){NAME[2:]}",
        f"#rotate(90deg)[{NAME}]",
        f"#place(dx: 100pt)[{NAME[2:]}]#place(dx: 76pt)[{NAME[:2]}]",
    ],
    ids=["wrapped", "lines", "two styles", "gap", "cells", "pages", "turned", "in another order"],
)
def test_a_phrase_is_found_however_it_is_set_on_the_page(source):
    plain = files.typeset(source)
    done = redact(plain, "pdf", phrases=[NAME])
    assert counts(done) == [(1, 0)]
    for page, _sheet in enumerate(pages(plain, "pdf")):
        before, after = (drawn(content, page).convert("L") for content in (plain, done.content))
        # Solid where there were strokes, and none of the old strokes to be told from it.
        ink, black = (sum(shade < 60 for shade in image.tobytes()) for image in (before, after))
        assert black > 1.5 * ink
        inside = [
            (one, other)
            for one, other in zip(before.tobytes(), after.tobytes(), strict=True)
            if one < 40 and other > 120
        ]
        assert not inside


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_page_is_black_where_it_is_shown(turn):
    with pikepdf.open(BytesIO(files.typeset(f"#v(40pt)#h(60pt){NAME}"))) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.pages[0].CropBox = [50, 30, 260, 180]
        out = BytesIO()
        pdf.save(out)
    done = drawn(redact(out.getvalue(), "pdf", phrases=[NAME]).content)
    plain = drawn(out.getvalue())
    ink, black = (
        image.convert("L").point(lambda shade: 255 * (shade < 128)).getbbox() for image in (plain, done)
    )
    assert ink and black
    assert black[0] <= ink[0] and black[1] <= ink[1] and black[2] >= ink[2] and black[3] >= ink[3]
    assert is_black(done, *(side / whole for side, whole in zip(ink, done.size * 2, strict=True)))


def test_boxes_are_burnt_in_as_parts_of_the_page_shown():
    content = files.typeset("甲#pagebreak()乙")
    done = redact(content, "pdf", phrases=[], boxes=[Box(2, 0.25, 0.5, 0.75, 1)])
    assert is_black(drawn(done.content, 1), 0.25, 0.5, 0.75, 1)
    assert not is_black(drawn(done.content, 1), 0.1, 0.5, 0.24, 1)
    assert not is_black(drawn(done.content, 0), 0.25, 0.5, 0.75, 1)


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        (Box(2, 0, 0, 1, 1), "没有第2页"),
        (Box(0, 0, 0, 1, 1), "没有第0页"),
        (Box(1, 0.5, 0, 0.5, 1), "不在纸面上"),
        (Box(1, 0, 0, 1.2, 1), "不在纸面上"),
        (Box(1, 0, float("nan"), 1, 1), "不在纸面上"),
    ],
)
def test_a_box_beside_the_paper_is_refused(box, reason):
    with pytest.raises(Refused, match=reason):
        redact(files.typeset("甲"), "pdf", phrases=[], boxes=[box])


def test_remarks_on_a_pdf_go_and_seals_stay():
    for subtype, shown, told in (("Square", False, 1), ("Stamp", True, 0)):
        done = redact(files.remarked(files.typeset("甲乙丙"), subtype), "pdf", phrases=["甲乙"])
        red = [
            pixel for _n, pixel in drawn(done.content).getcolors(100_000) if pixel[0] > 200 > 60 > pixel[1]
        ]
        assert bool(red) is shown
        assert sum("批注" in note for note in done.notes) == told


def test_a_scan_is_told_to_be_one():
    scan = redact(files.picture(), "png", phrases=[], boxes=[Box(1, 0, 0, 0.1, 0.1)]).content
    done = redact(scan, "pdf", phrases=[NAME])
    assert done.missing == (NAME,)
    assert "第1页有图像" in done.notes[0]


# Pictures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_picture_becomes_a_pdf_without_its_history(kind):
    content = files.picture("JPEG" if kind == "jpg" else "PNG")
    done = redact(content, kind, phrases=[], boxes=[Box(1, 0, 0, 0.5, 0.5)])
    assert b"Zhang" in content and b"Zhang" not in done.content and extracted(done.content) == ""
    image = drawn(done.content)
    assert is_black(image, 0, 0, 0.5, 0.5)
    assert image.getpixel((image.width - 9, image.height - 9)) == (255, 255, 255)


def test_boxes_on_a_photograph_are_those_of_the_picture_as_it_is_shown():
    """A camera that was turned: the red square is seen at the upper right."""
    content = files.picture("JPEG", turned=True)
    (seen,) = pages(content, "jpg")
    assert seen.height > seen.width
    done = drawn(redact(content, "jpg", phrases=[], boxes=[Box(1, 0.5, 0, 1, 0.5)]).content)
    assert is_black(done, 0.5, 0, 1, 0.5)
    assert not red(done)


def test_what_a_picture_makes_transparent_does_not_come_along():
    image = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    out = BytesIO()
    image.save(out, "PNG")
    done = redact(out.getvalue(), "png", phrases=[], boxes=[Box(1, 0, 0, 0.1, 0.1)])
    assert {colour[1] for _n, colour in drawn(done.content).getcolors(100_000)} <= {
        *range(50),
        *range(200, 256),
    }
    assert drawn(done.content).getpixel((150, 150)) == (255, 255, 255)


def test_pages_are_shown_at_the_size_of_a_screen():
    content = files.typeset("甲#pagebreak()乙#pagebreak()丙", width=595, height=842)
    seen = pages(content, "pdf", numbers=[3, 1])
    assert [(page.number, page.count) for page in seen] == [(1, 3), (3, 3)]
    assert seen[0].png.startswith(b"\x89PNG") and 700 < seen[0].width < 900
    assert Image.open(BytesIO(seen[0].png)).size == (seen[0].width, seen[0].height)
    assert pages(files.word("甲"), "docx") == []


# DOCX -----------------------------------------------------------------------------------------------


def test_a_phrase_over_several_runs_becomes_one_cover():
    done = redact(files.word("申请人", "欧", "阳明", "远", "的答复"), "docx", phrases=[NAME])
    assert paragraphs(done.content) == [f"申请人{COVER}的答复"]
    assert counts(done) == [(1, 0)]


def test_a_phrase_over_paragraphs_and_cells_is_found():
    document = docx.Document()
    for line in ("甲欧阳", "明远乙"):
        document.add_paragraph(line)
    table = document.add_table(1, 18)
    for cell, digit in zip(table.row_cells(0), ID, strict=True):
        cell.text = digit
    done = redact(files.saved(document), "docx", phrases=[NAME, ID])
    assert paragraphs(done.content) == [f"甲{COVER}", "乙"]
    cells = docx.Document(BytesIO(done.content)).tables[0].row_cells(0)
    assert [cell.text for cell in cells] == [COVER] + [""] * 17
    assert counts(done) == [(1, 0), (1, 0)]


@pytest.mark.parametrize("place", files.HIDDEN_PLACES)
def test_what_a_page_does_not_show_stays_behind(place):
    done = redact(files.word_with(files.HIDDEN_PLACES[place]), "docx", phrases=[NAME])
    assert NAME not in extracted(done.content)
    assert place == "XML注释" or counts(done)[0][1] >= 1
    assert paragraphs(done.content)[0] == "正文"


def test_the_final_state_of_revisions_and_the_results_of_fields_stay():
    for place, kept in (
        ("修订的作者", "改后"),
        ("域代码", "结果"),
        ("简单域", "结果"),
        ("链接提示", "链接"),
        ("内容控件", "内容"),
    ):
        done = redact(files.word_with(files.HIDDEN_PLACES[place]), "docx", phrases=[NAME])
        assert paragraphs(done.content)[1] == kept


def test_page_numbers_go_on_counting():
    code = (
        '<w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        "<w:r><w:t>7</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r>'
    )
    done = redact(files.word_with(code), "docx", phrases=["正文"])
    main = files.part(done.content, "word/document.xml")
    assert 'w:instr=" PAGE "' in main and ">7<" not in main
    assert paragraphs(done.content) == [COVER, "第页"]  # python-docx reads no field


def test_every_part_is_searched_and_unknown_parts_are_dropped():
    done = redact(files.everywhere(), "docx", phrases=[NAME])
    assert NAME not in extracted(done.content)
    read = docx.Document(BytesIO(done.content))
    section = read.sections[0]
    assert section.header.paragraphs[0].text == f"{COVER}的页眉"
    assert section.footer.paragraphs[0].text == f"页脚{COVER}"
    assert paragraphs(done.content) == ["答复", "有脚注", f"文本框里的{COVER}"]
    notes = files.part(done.content, "word/footnotes.xml")
    assert f"注{COVER}注" in notes and "没有引用的" not in notes
    with ZipFile(BytesIO(done.content)) as zipped:
        assert not [
            name for name in zipped.namelist() if re.search("custom|comment|media|chart|people|gloss", name)
        ]
    assert done.found[0].shown == 4 and done.found[0].left_out >= 6


def test_text_hidden_by_its_style_stays_behind():
    document = docx.Document()
    style = document.styles.add_style("暗", 1)
    style.font.hidden = True
    child = document.styles.add_style("更暗", 1)
    child.base_style = style
    document.add_paragraph("看不见的一句", style=child)
    document.add_paragraph("看得见的一句")
    done = redact(files.saved(document), "docx", phrases=[NAME])
    assert paragraphs(done.content) == ["", "看得见的一句"]
    assert any("隐藏的文字" in note for note in done.notes)


def test_pictures_in_a_document_stay_behind_and_the_officer_is_told():
    document = docx.Document()
    document.add_picture(BytesIO(files.picture()))
    done = redact(files.saved(document), "docx", phrases=["无" + NAME])
    assert any("图片" in note for note in done.notes)
    with ZipFile(BytesIO(done.content)) as zipped:
        assert not [name for name in zipped.namelist() if "media" in name]


# XLSX -----------------------------------------------------------------------------------------------


def test_a_workbook_keeps_what_it_shows_and_nothing_else():
    done = redact(files.workbook(), "xlsx", phrases=[NAME])
    assert NAME not in extracted(done.content)
    assert rows(done.content) == [
        ("姓名", "备注", "数"),
        (COVER, "在列", 1),
        ("林晓", "隐藏的行", 2),
    ]
    assert openpyxl.load_workbook(BytesIO(done.content)).sheetnames == ["名单"]
    shown, left_out = counts(done)[0]
    assert shown == 1 and left_out >= 8
    for word in ("隐藏的工作表", "隐藏或者筛选掉的行", "隐藏的列", "批注", "图表"):
        assert any(word in note for note in done.notes)


@pytest.mark.parametrize(
    ("value", "shown", "phrase"),
    [
        (13800138000, "General", "138 0013 8000"),
        (1200.5, "#,##0.00", "1,200.50"),
        (1200.5, "#,##0.00", "1200.5"),
        (0.125, "0.0%", "12.5%"),
        (date(2021, 1, 4), "yyyy-mm-dd", "2021年1月4日"),
        (date(2021, 1, 4), "yyyy-mm-dd", "2021-01-04"),
        ("身份证330102199001011234号", "@", ID),
    ],
)
def test_numbers_and_days_are_withheld_as_they_are_shown_and_as_they_are_kept(value, shown, phrase):
    book = openpyxl.Workbook()
    book.active.append([value, "留下"])
    book.active["A1"].number_format = shown
    done = redact(files.saved(book), "xlsx", phrases=[phrase])
    assert counts(done) == [(1, 0)]
    hidden, kept = rows(done.content)[0]
    assert COVER in hidden and kept == "留下"


def test_a_phrase_over_cells_of_a_row_is_found_and_titles_and_margins_too():
    book = openpyxl.Workbook()
    book.active.title = f"{NAME}表"
    book.active.append(["欧阳", "明远", *ID])
    book.active.oddHeader.center.text = f"页眉{NAME}"
    done = redact(files.saved(book), "xlsx", phrases=[NAME, ID])
    assert rows(done.content)[0] == (COVER, None, COVER, *[None] * 17)
    made = openpyxl.load_workbook(BytesIO(done.content))
    assert (made.active.title, made.active.oddHeader.center.text) == (f"{COVER}表", f"页眉{COVER}")


def test_formulas_become_the_values_they_had():
    book = openpyxl.Workbook()
    book.active.append([1, 2])
    made = files.saved(book)
    sheet = files.part(made, "xl/worksheets/sheet1.xml")
    calculated = sheet.replace("<v>2</v>", f'<f>IF(A1=1,2,"{NAME}")</f><v>2</v>')
    done = redact(files.with_parts(made, {"xl/worksheets/sheet1.xml": calculated}), "xlsx", phrases=[NAME])
    assert (rows(done.content), counts(done)) == ([(1, 2)], [(0, 1)])
    waiting = sheet.replace("<v>2</v>", "<f>A1+1</f>")
    with pytest.raises(Refused, match="还没有计算的公式"):
        redact(files.with_parts(made, {"xl/worksheets/sheet1.xml": waiting}), "xlsx", phrases=[NAME])


def test_merged_cells_stay_merged_and_keep_a_value_whose_row_is_hidden():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["合并", "甲"], [None, "乙"], [None, "丙"]):
        sheet.append(row)
    sheet.merge_cells("A1:A3")
    sheet.row_dimensions[1].hidden = True
    done = redact(files.saved(book), "xlsx", phrases=[NAME])
    made = openpyxl.load_workbook(BytesIO(done.content)).active
    assert list(made.values) == [("合并", "乙"), (None, "丙")]
    assert [str(area) for area in made.merged_cells.ranges] == ["A1:A2"]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    book = openpyxl.Workbook()
    book.active["A1"].value = "=1+1"
    book.active["A1"].data_type = "s"
    done = redact(files.saved(book), "xlsx", phrases=[NAME])
    assert openpyxl.load_workbook(BytesIO(done.content)).active["A1"].data_type == "s"


# Proof ----------------------------------------------------------------------------------------------


def test_a_black_box_over_text_does_not_pass():
    """What everybody does by hand: it looks black, and the name can be copied from beneath."""
    content = files.blackened(files.typeset(LETTER))
    assert is_black(drawn(content), 0, 0, 1, 1)
    assert NAME in extracted(content)
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从PDF的文字层读出"):
        verify(Redacted("pdf", content), [NAME])
    with pytest.raises(Refused, match="仍有可以提取的文字"):
        verify(Redacted("pdf", content), ["不在其中"])


def done_pdf() -> bytes:
    return redact(files.typeset("甲乙丙"), "pdf", phrases=["甲乙"]).content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_phrase_in_the_bytes_of_a_pdf_does_not_pass(encoding, packed):
    hidden = NAME.encode(encoding)
    if packed:
        hidden = b"stream\n" + zlib.compress(b"x" * 99 + hidden + b"y") + b"\nendstream"
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从PDF"):
        verify(Redacted("pdf", done_pdf() + b"\n%" + hidden), [NAME])


def test_anything_but_pictures_in_a_pdf_does_not_pass():
    def changed(change) -> bytes:
        with pikepdf.open(BytesIO(done_pdf())) as pdf:
            change(pdf)
            out = BytesIO()
            pdf.save(out)
            return out.getvalue()

    def author(pdf):
        pdf.docinfo["/Author"] = "甲"

    def attachment(pdf):
        pdf.attachments["a.txt"] = b"inner"

    def drawing(pdf):
        pdf.pages[0].contents_add(b"0 0 1 1 re f")

    def remark(pdf):
        pdf.pages[0].Annots = pikepdf.Array([])

    verify(Redacted("pdf", done_pdf()), [NAME])
    for change in (author, attachment, drawing, remark):
        with pytest.raises(Refused, match="除了页面图像还有别的内容"):
            verify(Redacted("pdf", changed(change)), [NAME])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("word/document.xml", "留下", f"留下{NAME}"),
        ("word/document.xml", "留下", "欧阳</w:t></w:r><w:r><w:t>明 远"),
        ("word/document.xml", "留下", "&#x6B27;&#x9633;&#26126;&#36828;"),
        ("word/document.xml", "留下", f"留下<!--{NAME}-->"),
        ("word/document.xml", "<w:body>", f'<w:body><w:bookmarkStart w:name="{NAME}"/>'),
        ("word/styles.xml", "<w:styles ", f'<w:styles x="{NAME}" '),
    ],
)
def test_a_phrase_anywhere_in_the_xml_of_a_document_does_not_pass(name, old, new):
    made = redact(files.word("留下"), "docx", phrases=[NAME]).content
    verify(Redacted("docx", made), [NAME])
    changed = files.part(made, name).replace(old, new, 1)
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从"):
        verify(Redacted("docx", files.with_parts(made, {name: changed})), [NAME])


def test_a_part_nobody_looked_at_does_not_pass():
    for kind, made in (
        ("docx", redact(files.word("留下"), "docx", phrases=[NAME]).content),
        ("xlsx", redact(files.workbook(), "xlsx", phrases=[NAME]).content),
    ):
        with pytest.raises(Refused, match="没有检查过的部分"):
            verify(Redacted(kind, files.with_parts(made, {"other/part.xml": "<a/>"})), [NAME])


def test_a_workbook_that_still_shows_a_phrase_does_not_pass():
    book = openpyxl.Workbook()
    book.active.append([date(2021, 1, 4)])
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从工作表读出"):
        verify(Redacted("xlsx", files.saved(book)), ["2021年1月4日"])
    book.active.append(["欧阳", "明远"])
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从"):
        verify(Redacted("xlsx", files.saved(book)), [NAME])
    book.active["A1"] = 13800138000
    with pytest.raises(Refused, match="第1段"):
        verify(Redacted("xlsx", files.saved(book)), ["138 0013 8000"])


def test_no_file_leaves_without_its_proof(monkeypatch):
    """Broken on purpose: a rewriting that covers nothing is stopped by the proof."""
    monkeypatch.setattr(
        "gongkai.site.applications.redaction.word.covered", lambda pieces, _phrases: (list(pieces), [])
    )
    with pytest.raises(Refused, match="第1段要遮盖的文字仍能从"):
        redact(files.word(NAME), "docx", phrases=[NAME])


# Whatever the text ----------------------------------------------------------------------------------

TEXT = st.text("的一是在不了有和人这中大为上个国我以要他 ,.:1234567890abcXYZ", max_size=40)
PHRASE = st.text("甲乙丙丁戊己庚辛壬癸12345６７８ＡＢ", min_size=2, max_size=12).filter(
    lambda text: any(letter in "甲乙丙丁戊己庚辛壬癸" for letter in text)
)


def spaced(draw, phrase: str) -> str:
    """The phrase with spaces and signs of no width put in."""
    size = len(phrase)
    gaps = draw(st.lists(st.sampled_from(["", "", " ", "\u3000", "\u200b"]), min_size=size, max_size=size))
    return "".join(gap + letter for gap, letter in zip(gaps, phrase, strict=True))


@settings(max_examples=30, deadline=None)
@given(st.data(), TEXT, PHRASE, TEXT)
def test_a_planted_phrase_never_survives_in_a_document(data, before, phrase, after):
    planted = before + spaced(data.draw, phrase) + after
    cuts = sorted(data.draw(st.lists(st.integers(0, len(planted)), max_size=6)))
    runs = [planted[a:b] for a, b in zip([0, *cuts], [*cuts, len(planted)], strict=True)]
    done = redact(files.word(*runs), "docx", phrases=[phrase])
    assert done.found[0].shown >= 1
    assert flat(phrase) not in extracted(done.content)
    if not set(flat(before + after)) & set(flat(phrase)):
        assert flat("".join(paragraphs(done.content))) == flat(before) + COVER + flat(after)


@settings(max_examples=20, deadline=None)
@given(st.data(), TEXT, PHRASE, TEXT)
def test_a_planted_phrase_never_survives_in_a_workbook(data, before, phrase, after):
    planted = before + spaced(data.draw, phrase) + after
    cut = data.draw(st.integers(0, len(planted)))
    book = openpyxl.Workbook()
    book.active.append(["头", planted[:cut], planted[cut:], 12345])
    done = redact(files.saved(book), "xlsx", phrases=[phrase])
    assert done.found[0].shown >= 1
    assert flat(phrase) not in extracted(done.content)


@settings(max_examples=15, deadline=None)
@given(st.data(), TEXT, PHRASE, TEXT)
def test_a_planted_phrase_never_survives_on_a_page(data, before, phrase, after):
    planted = before + spaced(data.draw, phrase) + after
    done = redact(files.typeset("#t.at(0)", texts=(planted,)), "pdf", phrases=[phrase])
    assert done.found[0].shown >= 1
    assert extracted(done.content) == ""


# Limits ---------------------------------------------------------------------------------------------


def encrypted() -> bytes:
    with pikepdf.open(BytesIO(files.typeset("甲"))) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
        return out.getvalue()


def restricted() -> bytes:
    with pikepdf.open(BytesIO(files.typeset("甲"))) as pdf:
        out = BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="secret"))
        return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (encrypted, "pdf", "有密码或限制"),
        (restricted, "pdf", "有密码或限制"),
        (lambda: b"%PDF-1.7\nbroken", "pdf", "已损坏"),
        (lambda: files.picture()[:60], "png", "已损坏"),
        (lambda: files.picture("JPEG")[:300], "jpg", "已损坏"),
        (files.picture, "pdf", "内容和类型不符"),
        (lambda: files.word("甲")[:-200], "docx", "已损坏"),
        (lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "docx", "打开密码"),
        (lambda: files.with_parts(files.word("甲"), {"word/vbaProject.bin": b"x"}), "docx", "宏"),
        (lambda: files.with_parts(files.workbook(), {"xl/vbaProject.bin": b"x"}), "xlsx", "宏"),
        (
            lambda: files.with_parts(files.word("甲"), {"word/document.xml": "<!DOCTYPE a><a/>"}),
            "docx",
            "文档类型",
        ),
        (lambda: files.with_parts(files.word("甲"), {"word/document.xml": "<a"}), "docx", "已损坏"),
        (lambda: files.with_parts(files.workbook(), {"xl/styles.xml": "<a"}), "xlsx", "不是标准的XLSX"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_in_chinese(content, kind, reason):
    with pytest.raises(Refused, match=reason):
        redact(content(), kind, phrases=[NAME])


def test_tables_within_tables_without_end_are_refused():
    deep = files.word_with("<w:sdt><w:sdtContent>" * 110 + "</w:sdtContent></w:sdt>" * 110)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 200)
    try:
        with pytest.raises(Refused, match="嵌套太深"):
            redact(deep, "docx", phrases=[NAME])
    finally:
        sys.setrecursionlimit(limit)


def test_too_much_is_refused(monkeypatch):
    where = "gongkai.site.applications.redaction."
    for name, most, content, kind, reason in (
        ("pdf.MOST_PAGES", 1, files.typeset(LETTER), "pdf", "有2页，最多1页"),
        ("pdf.MOST_PIXELS", 1000, files.typeset(LETTER), "pdf", "纸面太大"),
        ("pdf.MOST_LETTERS", 5, files.typeset(LETTER), "pdf", "文字太多"),
        ("picture.MOST_PIXELS", 1000, files.picture(), "png", "图片太大"),
        ("workbook.MOST_CELLS", 3, files.workbook(), "xlsx", "最多3格"),
        ("package._MOST_BYTES", 1000, files.workbook(), "xlsx", "展开后太大"),
        ("raster.LARGEST_RESULT", 100, files.typeset(LETTER), "pdf", "遮盖后的文件太大"),
        ("LARGEST", 100, files.picture(), "png", "超过0 MB"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(where + name, most)
            with pytest.raises(Refused, match=reason):
                redact(content, kind, phrases=[NAME])


def test_work_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr("gongkai.site.applications.redaction.Deadline", lambda: result.Deadline(-1))
    for content, kind in (
        (files.typeset("甲"), "pdf"),
        (files.word("甲"), "docx"),
        (files.workbook(), "xlsx"),
    ):
        with pytest.raises(Refused, match="处理得太久"):
            redact(content, kind, phrases=[NAME])


def test_a_page_that_takes_too_long_is_given_up_while_it_is_drawn():
    """Three hundred thousand layers of paint."""
    with pikepdf.open(BytesIO(files.typeset("甲"))) as pdf:
        pdf.pages[0].contents_add(b"0.5 g 0 0 300 200 re f " * 300_000)
        out = BytesIO()
        pdf.save(out)
    deadline = result.Deadline(60)
    with PdfPaper(out.getvalue(), deadline) as paper:
        deadline._end = time.monotonic() + 0.2
        started = time.monotonic()
        with pytest.raises(Refused, match="处理得太久"):
            paper.picture(1, 200)
        assert time.monotonic() - started < 5


def test_nothing_to_withhold_and_boxes_on_a_document_are_refused():
    with pytest.raises(Refused, match="请写明要遮盖的文字"):
        redact(files.word("甲"), "docx", phrases=[])
    with pytest.raises(Refused, match="不能画框"):
        redact(files.word("甲"), "docx", phrases=[NAME], boxes=[Box(1, 0, 0, 1, 1)])


def test_the_same_file_is_the_same_bytes():
    for content, kind in ((files.typeset(LETTER), "pdf"), (files.everywhere(), "docx")):
        once, again = (redact(content, kind, phrases=[NAME]) for _time in range(2))
        assert once == again
