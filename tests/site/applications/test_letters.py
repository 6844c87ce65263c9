"""文书: every letter from its template to its PDF, and the templates that are refused."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from gongkai.annual_report import formats
from gongkai.site.applications import letters
from gongkai.site.applications.letters import KINDS, Addressee, TemplateRefused, default_template
from gongkai.site.applications.letters.description import described
from gongkai.site.applications.letters.kinds import FIELDS, Need

ROOT = Path(__file__).parents[3]
LETTERS = [code for code, kind in KINDS.items() if not kind.is_form]
REPLIES = [code for code, kind in KINDS.items() if kind.row]
CASES = [(code, full) for code in KINDS for full in (True, False)]
SENTENCE = "本机关在收文登记簿、发文登记簿和档案目录中逐件核对，没有发现。"
LONG = "\n".join(f"{number}.{SENTENCE}" for number in range(1, 40))


def rendered(code: str, *, full: bool = True, **fields: Any) -> bytes:
    return letters.render(default_template(code), KINDS[code].sample(full=full) | fields)


def words(data: bytes) -> str:
    """All that a DOCX says, from its first header to its last paragraph, without spaces."""
    document = docx.Document(BytesIO(data))
    header = document.sections[0].first_page_header
    found = [] if header.is_linked_to_previous else [one.text for one in header.paragraphs]
    found += ["".join(text.text or "" for text in document.element.body.iter("{*}t"))]
    return squeezed("".join(found))


def pages(data: bytes) -> list[str]:
    """What each page of a PDF says, without spaces."""
    document = pypdfium2.PdfDocument(data)
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", "-"))  # as pdfium tells a hyphen at the end of a line


def edited(code: str, change: Callable[[Any], object]) -> bytes:
    """The default template as an office changes it."""
    document = docx.Document(BytesIO(default_template(code)))
    change(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A file with one part more, or another in its place."""
    target = BytesIO()
    packed = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(BytesIO(data)) as source, packed as zipped:
        for part in source.namelist():
            if part != name:
                zipped.writestr(part, source.read(part))
        zipped.writestr(name, content)
    return target.getvalue()


def paragraph(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if text in one.text)


# The table of kinds


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_every_row_of_table_three_has_a_letter(year: str) -> None:
    form = formats.load(year)
    leaves = {row.id for row in form.table("applications").rows if row.role == "leaf"}
    ours = {kind.row for kind in KINDS.values() if kind.row}
    if year == "2019":
        ours = {row for row in ours if not str(row).startswith("other_")} | {"other"}
    assert leaves == ours


def test_a_reply_keeps_what_the_law_asks_of_it() -> None:
    for code in REPLIES:
        must = {field.name for field in KINDS[code].obligatory}
        assert must >= {"organ", "number", "addressee", "issued_on", "received_on", "request", "remedy"}


def test_a_third_party_never_learns_who_applied() -> None:
    """The application is told by its content only: no number, channel or day of it."""
    for kind in KINDS.values():
        if kind.to in (Addressee.THIRD_PARTY, Addressee.CO_MAKER, Addressee.ORGAN):
            assert not {"case_number", "channel", "received_on"} & {field.name for field in kind.fields}


def test_every_field_is_used_and_every_letter_but_the_form_is_numbered() -> None:
    assert frozenset().union(*(kind.used for kind in KINDS.values())) == set(FIELDS)
    assert [code for code, kind in KINDS.items() if not kind.numbering] == ["third_party_confirmation"]


def test_the_document_tells_the_kinds_and_fields_as_they_are() -> None:
    assert described() in (ROOT / "docs/letters.md").read_text("utf-8")


# Every letter


@pytest.mark.parametrize("code", KINDS)
def test_the_default_template_is_good_and_always_the_same(code: str) -> None:
    assert letters.check(code, default_template(code)) == []
    default_template.cache_clear()
    assert default_template(code) == default_template(code)


@pytest.mark.parametrize(("code", "full"), CASES)
def test_a_letter_says_what_it_was_given(code: str, full: bool) -> None:
    text = words(rendered(code, full=full))
    assert not re.search(r"\{[{%#]|[}%#]\}|None", text)
    for field in KINDS[code].fields:
        if isinstance(field.sample, str) and field.name in KINDS[code].used - _ONE_OF:
            said = squeezed(field.sample) in text
            assert said if field.need is not Need.MAY else said == full


_ONE_OF = {"corrected_record", "passed_to", "responsible_organ", "responsible_contact"}
"""Of a correction of records only one outcome is told."""


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_has_organ_number_addressee_day_and_ends_in_the_organs_name(code: str) -> None:
    document = docx.Document(BytesIO(rendered(code, full=False)))
    assert document.sections[0].first_page_header.paragraphs[0].text == "云川县望舒镇人民政府"
    texts = [one.text for one in document.paragraphs]
    assert texts[:3] == ["望舒公开答〔2021〕1号", KINDS[code].title, "王晓禾："]
    assert texts[-2:] == ["云川县望舒镇人民政府", "2021年3月5日"]


@pytest.mark.parametrize("code", REPLIES)
def test_a_reply_closes_with_the_remedy_that_the_law_library_gives(code: str) -> None:
    data = rendered(code, full=False, remedy="应当先申请行政复议。")
    texts = [one.text for one in docx.Document(BytesIO(data)).paragraphs]
    assert texts[-3] == "应当先申请行政复议。"


@pytest.mark.parametrize(("code", "full"), CASES)
def test_the_pdf_says_what_the_docx_says(code: str, full: bool) -> None:
    data = rendered(code, full=full)
    printed = "".join(re.sub(r"^—\d+—|—\d+—$", "", page) for page in pages(letters.pdf(data)))
    assert sorted(printed) == sorted(words(data))
    assert words(data)[:40] in printed


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"corrected_record": "出生日期更正为1980年6月1日。"}, "本机关已更正如下"),
        ({"passed_to": "云川县公安局"}, "已将申请转送有权更正的云川县公安局"),
        ({"responsible_organ": "云川县公安局"}, "请您向云川县公安局提出申请"),
        ({}, "本机关不予更正"),
    ],
)
def test_a_correction_of_records_tells_one_outcome(fields: dict[str, str], told: str) -> None:
    """Art. 41: corrected, passed on, not ours; or the evidence does not suffice."""
    text = words(rendered("records_correction_reply", full=False, **fields))
    outcomes = ("本机关已更正如下", "已将申请转送", "提出申请。", "本机关不予更正")
    assert told in text
    assert sum(outcome in text for outcome in outcomes) == 1


def test_each_part_that_is_withheld_is_told_with_its_ground() -> None:
    """Art. 37"""
    text = words(rendered("partly_granted"))
    assert "1.第三章中的联系人电话。理由：属于个人隐私（依据：《条例》第十五条）" in text
    assert "2.附件二的讨论记录。" in text


def test_one_attachment_has_no_number() -> None:
    """GB/T 9704-2012, 7.3.4"""
    assert "附件：望舒镇预算" in words(rendered("granted", attachments=["望舒镇预算"]))
    assert "附件：1.甲2.乙" in words(rendered("granted", attachments=["甲", "乙"]))
    assert "附件" not in words(rendered("granted", attachments=[]))


def test_signs_of_markup_rare_characters_and_tags_stay_as_they_are() -> None:
    text = '甲&乙<市>㙍镕喆龑𠮷"{{ organ }}{% if %}'
    data = rendered("granted", addressee=text, information=text)
    assert words(data).count(squeezed(text)) == 2
    assert squeezed("甲&乙<市>㙍镕喆龑𠮷") in pages(letters.pdf(data))[0]


def test_line_breaks_in_a_value_begin_paragraphs() -> None:
    data = rendered("not_existing", search="第一段\n\n第二段\t续\r\n第三段\x07")
    texts = [one.text for one in docx.Document(BytesIO(data)).paragraphs]
    at = texts.index("第一段")
    assert texts[at : at + 3] == ["第一段", "第二段 续", "第三段"]
    styles = {one.style.name for one in docx.Document(BytesIO(data)).paragraphs[at : at + 3] if one.style}
    assert styles == {"Body Text"}


def test_the_same_letter_is_the_same_bytes_and_says_nothing_of_its_making() -> None:
    data = rendered("granted")
    assert data == rendered("granted")
    with zipfile.ZipFile(BytesIO(data)) as zipped:
        core = zipped.read("docProps/core.xml").decode()
        everything = "".join(zipped.read(name).decode() for name in zipped.namelist())
        assert not {"docProps/app.xml", "docProps/custom.xml"} & set(zipped.namelist())
    assert re.findall(r"<(?!cp:core|\?xml)[a-z]+:(\w+)", core) == ["title"]
    assert "政府信息公开申请答复书" in core
    assert "rsid" not in everything


def test_dates_numbers_and_texts_are_taken_and_the_day_has_no_leading_zeros() -> None:
    text = words(rendered("third_party_letter", issued_on=date(2021, 1, 4), opinion_days=15))
    assert "2021年1月4日" in text
    assert "15个工作日" in text


# The page


def test_short_letters_stay_on_one_page_and_it_has_no_number() -> None:
    for code in ("receipt", "extension_notice", "granted", "not_ours", "declined_petition", "other_misc"):
        printed = pages(letters.pdf(rendered(code, full=False)))
        assert len(printed) == 1, code
        assert "—1—" not in printed[0]
    assert len(pages(letters.pdf(rendered("third_party_confirmation")))) == 1


def test_a_long_reason_goes_on_to_a_second_page_with_its_number() -> None:
    printed = pages(letters.pdf(rendered("not_existing", search=LONG)))
    assert len(printed) > 2
    assert "—1—" not in printed[0]
    for number, page in enumerate(printed[1:], start=2):
        assert page.startswith(f"—{number}—") or page.endswith(f"—{number}—")


def test_a_signature_is_never_alone_on_a_page() -> None:
    for lines in range(1, 20):
        printed = pages(letters.pdf(rendered("granted", full=False, manner="\n".join(["送达。"] * lines))))
        assert "人民法院提起行政诉讼" in printed[-1]


def test_the_page_is_that_of_the_standard() -> None:
    """GB/T 9704-2012, 10.1: name 30 mm from the edge, rules of 170 mm, the second 20 mm from the edge."""
    page = pypdfium2.PdfDocument(letters.pdf(rendered("granted", full=False)))[0]
    mm, height = 25.4 / 72, page.get_height()
    rules = sorted(
        (one.get_bounds() for one in page.get_objects() if one.type == 2), key=lambda place: -place[3]
    )
    reds = [one for one in rules if one[2] - one[0] > 100]
    assert len(reds) == 4  # two double rules
    for left, _bottom, right, _top in reds:
        assert (right - left) * mm == pytest.approx(170, abs=0.1)
        assert left * mm == pytest.approx(20, abs=0.1)
    assert reds[-1][1] * mm == pytest.approx(20, abs=0.1)
    thick = [top - bottom for _left, bottom, _right, top in reds]
    assert thick[0] > thick[1]
    assert thick[2] < thick[3]
    text = page.get_textpage()
    number = text.get_text_range().index("望舒公开答")
    (*_mark, mark), (*_number, below) = text.get_charbox(0), text.get_charbox(number)
    assert (height - mark) * mm == pytest.approx(31.5, abs=1.5)
    assert (reds[1][1] - below) * mm == pytest.approx(7 / 8 * 16 * mm, abs=1)  # 3号汉字高度的7/8


def test_a_pdf_is_tagged_and_titled() -> None:
    document = pypdfium2.PdfDocument(letters.pdf(rendered("granted", full=False)))
    assert document.get_metadata_dict()["Title"] == "政府信息公开申请答复书"
    assert document.is_tagged()


# What an office may edit


def test_edits_of_words_and_looks_reach_docx_and_pdf() -> None:
    def change(document: Any) -> None:
        body = paragraph(document, "可以公开")
        body.add_run("本机关感谢您的关注。").font.color.rgb = RGBColor(0x12, 0x34, 0x56)
        body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        body.paragraph_format.line_spacing = Pt(60)
        paragraph(document, "manner").add_run().add_break(WD_BREAK.PAGE)

    template = edited("granted", change)
    assert letters.check("granted", template) == []
    data = letters.render(template, KINDS["granted"].sample())
    printed = pages(letters.pdf(data))
    assert "本机关感谢您的关注。" in words(data)
    assert "本机关感谢您的关注。" in printed[0]
    assert "复制件随本答复书一并邮寄。" in printed[0]
    assert "行政复议" in printed[1]


def test_automatic_numbers_are_printed() -> None:
    def change(document: Any) -> None:
        body = paragraph(document, "可以公开")._p.get_or_add_pPr()
        body.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))

    template = edited("granted", change)
    numbering = (
        f'<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    template = with_part(template, "word/numbering.xml", numbering.encode())
    with zipfile.ZipFile(BytesIO(template)) as zipped:
        relations = zipped.read("word/_rels/document.xml.rels").decode()
    one = (
        '<Relationship Id="rId99" Target="numbering.xml" Type="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships/numbering"/></Relationships>'
    )
    relations = relations.replace("</Relationships>", one)
    template = with_part(template, "word/_rels/document.xml.rels", relations.encode())
    assert letters.check("granted", template) == []
    assert "一、经审查" in pages(letters.pdf(letters.render(template, KINDS["granted"].sample())))[0]


def test_tags_cut_to_pieces_by_word_are_read() -> None:
    def change(document: Any) -> None:
        manner = paragraph(document, "manner")
        manner.text = "{{ man"
        manner.add_run("ner").bold = True
        manner.add_run(" }}")

    template = edited("granted", change)
    assert letters.check("granted", template) == []
    assert "复制件随本答复书一并邮寄。" in words(letters.render(template, KINDS["granted"].sample()))


# What is refused


def body_text(text: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        paragraph(document, "可以公开").add_run(text)

    return change


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ idcard }}", "模板用了没有的字段：idcard"),
        ("{{ search }}", "不能用字段search"),
        ("{{ ''.__class__ }}", "标记里"),
        ("{{ organ.__class__.__mro__ }}", "标记里不能用“.__"),
        ("{{ organ|upper }}", "过滤器"),
        ("{{ range(9) }}", "函数"),
        ("{{ 9 * 9 }}", "运算"),
        ("{% set organ = 1 %}", "赋值"),
        ("{% include 'a' %}", "标记里只能写"),
        ("{{ attachments }}", "列表要用循环逐个写出"),
        ("{% for a in organ %}{{ a }}{% endfor %}", "只有attachments、parts可以循环"),
        (
            "{% for a in attachments %}{% for b in parts %}{% endfor %}{% endfor %}",
            "循环里不能再有循环",
        ),
        ("{% if organ %}", "标记写坏了"),
        ("{{ organ ", "个数不同"),
        ("{{ organ }} {% endif %}", "标记写坏了"),
        ("{{ organ }}" * 600, "标记太多"),
        ("{{" * 100, "个数不同"),
        ("{{ " + "(" * 3000 + "organ" + ")" * 3000 + " }}", "标记套得太深"),
        ("{% if organ %}" * 120 + "{% endif %}" * 120, "标记套得太深"),
    ],
)
def test_tags_that_do_more_than_name_fields_are_refused(text: str, said: str) -> None:
    template = edited("granted", body_text(text))
    [found] = letters.check("granted", template)
    assert said in found


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ organ|upper }}", "{{ idcard }}", "{{ cycler }}"])
def test_a_template_nobody_checked_is_refused_when_it_is_used(text: str) -> None:
    with pytest.raises(TemplateRefused):
        letters.render(edited("granted", body_text(text)), KINDS["granted"].sample())


@pytest.mark.parametrize("name", ["remedy", "number", "organ", "addressee", "issued_on"])
def test_a_reply_without_what_it_must_hold_is_refused(name: str) -> None:
    def change(document: Any) -> None:
        places = [*document.sections[0].first_page_header.paragraphs, *document.paragraphs]
        for one in places:
            if "{{ " + name in one.text:
                one.text = "略"

    assert letters.check("granted", edited("granted", change)) == [
        f"缺少必须保留的字段{name}（{FIELDS[name].meaning}）"
    ]


def test_what_must_stay_may_not_hang_on_a_condition() -> None:
    def change(document: Any) -> None:
        paragraph(document, "{{ remedy }}").text = "{% if contact %}{{ remedy }}{% endif %}"

    [found] = letters.check("granted", edited("granted", change))
    assert "字段remedy" in found
    assert "移到条件之外" in found


def test_a_template_that_cannot_be_set_is_refused_before_it_is_used() -> None:
    def change(document: Any) -> None:
        document.sections[0].left_margin = document.sections[0].right_margin = Mm(200)

    assert letters.check("granted", edited("granted", change)) == ["页边距太大，没有留下写正文的地方"]


def test_a_letter_leads_to_nothing_that_was_left_out() -> None:
    """Word calls a file damaged whose settings name footnotes or templates that are not there."""

    def change(document: Any) -> None:
        settings = document.settings.element
        for name in ("footnotePr", "endnotePr"):
            settings.append(parse_xml(f'<w:{name} {nsdecls("w")}><w:footnote w:id="-1"/></w:{name}>'))
        settings.append(parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="rId7"/>'))

    template = edited("granted", change)
    assert letters.check("granted", template) == []
    with zipfile.ZipFile(BytesIO(letters.render(template, KINDS["granted"].sample()))) as zipped:
        settings = zipped.read("word/settings.xml").decode()
    assert not any(name in settings for name in ("footnotePr", "endnotePr", "attachedTemplate"))


def test_every_fault_of_the_fields_is_named_at_once() -> None:
    def change(document: Any) -> None:
        paragraph(document, "{{ remedy }}").text = "{{ search }}{{ reason }}"

    assert len(letters.check("granted", edited("granted", change))) == 3


def test_values_that_are_missing_or_unknown_are_named_without_their_content() -> None:
    fields = KINDS["granted"].sample()
    with pytest.raises(TemplateRefused, match="没有给出字段的值：manner、remedy") as refused:
        letters.render(
            default_template("granted"), {k: v for k, v in fields.items() if k not in ("manner", "remedy")}
        )
    assert "王晓禾" not in str(refused.value)
    with pytest.raises(TemplateRefused, match="文书没有这些字段：applicnat") as refused:
        letters.render(default_template("granted"), fields | {"applicnat": "张三"})
    assert "张三" not in str(refused.value)


@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_a_letter_never_leaves_without_its_remedy(nothing: str | None) -> None:
    with pytest.raises(TemplateRefused, match="没有给出字段的值：remedy"):
        rendered("granted", remedy=nothing)


def xml(text: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        paragraph(document, "可以公开")._p.append(parse_xml(text.replace(" ", f" {nsdecls('w')} ", 1)))

    return change


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("<w:ins w:id='1'/>", "修订痕迹"),
        ("<w:commentReference w:id='1'/>", "批注"),
        ("<w:footnoteReference w:id='1'/>", "脚注"),
        ("<w:altChunk />", "嵌入的文件"),
        ("<w:object />", "嵌入的文件"),
        ("<w:pict />", "图片"),
        ("<w:r ><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "符号字体"),
        ("<w:r ><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>", "隐藏的文字"),
        ("<w:fldSimple w:instr='INCLUDETEXT C:/x'/>", "域"),
        ("<w:r ><w:instrText>DDEAUTO cmd</w:instrText></w:r>", "域"),
    ],
)
def test_what_has_no_place_in_a_letter_is_refused(element: str, said: str) -> None:
    [found] = letters.check("granted", edited("granted", xml(element)))
    assert said in found


def test_macros_embedded_files_and_links_to_the_outside_are_refused() -> None:
    good = default_template("granted")
    for name in ("word/vbaProject.bin", "word/embeddings/a.xlsx", "word/activeX/activeX1.xml"):
        assert "宏、控件或嵌入" in letters.check("granted", with_part(good, name, b"x"))[0]
    outside = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" '
        b'Target="https://example.invalid/a.dotm" TargetMode="External"/></Relationships>'
    )
    said = letters.check("granted", with_part(good, "word/_rels/settings.xml.rels", outside))
    assert "外部链接" in said[0]


def test_what_is_no_docx_is_refused() -> None:
    good = default_template("granted")
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'
    for data, said in [
        (b"%PDF-1.7", "打不开"),
        (b"", "打不开"),
        (good[:900], "打不开"),
        (with_part(b"PK\x05\x06" + bytes(18), "a.txt", b"a"), "不是DOCX"),
        (with_part(good, "word/document.xml", entity), "文档类型声明"),
        (with_part(good, "word/document.xml", b"<w:document"), "打不开"),
        (bytes(2_000_000), "超过1MB"),
        (with_part(good, "word/document.xml", b" " * 30_000_000), "展开后过大"),
    ]:
        [found] = letters.check("granted", data)
        assert said in found


def test_a_condition_that_begins_in_the_text_and_ends_in_a_table_is_refused() -> None:
    def change(document: Any) -> None:
        paragraph(document, "{{ organ }}").add_run("{% if contact %}甲")
        document.tables[0].cell(1, 1).text = "{% endif %}"

    code = "third_party_confirmation"
    [found] = letters.check(code, edited(code, change))
    assert "放错了位置" in found
