"""时限条: every day of a term is one square, and the words say what the squares say."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.template import engines
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.law.applications import reply
from gongkai.law.applications.receipt import Channel
from gongkai.law.applications.reply import Consultation, Contradiction, Facts
from gongkai.law.clock import Due, Effect
from gongkai.law.working_days import WorkingDays
from gongkai.site.daystrip import Gap, Kind, Mark, Strip, Week, drawn
from tests import cast
from tests.site import items

DAYS = WorkingDays.loaded()
DAY = timedelta(days=1)
RECEIVED = date(2021, 1, 25)
KINDS = {
    Effect.COUNTED: Kind.COUNTED,
    Effect.MAKE_UP: Kind.MAKE_UP,
    Effect.REST: Kind.REST,
    Effect.EXCLUDED: Kind.EXCLUDED,
}


def strip(facts: Facts, today: date) -> tuple[Due, Strip]:
    due = reply.due(facts, DAYS)
    return due, drawn(due, start=facts.arrived_on, today=today, begun="收到申请")


def of(**fields: object) -> Facts:
    return Facts(Channel.IN_PERSON, RECEIVED, **fields)  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    """Facts of every kind, some of which contradict each other."""
    received = draw(st.dates(date(2019, 6, 1), date(2026, 12, 1)))
    days = st.integers(0, 45)

    def later(since: date | None = received) -> date | None:
        return since + draw(days) * DAY if since and draw(st.booleans()) else None

    corrected, paid = later(), later()
    asked = draw(st.lists(st.tuples(days, st.none() | days), max_size=3))
    return Facts(
        Channel.IN_PERSON,
        received,
        correction_notified_on=corrected,
        corrected_on=later(corrected),
        fee_notified_on=paid,
        fee_paid_on=later(paid),
        consultations=tuple(
            Consultation(received + a * DAY, None if b is None else received + (a + b) * DAY)
            for a, b in asked
        ),
        extended_on=later(),
        postponed_to=received + draw(st.integers(60, 150)) * DAY if draw(st.booleans()) else None,
    )


@given(cases(), st.integers(0, 150))
def test_every_day_is_one_square_in_order_and_agrees_with_the_steps(facts, passed):
    today = facts.arrived_on + passed * DAY
    try:
        due, found = strip(facts, today)
    except Contradiction:
        assume(False)
    squares = found.squares
    assert [one.on for one in squares] == [facts.arrived_on + n * DAY for n in range(len(squares))]
    if due.on:
        assert squares[-1].on == due.on and Mark.DUE in squares[-1].marks
    by_day = {one.on: one for one in squares}
    waiting = due.steps[-1].first if due.on is None else None
    for step in due.steps if waiting is None else due.steps[:-1]:
        if waiting is not None and step.first > waiting:
            continue  # what comes after an open wait is not known yet
        square = by_day[step.first]
        if step.effect in KINDS:
            assert (square.kind, square.count, square.ground) == (KINDS[step.effect], step.count, step.ground)
        else:
            assert Mark(step.effect.value) in square.marks
    counted = [one.on for one in squares if one.count is not None]
    expected = [step.first for step in due.steps if step.count and (waiting is None or step.first <= waiting)]
    assert counted == expected
    assert {one.on for one in squares if Mark.TODAY in one.marks} == ({today} & set(by_day))


@given(cases(), st.integers(0, 150))
def test_the_rows_hold_every_square_once(facts, passed):
    try:
        _due, found = strip(facts, facts.arrived_on + passed * DAY)
    except Contradiction:
        assume(False)
    shown: list[date] = []
    for row in found.rows:
        if isinstance(row, Week):
            assert len(row.squares) == 7
            week = [one.on for one in row.squares if one]
            assert all(one is None or one.on.weekday() == at for at, one in enumerate(row.squares))
            shown += week
        else:
            assert row.first.weekday() == 0 and row.last.weekday() == 6
            assert (row.last - row.first).days + 1 == 7 * row.weeks >= 14
            hidden = [one for one in found.squares if row.first <= one.on <= row.last]
            assert not any(one.marks or one.count for one in hidden)
            assert {one.ground for one in hidden} == {row.ground}
            shown += [row.first + n * DAY for n in range(7 * row.weeks)]
    assert shown == [one.on for one in found.squares]


def test_the_worked_case_over_the_national_day():
    due = reply.due(Facts(Channel.IN_PERSON, date(2020, 9, 21)), DAYS)
    found = drawn(due, start=date(2020, 9, 21), today=date(2020, 10, 12), begun="收到申请")
    assert found.sentence == (
        "2020年9月21日（星期一）收到申请，从次日起计算，休息日12天不计，调休上班2天计入，共计20个工作日，"
        "2020年10月23日（星期五）期满，还剩9个工作日。"
    )
    by_day = {one.on: one for one in found.squares}
    assert by_day[date(2020, 9, 27)].sign == "5" and by_day[date(2020, 9, 27)].marked == ["班"]
    assert by_day[date(2020, 9, 28)].sign == "·" and by_day[date(2020, 10, 1)].sign == "休"
    assert by_day[date(2020, 10, 23)].sign == "20"
    assert [row.label for row in found.rows if isinstance(row, Week)] == ["9月", "10月", "", "", ""]


def test_restart_exclusion_and_extension_are_said_and_marked():
    _due, found = strip(
        of(
            correction_notified_on=date(2021, 2, 1),
            corrected_on=date(2021, 3, 1),
            consultations=(Consultation(date(2021, 3, 8), date(2021, 3, 22)),),
            extended_on=date(2021, 4, 12),
        ),
        date(2021, 4, 13),
    )
    assert found.headline == "2021年5月12日（星期三）期满，还剩20个工作日"
    for words in (
        "2021年3月1日（星期一）起重新计算",
        "2021年4月12日（星期一）决定延长",
        "42天按规定不计",
        "共计40个工作日",
    ):
        assert words in found.sentence
    gap = next(row for row in found.rows if isinstance(row, Gap))
    assert (gap.first, gap.last, gap.weeks) == (date(2021, 2, 8), date(2021, 2, 28), 3)
    assert "等待申请人补正" in gap.ground
    assert {name for _classes, _sign, name in found.legend} == {
        "收到申请", "计算的工作日，第5、10……日写明", "调休上班，计算", "休息日，不计", "按规定不计",
        "重新起算", "决定延长", "今天", "期满",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2021, 2, 24), "还剩1个工作日"),
        (date(2021, 2, 25), "就是今天"),
        (date(2021, 2, 27), "已超过2天"),
    ],
)
def test_how_far_it_is(today, words):
    due, found = strip(of(), today)
    assert due.on == date(2021, 2, 25) and words in found.headline and words in found.sentence


def test_what_is_awaited_has_no_last_day():
    facts = of(consultations=(Consultation(date(2021, 2, 2), None),))
    _due, found = strip(facts, date(2021, 2, 24))
    assert found.headline.startswith("等待征求意见的答复") and "到期日还不能确定" in found.sentence
    assert found.squares[-1].on == date(2021, 2, 24) and found.squares[-1].kind is Kind.WAITING
    assert all(one.kind is Kind.WAITING for one in found.squares if one.on > date(2021, 2, 2))
    assert max(step.first for step, _name in found.steps) == date(2021, 2, 2)


def test_a_year_without_a_notice_is_said_to_be_provisional():
    due = reply.due(Facts(Channel.IN_PERSON, date(2026, 12, 21)), DAYS)
    found = drawn(due, start=date(2026, 12, 21), today=date(2026, 12, 21), begun="收到申请")
    assert "日期是暂定的" in found.sentence


def test_a_later_day_that_was_told_is_drawn_without_counting():
    _due, found = strip(of(postponed_to=date(2021, 3, 31)), date(2021, 3, 29))
    assert found.headline == "2021年3月31日（星期三）期满，还有2天"
    assert found.squares[-1].kind is Kind.POSTPONED
    assert sum(one.kind is Kind.POSTPONED for one in found.squares) == 34


def page(facts: Facts, today: date, more: str = "") -> str:
    text = "{% load daystrip %}{% day_strip due start today '收到申请' " + more + " %}"
    context = {"due": reply.due(facts, DAYS), "start": facts.arrived_on, "today": today}
    return engines["django"].from_string(text).render(context)


def test_it_reads_aloud_as_a_sentence_and_styles_nothing_by_itself():
    html = page(of(), date(2021, 2, 8))
    _due, found = strip(of(), date(2021, 2, 8))
    assert f'role="img" aria-label="{found.sentence}"' in unescape(html)
    assert "style=" not in html and "<script" not in html
    days = re.search(r'<div class="strip-days".*?</div>', html, re.S)
    assert days and days.group().count('class="day ') == len(found.squares)
    assert html.count("<tr>") == 1 + len(found.steps)


def test_on_paper_it_names_organ_number_and_day():
    html = page(of(), date(2021, 2, 8), "organ='望舒镇人民政府' number='〔2021〕3号' opened=True")
    assert "望舒镇人民政府　〔2021〕3号　打印日期 2021年2月8日" in html
    assert "<details open>" in html
    assert "on-paper" not in page(of(), date(2021, 2, 8)) and "<details>" in page(of(), date(2021, 2, 8))


def test_the_page_of_an_open_item_draws_its_term(county):
    office = cast.browser(county.lin)
    version = items.draft(county)
    html = office.get(f"/office/items/{version.item_id}/").content.decode()
    assert 'class="strip-days" role="img" aria-label="2021年1月4日（星期一）信息形成，从次日起计算' in html
    assert "2021年2月1日（星期一）期满" in html
    item = items.published(county, title="另一份通知", document_number="")
    assert "strip-days" not in office.get(f"/office/items/{item.pk}/").content.decode()
