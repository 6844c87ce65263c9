"""文书: every letter from its template to its PDF."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest

from gongkai.annual_report import formats
from gongkai.site.applications import letters
from gongkai.site.applications.letters import KINDS, Addressee, default_template
from gongkai.site.applications.letters.description import described
from gongkai.site.applications.letters.kinds import FIELDS, Need
from tests.site.letters import pages, rendered, squeezed, words

ROOT = Path(__file__).parents[3]
LETTERS = [code for code, kind in KINDS.items() if not kind.is_form]
REPLIES = [code for code, kind in KINDS.items() if kind.row]
CASES = [(code, full) for code in KINDS for full in (True, False)]
SENTENCE = "本机关在收文登记簿、发文登记簿和档案目录中逐件核对，没有发现。"
LONG = "\n".join(f"{number}.{SENTENCE}" for number in range(1, 40))


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
