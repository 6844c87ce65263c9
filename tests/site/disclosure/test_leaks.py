"""泄露检查: what is found, how it is told, and what is no leak."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.site.disclosure.leaks import Finding, Part, check, check_digit, has_number, luhn

ID = "11010519491231002X"
CARD = "6222021001116245702"


def found(text: str, *, is_file: bool = False, **known: object) -> list[Finding]:
    return check([Part("body", "正文", text, is_file)], **known)


def kinds(text: str, **known: object) -> list[str]:
    return [one.kind for one in found(text, **known)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"身份证号：{ID}", "id"),
        ("身份证号11010519491231002x。", "id"),
        ("１１０１０５１９４９１２３１００２Ｘ", "id"),
        ("110105 19491231 002X", "id"),
        ("110105-19491231-002X", "id"),
        ("110105\t19491231\t002X", "id"),
        ("\t".join(ID), "id"),
        ("1 110105194912310\u200b02X", "id"),
        ("12\t110105 19491231 002X\t1200", "id"),
        ("130503670401001", "old_id"),
        ("110105194912310021", "near_id"),
        (CARD, "card"),
        ("6222 0210 0111 6245 702", "card"),
        ("卡号 4111-1111-1111-1111", "card"),
        ("13800138000", "mobile"),
        ("电话138 0013 8000", "mobile"),
        ("+8613800138000", "mobile"),
        ("zhang.san@example.com", "email"),
        ("姓名\t身份证号码\t金额", "column"),
        ("姓名\t社保号", "column"),
        ("户主\t家庭住址\t补助", "column"),
        ("秘密★", "mark"),
        ("机密 ★ 10年", "mark"),
        ("【内部资料　注意保存】", "mark"),
        ("工作秘密", "mark"),
        ("（不予公开）", "mark"),
        ("此件依申请公开", "mark"),
        ("公开属性：不予公开", "mark"),
        ("不得泄露工作秘密和个人隐私。", "word"),
        ("按照内部传阅的要求办理。", "word"),
    ],
)
def test_each_kind_is_found_however_it_is_written(text, kind):
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "望政发〔2020〕12号",
        "索引号 wangshu/2020-00012",
        "合计1,234,567.89元，同比增长12.3%",
        "2020年1月4日至2020-12-31",
        "联系电话：0871-61234567",
        "统一社会信用代码91110108551385082Q",
        "统一社会信用代码：11530000015113007K",
        "采购编号YNZC2020-G1-00123-ZJ-0001",
        "项目代码2020-530114-48-01-012345",
        "20201231150000123",
        "110***********1234",
        "1101051949****002X",
        "138****8000",
        "6222 **** **** 5702",
        "1200 3400 5600 7800 9100",
        "面积\t1200.5\t3400.25\t5600",
        "依法不予公开的，说明理由和依据。",
        "涉及国家秘密、商业秘密、个人隐私的除外。",
        "政府信息公开办公室",
        "此件公开发布",
        "",
    ],
)
def test_what_is_no_leak_is_not_found(text):
    assert kinds(text) == []


def test_the_numbers_of_the_organ_itself_are_none():
    assert kinds("监督电话13800138000", own=("0871-61234567、138 0013 8000",)) == []
    assert kinds("监督电话13900139000", own=("13800138000",)) == ["mobile"]
    assert kinds("邮箱Office@example.cn、li@example.cn", own=("office@example.cn",)) == ["email"]


def test_a_number_that_is_known_not_to_be_public_may_not_be_cited():
    text = "按照云川县望政发［2020］012号要求"
    (one,) = found(text, not_public={"望政发〔2020〕12号"})
    assert (one.kind, one.samples, one.blocks) == ("cited", ("望政发〔2020〕12号",), False)
    assert found(text, not_public={"政发〔2020〕11号"}) == []


def test_what_is_found_says_where_how_often_and_never_the_whole_number():
    text = f"各村：\n一、名单\n张三\t{ID}\n李四\t{ID[:-1]}x\t{CARD}"
    first, second = found(text)
    assert (first.kind, first.place, first.count, first.key) == ("id", "正文第3段", 2, "id:body")
    assert (second.kind, second.place, second.count) == ("card", "正文第4段", 1)
    for sample in (*first.samples, *second.samples):
        assert "*" * 9 in sample and sample[:3] in (ID[:3], CARD[:3]) and len(sample) - sample.count("*") == 5
    assert not has_number("、".join(first.samples + second.samples))


def test_a_line_of_a_file_is_a_row_and_a_picture_has_no_text_to_check():
    assert found(f"名单\n{ID}", is_file=True)[0].place == "正文第2行"
    assert [one.kind for one in found(" \n", is_file=True)] == ["unread"]


def test_what_blocks_comes_first():
    assert [one.blocks for one in found(f"13800138000\n{ID}\n机密★")] == [True, True, False]


# Properties ---------------------------------------------------------------------------------------

SEVENTEEN = st.builds(
    lambda province, place, day, serial: f"{province}{place:04}{day:%Y%m%d}{serial:03}",
    st.sampled_from(["11", "33", "53", "62", "65"]),
    st.integers(0, 9999),
    st.dates(min_value=date(1920, 1, 1), max_value=date(2020, 1, 1)),
    st.integers(0, 999),
)
IDS = SEVENTEEN.map(lambda digits: digits + check_digit(digits))
WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
DISGUISES = [
    str,
    str.lower,
    lambda number: number.translate(WIDE),
    lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    lambda number: f"{number[:6]}\t{number[6:10]}\t{number[10:]}",
    " ".join,
    "\u200b".join,
    lambda number: f"{number[:-1]} {number[-1]}",
]


@settings(deadline=None)
@given(IDS, st.sampled_from(DISGUISES), st.sampled_from(["", "身份证：", "张三\t", "1\t", "3 "]))
def test_a_valid_identity_number_is_found_in_any_disguise(number, disguise, before):
    assert "id" in kinds(f"{before}{disguise(number)}\t已核")


@settings(deadline=None)
@given(st.from_regex(r"[1-9][0-9]{14,18}", fullmatch=True))
def test_digits_with_a_wrong_check_digit_do_not_block(digits):
    valid_id = len(digits) == 18 and check_digit(digits[:17]) == digits[17]
    if not luhn(digits) and not valid_id and len(digits) != 15:
        assert not any(one.blocks for one in found(digits))


@settings(deadline=None)
@given(st.text(alphabet="0123456789 \t-Xx〔〕★密机内部@.号第1２３", max_size=200))
def test_nothing_that_is_typed_breaks_the_check_or_shows_a_whole_number(text):
    for one in found(text, is_file=True):
        if one.kind in ("id", "old_id", "card", "mobile"):
            assert all("**" in sample for sample in one.samples)


@pytest.mark.parametrize(
    "text",
    [
        "为做好春季森林防火工作，现通知如下。\n" * 55_000,
        "1" * 1_000_000,
        ("1" + " " * 1000) * 1000,
        "a@" * 500_000,
        "望政发〔2020〕" * 100_000,
        "12 34 56 78 90 " * 66_000,
    ],
    ids=["prose", "digits", "spaces", "at", "brackets", "groups"],
)
def test_a_megabyte_is_checked_in_a_moment_whatever_is_in_it(text):
    """Some tenths of a second on an idle machine; a pattern that goes back and forth takes hours."""
    start = time.process_time()
    found(text, not_public={"望政发〔2020〕1号"})
    assert time.process_time() - start < 10
