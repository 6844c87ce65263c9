"""A notice on holidays is read as it was written, or refused with what is wrong in it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.working_days import WorkingDays, on_file
from gongkai.law.working_days.notice import BadNotice, Holiday, Notice, checked, of_dict, of_toml, of_words

WEEK = "一二三四五六日"
NUMERALS = "一二三四五六七"
LABOUR = Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 4, 24), date(2027, 5, 8)))
NEXT = Notice(
    2027,
    (
        Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2), (date(2026, 12, 27),)),
        Holiday("春节", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 1, 31), date(2027, 2, 20))),
        Holiday("清明节", date(2027, 4, 3), date(2027, 4, 5)),
        LABOUR,
        Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
        Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 9, 26), date(2027, 10, 9))),
    ),
    "国办发明电〔2026〕99号",
    True,
)
"""Of our own making: no such notice has been issued."""


def spoken(day: date, after: date | None = None) -> str:
    """A day as notices write it: what is plain from the day before it is left out."""
    month = "" if after and after.month == day.month else f"{day.month}月"
    year = f"{day.year}年" if after and after.year != day.year else ""
    return f"{year}{month or (f'{day.month}月' if year else '')}{day.day}日（周{WEEK[day.weekday()]}）"


def words(notice: Notice) -> str:
    """The notice in the wording of the State Council's."""
    lines = [f"国务院办公厅关于{notice.year}年部分节假日安排的通知", notice.number, "各有关单位："]
    for numeral, one in zip(NUMERALS, notice.holidays, strict=False):
        year = f"{one.first.year}年" if one.first.year != notice.year else ""
        until = f"至{spoken(one.last, one.first)}" if one.last > one.first else ""
        count = (one.last - one.first).days + 1
        made_up = "、".join(spoken(day) for day in one.make_up)
        more = f"{made_up}上班。" if made_up else ""
        lines.append(f"{numeral}、{one.name}：{year}{spoken(one.first)}{until}放假调休，共{count}天。{more}")
    return "\n".join([*lines, "节假日期间，各单位要安排好值班。", f"{notice.year - 1}年11月4日"])


@pytest.mark.parametrize("notice", [*on_file(), NEXT], ids=lambda one: f"{one.year}-{len(one.holidays)}")
def test_a_notice_is_read_from_its_own_words(notice):
    read = of_words(words(notice))
    assert (read.year, read.holidays, read.number) == (notice.year, notice.holidays, notice.number)
    assert read.number_verified  # whoever pastes the document has it


def test_the_wording_may_be_wrapped_spaced_and_full_width():
    text = words(NEXT).replace("放假", "放\n假").replace("日（", "　日 （").replace("2027", "２０２７")
    assert of_words(text).holidays == NEXT.holidays


def test_lunar_days_in_brackets_and_joined_weekends_are_no_days():
    text = words(NEXT).replace("2月5日（周五）", "2月5日（农历腊月二十九、周五）")
    text = text.replace("6月9日（周三）放假调休，共1天", "6月9日放假，与周末连休")
    text = text.replace("共7天。1月31日", "共7天。鼓励安排职工在除夕（2月4日）休息。1月31日")
    assert of_words(text).holidays == NEXT.holidays


@given(st.sampled_from([*on_file(), NEXT]))
def test_what_is_kept_is_read_back(notice):
    assert of_dict(notice.as_dict()) == notice


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("共5天", "共6天", "劳动节从2027-05-01到2027-05-05是5天，通知写的是6天"),
        ("5月8日（周六）", "5月8日（周五）", "2027-05-08是周六，通知写的是周五"),
        ("5月8日（周六）上班", "5月7日（周五）上班", "劳动节调休上班的2027-05-07不是周末"),
        ("2027年部分节假日安排", "节假日", "没有找到“某某年部分节假日安排”"),
        ("端午节：", "龙舟节：", "“龙舟节”不是全体公民放假的节日"),
        ("端午节：6月9日（周三）放假", "端午节：另行通知", "没有读懂端午节的放假日期"),
        ("端午节：6月9日（周三）", "端午节：9日（周三）", "端午节的日期没有写月份"),
        ("端午节：6月9日（周三）", "端午节：6月31日", "端午节里没有这一天"),
        ("9月15日（周三）", "9月27日（周一）至10月1日（周五）", "2027-10-01在国庆节和中秋节里都写了"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(old, new, told):
    text = words(NEXT)
    assert old in text
    with pytest.raises(BadNotice, match=told):
        of_words(text.replace(old, new).replace("共1天", "") if "至10月" in new else text.replace(old, new))


def test_text_that_is_no_notice_is_refused():
    with pytest.raises(BadNotice, match="没有找到“一、元旦"):
        of_words("2027年部分节假日安排的通知")
    with pytest.raises(BadNotice, match="不是正确的TOML"):
        of_toml("year = ")
    with pytest.raises(BadNotice, match="格式不对"):
        of_toml("year = 2027")
    with pytest.raises(BadNotice, match="格式不对"):
        of_toml('year = 2027\n[[holidays]]\nname = "元旦"\nfirst = "一月一日"')


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"last": date(2027, 4, 30)}, "起止不对"),
        ({"last": date(2027, 6, 30)}, "起止不对"),
        ({"first": date(2028, 5, 1), "last": date(2028, 5, 5), "make_up": ()}, "不在2027年"),
    ],
)
def test_spans_that_cannot_be_are_refused(change, told):
    with pytest.raises(BadNotice, match=told):
        checked(replace(NEXT, holidays=(replace(LABOUR, **change),)))


def test_a_holiday_is_named_once():
    with pytest.raises(BadNotice, match="写了两次"):
        checked(replace(NEXT, holidays=(LABOUR, Holiday("劳动节", date(2027, 5, 20), date(2027, 5, 20)))))


def test_a_new_notice_makes_its_year_certain():
    before = WorkingDays.loaded()
    after = before.with_notices([NEXT])
    assert before.day(date(2027, 2, 8)).works and before.day(date(2027, 2, 8)).provisional
    assert not after.day(date(2027, 2, 8)).works and not after.day(date(2027, 3, 1)).provisional
    assert after.day(date(2027, 2, 20)).made_up
    assert "国办发明电〔2026〕99号" in after.day(date(2027, 2, 8)).ground
    assert before.last_year == 2026 and after.last_year == 2027


def test_days_off_in_december_come_with_the_notice_of_the_year_after():
    after = WorkingDays.loaded().with_notices([NEXT])
    assert not after.works(date(2026, 12, 31)) and after.works(date(2026, 12, 27))
    assert WorkingDays.loaded().works(date(2026, 12, 31))


def test_a_partial_notice_changes_what_it_names_and_nothing_else():
    longer = Notice(2027, (replace(LABOUR, last=date(2027, 5, 7), make_up=(date(2027, 5, 8),)),))
    after = WorkingDays.loaded().with_notices([NEXT, longer])
    assert not after.works(date(2027, 5, 7)) and not after.works(date(2027, 4, 24))
    plain = WorkingDays.loaded().with_notices([NEXT])
    first = date(2027, 1, 1)
    changed = {
        day
        for day in (first + timedelta(days=number) for number in range(365))
        if plain.works(day) != after.works(day)
    }
    assert changed == {date(2027, 4, 24), date(2027, 5, 6), date(2027, 5, 7)}


def test_a_partial_notice_needs_a_year_that_is_arranged():
    with pytest.raises(BadNotice, match="2027年还没有完整的安排，这份通知缺少：元旦、春节"):
        WorkingDays.loaded().with_notices([Notice(2027, (LABOUR,))])


def test_of_two_holidays_joined_both_are_named():
    alone = Notice(2020, (Holiday("中秋节", date(2020, 10, 1), date(2020, 10, 1)),))
    with pytest.raises(BadNotice, match="国庆节、中秋节原来合在一起安排"):
        WorkingDays.loaded().with_notices([alone])


def test_a_number_that_nobody_verified_is_shown_nowhere():
    assert all(notice.number and not notice.number_verified for notice in on_file())
    days = WorkingDays.loaded()
    first, last = date(2018, 1, 1), date(2026, 12, 31)
    for number in range((last - first).days + 1):
        assert "〔" not in days.day(first + timedelta(days=number)).ground
