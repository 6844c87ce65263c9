"""活数: a figure of a text stays bound while the words around it change, and tells when it is stale."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annual_report import live
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import draft, figures
from gongkai.annual_report.facts import Applied, Commitment, Facts, Told, tally
from gongkai.annual_report.live import Binding, bound, living, marked, moved, refreshed
from gongkai.annual_report.report import Report, Section
from gongkai.annual_report.standing import overridden, stale

TEXT = "全年公开信息309条，同比增长127.2%（上年136条）。"
BINDINGS = (Binding(1, 6, 9, "published"), Binding(1, 13, 21, "published_rate"))
NEW = "applications.received_new.total"

FACTS = Facts(
    "望舒镇人民政府",
    2025,
    (Applied("natural_person", False, "granted", 5), Applied("business", False, None, 1)),
    tallied=tally({"normative_made": 3, "normative_in_force": 12}),
    told=Told(
        published=(309, 136),
        adopted=(252, 200),
        columns=(("通知公告", 120, 60), ("统计信息", 40, 40)),
        channels=(("政务新媒体", 88, 0),),
        group=4,
        leader="镇长",
        office="党政办公室",
        meetings=(3, 49),
        trainings_taken=(1, 3),
        places=2,
        handed_over=64,
        withdrawn=1,
        problems=(Commitment("业务类信息偏少", "按月核对公开目录", owner="党政办公室", due="2026年6月30日"),),
        commitments=(
            Commitment("解读形式单一", "解读材料同步公开。", state="done", note="全年同步公开解读6篇"),
            Commitment("更新不均衡", "每季度公布核对结果", state="under_way", note="已公布三个季度"),
        ),
    ),
)


def words(text: str, bindings: tuple[Binding, ...]) -> dict[str, str]:
    return {one.key: text[one.start : one.end] for one in bindings}


def test_the_bindings_of_the_sample_are_where_they_say() -> None:
    assert words(TEXT, BINDINGS) == {"published": "309", "published_rate": "增长127.2%"}


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (TEXT.replace("全年公开", "2025年，全镇共主动公开政府"), {"309", "增长127.2%"}),
        (TEXT.replace("309", "312"), {"312", "增长127.2%"}),
        (TEXT.replace("条，同比", "条；比上一年"), {"309", "增长127.2%"}),
        ("前言一句，有12个数。\n" + TEXT, {"309", "增长127.2%"}),
        (TEXT.replace("309条", "若干条"), {"增长127.2%"}),
        ("另写一段，没有数。", set()),
    ],
)
def test_editing_around_a_figure_keeps_its_binding_and_taking_it_out_ends_it(
    new: str, kept: set[str]
) -> None:
    assert set(words(new, moved(BINDINGS, 1, TEXT, new)).values()) == kept


def test_editing_one_section_leaves_the_bindings_of_the_others() -> None:
    assert moved(BINDINGS, 6, "旧", "新") == BINDINGS


@given(st.text("全年公开309条，。增长12%", max_size=40))
def test_a_binding_that_is_kept_always_lies_on_a_figure(new: str) -> None:
    for one in moved(BINDINGS, 1, TEXT, new):
        assert live._FIGURE.fullmatch(new[one.start : one.end])


def test_marks_are_taken_out_and_say_where_they_stood() -> None:
    text = f"公开{marked('published', 309)}条，采用{marked('adopted', 252)}条"
    (section,), bindings = bound([Section(1, "总体情况", text)])
    assert section.text == "公开309条，采用252条"
    assert words(section.text, bindings) == {"published": "309", "adopted": "252"}


def drafted() -> tuple[Report, tuple[Binding, ...]]:
    made = draft(compiled(FACTS), FACTS)
    return made.report, made.bindings


def test_every_number_of_a_draft_is_bound_and_agrees() -> None:
    report, bindings = drafted()
    lives = living(report, bindings, figures(report, FACTS.told))
    assert lives and all(one.agrees for one in lives)
    keys = {one.key for one in bindings}
    told = "published published_rate adopted columns:通知公告 channels:政务新媒体 group meetings withdrawn"
    assert {*told.split(), NEW, "suits", "commitments_done"} <= keys
    assert not list(stale(report, lives))


def test_a_figure_is_stale_after_its_cell_was_overridden() -> None:
    report, bindings = drafted()
    changed = replace(report, cells={**report.cells, NEW: 7})
    (finding,) = stale(changed, living(changed, bindings, figures(changed, FACTS.told)))
    assert (finding.code, finding.severity, finding.cells) == ("figure_stale", "warning", (NEW,))
    assert "写的是“6”，现在的数是“7”" in finding.message


def test_a_figure_is_stale_after_the_records_moved_with_its_rate() -> None:
    report, bindings = drafted()
    now = replace(FACTS.told, published=(312, 136))
    found = list(stale(report, living(report, bindings, figures(report, now))))
    assert [one.subject for one in found] == [
        "published 309 312",
        "published_rate 增长127.2% 增长129.4%",
    ]


def test_a_column_that_has_nothing_any_more_is_nought() -> None:
    report, bindings = drafted()
    now = replace(FACTS.told, columns=())
    found = {one.subject for one in stale(report, living(report, bindings, figures(report, now)))}
    assert "columns:通知公告 120 0" in found


def test_refreshing_puts_every_figure_right_and_keeps_it_bound() -> None:
    report, bindings = drafted()
    told = replace(FACTS.told, published=(1312, 136))
    lives = [one for one in living(report, bindings, figures(report, told)) if one.binding.no == 1]
    text, anew = refreshed(report.sections[0].text, lives)
    assert "主动公开政府信息1312条，同比增长864.7%（上年136条）" in text
    after = replace(report, sections=(replace(report.sections[0], text=text), *report.sections[1:]))
    assert all(one.agrees for one in living(after, anew, figures(after, told)))


def test_bindings_are_no_part_of_the_report() -> None:
    report, _bindings = drafted()
    assert set(report.as_dict()) == {
        *("organ", "year", "format", "variant", "preface", "cells", "marks", "sections"),
        *("signed_by", "signed_on", "unread", "source"),
    }
    assert not set("\ue000\ue001\ue002") & set(str(report.as_dict()))


def test_an_overridden_cell_says_what_was_counted_and_what_stands() -> None:
    report, _bindings = drafted()
    assert not list(overridden(report, compiled(FACTS, report.variant)))
    changed = replace(report, cells={**report.cells, NEW: 7})
    (finding,) = overridden(changed, compiled(FACTS, changed.variant))
    assert (finding.code, finding.severity) == ("overridden", "info")
    assert (finding.left, finding.right) == (6, 7)
    assert "由记录计出6，报告里改为7" in finding.message


def test_a_blank_that_was_filled_in_is_not_overridden() -> None:
    facts = replace(FACTS, year=2020, kept=frozenset(FACTS.kept) - {"licences_before"})
    report = compiled(facts)
    filled = replace(report, cells={**report.cells, "disclosure.licences.items_last_year": 7}, marks={})
    assert not list(overridden(filled, compiled(facts, filled.variant)))
