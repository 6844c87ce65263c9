"""文书模板: what an office may edit in a template, and what is refused."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from gongkai.site.applications import letters
from gongkai.site.applications.letters import KINDS, TemplateRefused, default_template
from gongkai.site.applications.letters.kinds import FIELDS
from tests.site.letters import edited, pages, paragraph, rendered, with_part, words

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
