"""The run of a night: once a day, each organ by itself, going on where it broke off; hits and spells."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gongkai.site import today
from gongkai.site.disclosure import actions, column_actions
from gongkai.site.disclosure.models import Body
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.models import Organ
from gongkai.site.supervision import daily
from gongkai.site.supervision.patrol import running
from gongkai.site.supervision.patrol.checking import site
from gongkai.site.supervision.patrol.checks import CHECKS
from gongkai.site.supervision.patrol.looking import still_found
from gongkai.site.supervision.patrol.models import Hit, Run, Spell, Visit
from gongkai.site.supervision.patrol.running import patrol
from tests.cast import AT, ON
from tests.site import items
from tests.site.patrols import hits, night

DAY = timedelta(days=1)


def lines() -> list[str]:
    return list(Entry.objects.filter(room="supervision").order_by("number").values_list("act", flat=True))


def broken(monkeypatch: pytest.MonkeyPatch, organ: Organ) -> None:
    """One check raises for one organ, with a text that holds a name."""
    check = CHECKS["home_stale"]

    def find(scene):
        if scene.organ == organ:
            raise ValueError("张三的材料读不出来")
        return site.home_stale(scene)

    monkeypatch.setitem(CHECKS, check.code, type(check)(**{**vars(check), "find": find}))


def test_a_run_visits_every_organ_once_and_leaves_two_lines(county):
    run = night()
    assert sorted(run.visits.values_list("organ__slug", "state")) == [
        ("tingyu", "done"), ("wangshu", "done"), ("yunchuan", "done"),
    ]  # fmt: skip
    assert lines() == ["patrol_begun", "patrol_ended"]
    before = list(Hit.objects.values_list("pk", "seen_on", "found_on"))
    assert night() == run and lines() == ["patrol_begun", "patrol_ended"]
    assert list(Hit.objects.values_list("pk", "seen_on", "found_on")) == before


def test_a_run_that_was_broken_off_goes_on_with_the_organs_not_visited(county, monkeypatch):
    visited: list[str] = []
    visit = running.visit

    def stops(run, organ, **options):
        if len(visited) == 2:
            raise KeyboardInterrupt
        visited.append(organ.slug)
        return visit(run, organ, **options)

    monkeypatch.setattr(running, "visit", stops)
    with pytest.raises(KeyboardInterrupt):
        night()
    assert Run.objects.get().ended_at is None and Visit.objects.count() == 2

    def goes_on(run, organ, **options):
        visited.append(organ.slug)
        return visit(run, organ, **options)

    monkeypatch.setattr(running, "visit", goes_on)
    night()
    assert visited == ["yunchuan", "wangshu", "tingyu"]
    assert Run.objects.get().ended_at and lines() == ["patrol_begun", "patrol_ended"]


def test_one_broken_organ_stops_nobody_keeps_its_hits_and_tells_nothing_of_what_was_read(county, monkeypatch):
    night()
    before = set(Hit.objects.filter(organ=county.wangshu).values_list("pk", "gone_on"))
    assert before
    broken(monkeypatch, county.wangshu)
    run = night(ON + DAY)
    states = dict(run.visits.values_list("organ__slug", "state"))
    assert states == {"yunchuan": "done", "wangshu": "failed", "tingyu": "done"}
    failed = run.visits.get(state="failed")
    assert failed.error.startswith("ValueError") and "张三" not in failed.error
    assert set(Hit.objects.filter(organ=county.wangshu).values_list("pk", "gone_on")) == before
    monkeypatch.undo()
    night(ON + DAY)  # started again the same day, it comes to the one that failed
    assert set(run.visits.values_list("state", flat=True)) == {"done"}
    assert set(Hit.objects.filter(organ=county.wangshu).values_list("seen_on", flat=True)) == {ON + DAY}


def test_an_error_in_writing_leaves_nothing_half_done(county, monkeypatch):
    def fails(_scene):
        raise RuntimeError

    monkeypatch.setattr(running, "_keep_spells", fails)
    night()
    assert Hit.objects.count() == 0 and set(Visit.objects.values_list("state", flat=True)) == {"failed"}


def test_a_hit_is_seen_again_goes_and_comes_back_as_another(county):
    item = items.published(county)
    text = '<p><a href="/i/999999/">附件</a></p>'

    def say(body: str) -> None:
        Body.objects.filter(version__item=item).update(text=body)

    say(text)
    night()
    night(ON + DAY)
    say("<p>无</p>")
    night(ON + 2 * DAY)
    say(text)
    night(ON + 3 * DAY)
    first, second = hits(county.wangshu, "link_dead")
    assert (first.found_on, first.seen_on, first.gone_on) == (ON, ON + DAY, ON + 2 * DAY)
    assert (second.found_on, second.seen_on, second.gone_on) == (ON + 3 * DAY, ON + 3 * DAY, None)
    assert list(Hit.objects.standing_in(ON + 2 * DAY, ON + 2 * DAY).filter(check_code="link_dead")) == []


def test_looking_again_tells_of_the_one_place(county):
    item, other = items.published(county), items.published(county, title="另一条", document_number="")
    Body.objects.update(text='<p><a href="/i/999999/">附件</a></p>')
    night()
    first, second = hits(county.wangshu, "link_dead")
    assert still_found(first, ON) and still_found(second, ON)
    Body.objects.filter(version__item=item).update(text="<p>无</p>")
    assert [still_found(one, ON) for one in (first, second)] == [
        one.key.startswith(f"{other.pk}:") for one in (first, second)
    ]
    actions.withdraw(other, reason="有误", user=county.lin, at=AT)
    assert not still_found(first, ON) and not still_found(second, ON)


@pytest.mark.parametrize("check", ["organ_stale", "guide_missing", "footer_missing", "label_missing"])
def test_looking_again_at_a_place_that_is_no_item(county, check):
    night()
    assert all(still_found(hit, ON) for hit in hits(county.tingyu, check))
    assert hits(county.tingyu, check)


def test_looking_again_for_a_check_that_is_no_more(county):
    night()
    hit = hits(county.tingyu, "guide_missing")[0]
    hit.check_code = "gone"
    assert not still_found(hit, ON)


# Spells -------------------------------------------------------------------------------------------


def watch(county, column, **fields) -> None:
    wanted = {"longest_age": 30, "warning_age": 20, "fewest_items": None, "section": ""} | fields
    column_actions.set_terms(column, **wanted, user=county.lin, at=AT)


def spells(column) -> list[tuple]:
    found = Spell.objects.filter(column=column).order_by("since")
    return [(one.state, (one.since - ON).days, one.until and (one.until - ON).days) for one in found]


def test_a_state_that_lasts_is_one_spell_and_begins_on_the_day_its_settings_tell(county):
    column = items.column(county.wangshu)
    watch(county, column)
    night()
    items.published(county)
    night(ON + DAY)
    for days in (10, 25, 40, 50):
        night(ON + days * DAY)
    assert spells(column) == [
        ("empty", 0, 0),
        ("fresh", 1, 19),
        ("soon", 20, 30),
        ("overdue", 31, None),
    ]
    assert Spell.objects.get(column=column, until=None).days(ON + 50 * DAY) == 20


def test_an_exemption_ends_the_spell(county):
    column = items.column(county.wangshu)
    watch(county, column)
    night()
    watch(county, column, exempt_reason="本镇不办理")
    night(ON + 5 * DAY)
    assert spells(column) == [("empty", 0, 4), ("exempt", 5, None)]


def test_the_last_look_of_a_day_counts(county):
    column = items.column(county.wangshu)
    watch(county, column)
    night()
    items.published(county)
    running.patrol_one(county.wangshu, ON, now=lambda: AT)
    assert spells(column) == [("fresh", 0, None)]


# From outside -------------------------------------------------------------------------------------


def test_the_command_visits_all_or_one_again(county, clock, capsys):
    clock.at = AT
    call_command("patrol")
    assert "已巡检3个机关" in capsys.readouterr().out
    call_command("patrol", organ="wangshu")
    assert "已巡检1个机关" in capsys.readouterr().out
    assert Visit.objects.count() == 3
    with pytest.raises(CommandError):
        call_command("patrol", organ="nobody")


def test_the_command_tells_of_what_failed(county, clock, capsys, monkeypatch):
    clock.at = AT
    broken(monkeypatch, county.wangshu)
    call_command("patrol")
    assert "出错：wangshu（ValueError" in capsys.readouterr().out


def test_the_daily_job_patrols(county):
    daily.run(today.now())
    assert Visit.objects.count() == 3


def test_an_organ_that_is_dissolved_is_visited_no_more(county):
    Organ.objects.filter(pk=county.tingyu.pk).update(dissolved_on=ON)
    assert patrol(ON, now=lambda: AT).visits.count() == 2
