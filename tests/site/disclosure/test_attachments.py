"""附件: only what may be, freed of what is no content, bound to the review, served as a download."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import docx
import docx.enum.style
import openpyxl
import pikepdf
import pytest

from gongkai.site.disclosure import actions, files
from gongkai.site.disclosure.models import Item, Stage, StoredFile
from gongkai.site.organs.actions import Refused
from tests.cast import AT, browser
from tests.site import items


def replaced(data: bytes, name: str, part: bytes) -> bytes:
    """A zip with one part put in or replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for known in old.namelist():
            if known != name:
                new.writestr(known, old.read(known))
        new.writestr(name, part)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "张三"
    book.active.append(["项目", "金额"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def paper(**info: str) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for key, value in info.items():
        pdf.docinfo[f"/{key}"] = value
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.attachments["秘密.txt"] = b"inner"
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def jpeg() -> bytes:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    parts = [
        b"\xff\xd8",
        segment(0xE0, b"JFIF\0"),
        segment(0xE1, b"Exif\0\0GPS 30.1N"),
        segment(0xFE, b"Zhang San"),
    ]
    return b"".join([*parts, segment(0xDB, b"q" * 64), segment(0xDA, b"s"), b"picture\xff\xd9", b"tail"])


def png() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    pixels = zlib.compress(b"\0\0")
    parts = (
        chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        chunk(b"tEXt", b"Author\0Zhang San"),
        chunk(b"IDAT", pixels),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# What may be, and what is left of it --------------------------------------------------------------


def test_a_word_document_loses_its_author_and_stays_readable():
    cleaned = files.clean(items.word())
    assert (cleaned.kind, docx.Document(BytesIO(cleaned.data)).core_properties.author) == ("docx", "")
    assert "张三".encode() not in b"".join(
        ZipFile(BytesIO(cleaned.data)).read(n) for n in ZipFile(BytesIO(cleaned.data)).namelist()
    )
    assert "补助标准为每亩三十元" in cleaned.text and "事项<1>\t标准" in cleaned.text


def test_a_workbook_loses_its_author_and_stays_readable():
    cleaned = files.clean(workbook())
    assert openpyxl.load_workbook(BytesIO(cleaned.data)).properties.creator in (None, "", "openpyxl")
    assert "项目\t金额" in cleaned.text


def test_a_pdf_loses_author_scripts_and_files_inside_it():
    cleaned = files.clean(paper(Author="张三", Title="内部稿"))
    with pikepdf.open(BytesIO(cleaned.data)) as pdf:
        assert "/Info" not in pdf.trailer or "/Author" not in pdf.docinfo
        assert "/OpenAction" not in pdf.Root
        assert not list(pdf.attachments)
        assert len(pdf.pages) == 1
    for left in (b"app.alert", b"inner", "张三".encode("utf-16-be")):
        assert left not in cleaned.data


def test_pictures_lose_where_and_by_whom_they_were_taken():
    photo = files.clean(jpeg())
    assert photo.kind == "jpg" and photo.data.endswith(b"picture\xff\xd9")
    assert b"GPS" not in photo.data and b"Zhang" not in photo.data and b"JFIF" in photo.data
    drawing = files.clean(png())
    assert drawing.kind == "png" and b"Zhang" not in drawing.data and b"IDAT" in drawing.data


def test_a_cleaned_file_is_of_no_particular_time():
    """The same file is the same bytes, whenever it is attached."""
    with ZipFile(BytesIO(files.clean(items.word()).data)) as zipped:
        assert {part.date_time for part in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_cleaning_what_is_clean_changes_nothing():
    for data in (items.word(), workbook(), paper(), jpeg(), png()):
        once = files.clean(data).data
        assert files.clean(once).data == once


def hiding(*, sheet: str = "visible", row: bool = False, column: bool = False, height: float = 15.0) -> bytes:
    """A workbook with a second sheet, and what is said hidden in it."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "金额"])
    other = book.create_sheet("底表")
    other.append(["甲", 1])
    other.sheet_state = sheet
    if row:
        other.row_dimensions[1].hidden = True
    if column:
        other.column_dimensions["B"].hidden = True
    other.row_dimensions[1].height = 15
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_that_hides_nothing_is_taken_with_its_heights_and_empty_links():
    assert files.clean(hiding()).text.split("\n")[-1] == "甲\t1"


@pytest.mark.parametrize("used", [True, False])
def test_text_is_hidden_by_its_style_too(used):
    document = docx.Document()
    style = document.styles.add_style("暗", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    document.add_paragraph("公开的").add_run("不公开的", style=style if used else None)
    out = BytesIO()
    document.save(out)
    if used:
        with pytest.raises(Refused, match="隐藏的文字"):
            files.clean(out.getvalue())
    else:
        assert "公开的" in files.clean(out.getvalue()).text


def test_text_that_is_said_not_to_be_hidden_is_no_hidden_text():
    shown = VANISHED.replace(b"<w:vanish/>", b'<w:vanish w:val="0"/><w:webHidden/>')
    assert files.clean(replaced(items.word(), "word/document.xml", shown)).kind == "docx"


FLAT = b'<worksheet><sheetData><row r="1" ht="0"/></sheetData></worksheet>'
THREAD = b'<ThreadedComments><threadedComment ref="A1"/></ThreadedComments>'
VANISHED = (
    b'<w:document xmlns:w="x"><w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr>'
    b"<w:t>a</w:t></w:r></w:p></w:body></w:document>"
)
COMMENT = b"<w:comments><w:comment /></w:comments>"
TRACKED = b'<w:document xmlns:w="x"><w:ins w:author="a"><w:r/></w:ins></w:document>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: replaced(items.word(), "word/vbaProject.bin", b"x"), "有宏"),
        (lambda: replaced(items.word(), "word/embeddings/a.xlsx", b"x"), "嵌入的其他文件"),
        (lambda: replaced(items.word(), "word/document.xml", TRACKED), "修订痕迹"),
        (
            lambda: replaced(items.word(), "word/comments.xml", COMMENT),
            "批注",
        ),
        (lambda: replaced(workbook(), "xl/comments1.xml", b"<comments><comment /></comments>"), "批注"),
        (lambda: replaced(items.word(), "word/document.xml", VANISHED), "隐藏的文字"),
        (lambda: replaced(workbook(), "xl/threadedComments/threadedComment1.xml", THREAD), "批注"),
        (lambda: replaced(workbook(), "xl/pivotCache/pivotCacheRecords1.xml", b"<r/>"), "透视表"),
        (lambda: replaced(workbook(), "xl/externalLinks/externalLink1.xml", b"<r/>"), "外部链接"),
        (lambda: hiding(sheet="hidden"), "隐藏的工作表"),
        (lambda: hiding(sheet="veryHidden"), "隐藏的工作表"),
        (lambda: hiding(row=True), "行、列"),
        (lambda: hiding(column=True), "行、列"),
        (lambda: replaced(workbook(), "xl/worksheets/sheet1.xml", FLAT), "行、列"),
        (lambda: b"%PDF-1.7 broken", "已损坏"),
        (lambda: jpeg()[:30], "已损坏"),
        (lambda: png()[:40], "已损坏"),
        (lambda: b"PK\x03\x04 broken", "不能作附件"),
        (lambda: b"", "不能作附件"),
        (lambda: b"<html><script>alert(1)</script></html>", "只收PDF"),
        (lambda: b"plain text", "只收PDF"),
        (lambda: b"MZ\x90\x00 program", "只收PDF"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式"),
        (lambda: b"GIF89a", "不能作附件"),
    ],
)
def test_what_may_not_be_published_is_refused_with_what_to_do(data, reason):
    with pytest.raises(Refused, match=reason):
        files.clean(data())


def test_a_pdf_with_a_password_is_refused():
    out = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Refused, match="密码"):
        files.clean(out.getvalue())


# On an item ---------------------------------------------------------------------------------------


def test_an_attachment_is_part_of_what_is_reviewed(county):
    version = items.passed(county, items.submitted(county))
    actions.attach(version, items.word(), "C:\\稿\\补助标准.docx", user=county.lin, at=AT)
    version = items.fresh(version)
    assert version.stage == Stage.DRAFT
    assert [name for name, _sha256 in version.attachments] == ["补助标准"]
    with pytest.raises(Refused, match="还没有全部通过"):
        actions.publish(version, version.digest, user=county.lin, at=AT)
    sha256 = version.attachments[0][1]
    actions.detach(version, sha256, user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    assert items.fresh(version).stage == Stage.READY  # put back to what was passed


def test_editing_the_text_keeps_the_attachments(county):
    version = items.draft(county)
    actions.attach(version, items.word(), "标准.docx", user=county.lin, at=AT)
    changed = version.content.__class__(**{**version.content.as_dict(), "title": "改过", "attachments": ()})
    actions.edit(version, changed, column=version.item.column, user=county.lin, at=AT)
    assert [name for name, _sha in items.fresh(version).attachments] == ["标准"]


def test_the_same_file_is_kept_once_and_attached_once(county):
    one, two = items.draft(county), items.draft(county, title="另一份", document_number="")
    actions.attach(one, items.word(), "a.docx", user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经是附件"):
        actions.attach(one, items.word(), "b.docx", user=county.lin, at=AT)
    actions.attach(two, items.word(), "b.docx", user=county.lin, at=AT)
    assert StoredFile.objects.count() == 1


@pytest.fixture
def item(county) -> Item:
    version = items.draft(county)
    actions.attach(version, items.word(), "补助标准.docx", user=county.lin, at=AT)
    actions.attach(version, paper(), "附图.pdf", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(version))
    return actions.publish(passed, passed.digest, user=county.lin, at=AT)


def test_the_public_downloads_it_under_its_name_and_nothing_is_shown_in_place(item):
    answer = browser().get(f"/i/{item.pk}/v1/files/1/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"PK")
    page = browser().get(f"/i/{item.pk}/").content.decode()
    assert "补助标准.docx" in page and "附图.pdf" in page and "网页版" in page


def test_a_word_document_has_a_twin_that_is_a_page(item):
    page = browser().get(f"/i/{item.pk}/v1/files/1/page/").content.decode()
    assert "<p>补助标准为每亩三十元</p>" in page and "<td>事项&lt;1&gt;</td>" in page
    for address in ("files/2/page/", "files/3/", "files/0/", "files/3/page/"):
        assert browser().get(f"/i/{item.pk}/v1/{address}").status_code == 404


def test_its_words_are_found(item):
    page = browser().get("/search/?q=每亩三十").content.decode()
    assert f'href="/i/{item.pk}/"' in page


def test_what_is_withdrawn_or_a_draft_gives_no_file(county, item):
    second = actions.revise(item, change_note="换图", user=county.lin, at=AT)
    assert browser().get(f"/i/{item.pk}/v{second.number}/files/1/").status_code == 404
    drafted = browser(county.he).get(f"/office/items/{item.pk}/v{second.number}/files/1/")
    assert b"".join(drafted.streaming_content).startswith(b"PK")
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    for address in ("files/1/", "files/1/page/"):
        assert browser().get(f"/i/{item.pk}/v1/{address}").status_code == 404


def test_what_is_refused_is_said_beside_the_form(county):
    version = items.draft(county)
    file = BytesIO(b"plain")
    file.name = "a.txt"
    answer = browser(county.lin).post(f"/office/items/{version.item_id}/attach/", {"file": file})
    assert answer.status_code == 422
    assert "附件只收PDF" in answer.content.decode()
