"""公开时限 of a catalogue: what is read in its words, what is left alone, and the last days that follow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import time_limits
from gongkai.law.disclosure import publication_due
from gongkai.law.time_limits import Event, Every, Period, Standing, Unit, Within
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
WORKING, CALENDAR, MONTHS = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS

READ = {
    "信息形成或者变更之日起20个工作日内": [Within(20, WORKING)],
    "自信息形成或变更之日起二十个工作日内予以公开。": [Within(20, WORKING)],
    "信息形成（变更）之日起２０个工作日内": [Within(20, WORKING)],
    "政府信息制作之日起 20 个工作日内公开": [Within(20, WORKING)],
    "形成之日起20个工作日": [Within(20, WORKING)],
    "3个工作日内": [Within(3, WORKING)],
    "5日内": [Within(5, CALENDAR)],
    "七天内公示": [Within(7, CALENDAR)],
    "形成后1个月内公开": [Within(1, MONTHS)],
    "公文印发之日起3个工作日内": [Within(3, WORKING, Event.ISSUED, "公文印发")],
    "自作出行政决定之日起7个工作日内": [Within(7, WORKING, Event.ISSUED, "作出行政决定")],
    "批复下达之日起20个工作日内": [Within(20, WORKING, Event.OTHER, "批复下达")],
    "上级文件印发后5个工作日内": [Within(5, WORKING, Event.OTHER, "上级文件印发")],
    "公示期满后3个工作日内": [Within(3, WORKING, Event.OTHER, "公示期满")],
    "政府文件3个工作日内；概况和年度总结20个工作日内": [
        Within(3, WORKING, about="政府文件"),
        Within(20, WORKING, about="概况和年度总结"),
    ],
    "实时公开": [Standing.AT_ONCE],
    "及时公开": [Standing.AT_ONCE],
    "永久公开": [Standing.LASTING],
    "长期公开": [Standing.LASTING],
    "长期公开，变更之日起20个工作日内更新": [Standing.LASTING, Within(20, WORKING)],
    "每季度首月20日前": [Every(Period.QUARTER, 1, 20)],
    "每季度首月20日": [Every(Period.QUARTER, 1, 20)],
    "每季度第二个月10日前公布": [Every(Period.QUARTER, 2, 10)],
    "每年1月31日前": [Every(Period.YEAR, 1, 31)],
    "每年3月底前公开": [Every(Period.YEAR, 3)],
    "每年12月底前": [Every(Period.YEAR, 12)],
    "每月10日前": [Every(Period.MONTH, 1, 10)],
    "每月底前": [Every(Period.MONTH)],
    "每季度公开": [Every(Period.QUARTER)],
    "按季度更新": [Every(Period.QUARTER)],
    "每半年公开一次": [Every(Period.HALF)],
    "每年年底前": [Every(Period.YEAR)],
    "每季度结束后15日内": [Every(Period.QUARTER, after=Within(15, CALENDAR))],
    "每月终了后10个工作日内公开": [Every(Period.MONTH, after=Within(10, WORKING))],
    "信息形成或者变更之日起20个工作日内，法律、法规另有规定的，从其规定": [Within(20, WORKING)],
    "按照《政府信息公开条例》的规定，自该信息形成或者变更之日起20个工作日内": [Within(20, WORKING)],
    "公开时限：20个工作日内": [Within(20, WORKING)],
    "行政处罚信息自作出行政决定之日起7个工作日内上网公开，其他信息自获取之日起20个工作日内公开": [
        Within(7, WORKING, Event.ISSUED, "行政处罚信息自作出行政决定"),
        Within(20, WORKING, Event.OTHER, "其他信息自获取"),
    ],
    "每年度公开1次": [Every(Period.YEAR)],
    "规划形成之日起20个工作日内；执行情况每年12月31日前": [Within(20, WORKING, Event.OTHER, "规划形成")],
    "": [],
}

LEFT_ALONE = [
    "公示期不少于7个工作日",
    "公示5个工作日",
    "会议召开前3日内",
    "提前5个工作日公开",
    "与政策文件同步公开",
    "重大决策征求意见的，20日内公开",
    "形成之日起0个工作日内",
    "形成之日起24小时内",
    "每年2月30日前",
    "每年13月1日前",
    "每月年底前",
    "每季度20日前",
    "每季度首月32日前",
    "按照有关规定执行",
    "按照《土地管理法》第四十七条办理",
    "1月31日前",
    "次年1月31日前",
    "事前公示，公示期7个工作日",
    "保留20个工作日内",
    "按进度公开",
    "适时公开",
    "每季度首月20日前公开5日",
]


@pytest.mark.parametrize(("text", "rules"), READ.items())
def test_what_a_catalogue_says_is_read_as(text: str, rules: list[time_limits.Rule]) -> None:
    assert list(time_limits.read(text).rules) == rules


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_certain_stays_text(text: str) -> None:
    limit = time_limits.read(text)
    assert limit.rules == () and limit.unread == (text.replace("，", ","),)


def test_one_sentence_may_be_read_and_the_next_not() -> None:
    limit = time_limits.read("形成之日起20个工作日内；公示期不少于7日。")
    assert limit.rules == (Within(20, WORKING),)
    assert limit.unread == ("公示期不少于7日",)


@pytest.mark.parametrize(
    ("text", "event", "last"),
    [
        ("形成之日起20个工作日内", "2020-09-21", "2020-10-23"),  # over National Day, with made-up days
        ("3个工作日内", "2021-02-10", "2021-02-20"),  # over the Spring Festival; Saturday is made up
        ("7日内", "2021-01-04", "2021-01-11"),
        ("形成后1个月内", "2021-01-29", "2021-03-01"),  # no 29th: the 28th, which is a Sunday
        ("形成后2个月内", "2021-11-30", "2022-01-30"),  # a Sunday, but made up
    ],
)
def test_the_last_day_after_an_event(text: str, event: str, last: str) -> None:
    (rule,) = time_limits.read(text).rules
    assert isinstance(rule, Within)
    assert rule.last_day(date.fromisoformat(event), DAYS) == date.fromisoformat(last)


def test_a_term_of_calendar_days_that_ends_on_a_day_of_rest_ends_on_the_next_working_day() -> None:
    assert Within(5, CALENDAR).last_day(date(2021, 1, 4), DAYS) == date(2021, 1, 11)
    assert Within(5, CALENDAR).last_day(date(2020, 9, 28), DAYS) == date(2020, 10, 9)
    assert Within(5, CALENDAR).last_day(date(2020, 9, 22), DAYS) == date(2020, 9, 27)  # a made-up Sunday


@pytest.mark.parametrize(
    ("text", "on", "last", "owed"),
    [
        ("每季度首月20日前", "2021-01-20", "2021-01-20", "2020-10-01"),  # the day itself is in time
        ("每季度首月20日前", "2021-01-21", "2021-01-20", "2021-01-01"),
        ("每季度首月20日前", "2021-03-31", "2021-01-20", "2021-01-01"),
        ("每季度公开", "2021-02-10", "2021-03-31", "2020-10-01"),
        ("每年1月31日前", "2021-01-04", "2021-01-31", "2020-01-01"),
        ("每年1月31日前", "2021-02-01", "2021-01-31", "2021-01-01"),
        ("每年2月底前", "2024-02-05", "2024-02-29", "2023-01-01"),
        ("每月31日前", "2021-04-12", "2021-04-30", "2021-03-01"),
        ("每半年公开一次", "2021-07-01", "2021-12-31", "2021-01-01"),
        ("每季度结束后15日内", "2021-04-10", "2021-04-15", "2021-01-01"),
        ("每季度结束后15日内", "2021-04-16", "2021-04-15", "2021-04-01"),
    ],
)
def test_a_period_has_its_day_and_what_is_owed_already(text: str, on: str, last: str, owed: str) -> None:
    (rule,) = time_limits.read(text).rules
    assert isinstance(rule, Every)
    day = date.fromisoformat(on)
    assert rule.last_day(day, DAYS).isoformat() == last
    assert rule.owed_since(day, DAYS).isoformat() == owed


WITHINS = st.builds(
    Within,
    st.integers(1, 999),
    st.sampled_from(Unit),
)
EVERYS = st.one_of(
    st.builds(Every, st.sampled_from(Period)),
    st.builds(Every, st.just(Period.MONTH), st.just(1), st.integers(1, 31)),
    st.builds(Every, st.just(Period.QUARTER), st.integers(1, 3), st.integers(0, 31)),
    st.builds(Every, st.just(Period.HALF), st.integers(1, 6), st.integers(0, 31)),
    st.builds(Every, st.just(Period.YEAR), st.integers(1, 12), st.integers(0, 28)),
    st.builds(Every, st.sampled_from(Period), after=WITHINS),
)


@given(st.one_of(WITHINS, EVERYS, st.sampled_from(Standing)))
def test_a_rule_put_into_words_is_read_again(rule: time_limits.Rule) -> None:
    assert time_limits.read(time_limits.described(rule)).rules == (rule,)


@pytest.mark.parametrize("text", [text for text, rules in READ.items() if rules])
def test_what_was_read_says_the_same_in_our_words(text: str) -> None:
    rules = time_limits.read(text).rules
    assert time_limits.read("；".join(map(time_limits.described, rules))).rules == rules


@given(st.text(alphabet="自信息形成变更之日起每年季度首月前后内个工作二十0123456789，；。公开", max_size=30))
def test_no_text_breaks_the_reading_and_what_is_read_gives_days(text: str) -> None:
    for rule in time_limits.read(text).rules:
        if not isinstance(rule, Standing):
            assert rule.last_day(date(2021, 1, 4), DAYS) > date(2020, 12, 31)


@given(st.dates(date(2019, 5, 15), date(2026, 10, 1)))
def test_twenty_working_days_are_those_of_the_regulation(formed: date) -> None:
    (rule,) = time_limits.read("信息形成或者变更之日起20个工作日内").rules
    assert isinstance(rule, Within)
    assert rule.last_day(formed, DAYS) == publication_due(formed, DAYS).on


@given(EVERYS, st.dates(date(2019, 1, 1), date(2027, 12, 31)))
def test_a_period_is_owed_only_when_its_day_is_past(rule: Every, on: date) -> None:
    owed = rule.owed_since(on, DAYS)
    assert owed <= rule.begins(on) <= on
    assert rule.last_day(owed, DAYS) < on or owed < rule.begins(on)
