"""What happens by itself: scheduled releases, the end of notice periods; and other channels."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from gongkai.site.disclosure import actions, timed
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions as organs
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Officer
from tests.cast import AT, ON, browser
from tests.site import items

LATER = AT + timedelta(hours=20)


def scheduled(county) -> ItemVersion:
    version = items.passed(county, items.submitted(county))
    actions.schedule(version, version.digest, release_at=LATER, user=county.lin, at=AT)
    return items.fresh(version)


def test_what_is_scheduled_is_public_at_its_time_and_not_before(county):
    scheduled(county)
    assert timed.run(LATER - timedelta(minutes=1)) == 0
    assert not Item.objects.public().exists()
    late = LATER + timedelta(hours=1)
    assert timed.run(late) == 1
    assert Item.objects.public().get().published_at == late  # the time it really was
    assert timed.run(late) == 0


def test_only_what_has_passed_is_scheduled_and_only_for_a_time_to_come(county):
    version = items.submitted(county)
    with pytest.raises(Refused, match="还没有全部通过"):
        actions.schedule(version, version.digest, release_at=LATER, user=county.lin, at=AT)
    version = items.passed(county, version)
    with pytest.raises(Refused, match="现在之后"):
        actions.schedule(version, version.digest, release_at=AT, user=county.lin, at=AT)


def test_any_change_ends_the_schedule(county):
    version = scheduled(county)
    content = replace(version.content, title="改过")
    actions.edit(version, content, column=version.item.column, user=county.lin, at=AT)
    assert items.fresh(version).release_at is None
    assert timed.run(LATER) == 0


def test_it_is_cancelled_by_who_may_publish(county):
    version = scheduled(county)
    actions.cancel_schedule(version, user=county.lin, at=AT)
    assert timed.run(LATER) == 0
    with pytest.raises(Refused, match="没有定时公布"):
        actions.cancel_schedule(version, user=county.lin, at=AT)


def test_whose_role_has_ended_publishes_nothing_and_the_ledger_says_so(county):
    version = scheduled(county)
    organs.end_role(Officer.objects.get(user=county.lin), user=county.an, on=ON - timedelta(days=1))
    assert timed.run(LATER) == 0
    assert Entry.objects.filter(act="release_refused").count() == 1
    assert items.fresh(version).release_at is None


def test_a_notice_ends_after_its_last_day_with_the_reason_at_its_address(county):
    item = items.published(county, notice_until=date(2021, 1, 27))
    assert timed.run(AT.replace(day=27, hour=23)) == 0
    assert timed.run(AT.replace(day=28, hour=0)) == 1
    page = browser().get(f"/i/{item.pk}/")
    assert page.status_code == 410
    assert "公示期至2021-01-27，已经期满" in page.content.decode()
    assert timed.run(AT.replace(day=29)) == 0


def test_the_pages_wake_the_job_at_the_right_times(county, clock):
    clock.at = AT
    version = items.passed(county, items.submitted(county, notice_until=date(2021, 1, 27)))
    client = browser(county.lin)
    address = f"/office/items/{version.item_id}/"
    sent = {"digest": version.digest, "release_at": "2021-01-21T08:30"}
    assert client.post(f"{address}schedule/", sent).status_code == 302
    assert "已定于 2021-01-21 08:30 自动公布" in client.get(address).content.decode()
    times = sorted(DBTaskResult.objects.values_list("run_after", flat=True))
    assert [time.isoformat() for time in times] == ["2021-01-21T00:30:00+00:00", "2021-01-27T16:00:00+00:00"]
    clock.at = AT + timedelta(days=1)
    call_command("run_due")
    assert Item.objects.public().exists()


def test_a_time_that_is_none_is_refused_beside_the_form(county):
    version = items.passed(county, items.submitted(county))
    answer = browser(county.lin).post(
        f"/office/items/{version.item_id}/schedule/", {"digest": version.digest, "release_at": "明天"}
    )
    assert answer.status_code == 422
    assert not DBTaskResult.objects.exists()


def test_other_channels_come_after_the_website(county):
    item = items.published(county)
    actions.record_channel(item, "board", on=ON, note="三个村", user=county.lin, at=AT)
    page = browser(county.lin).get(f"/office/items/{item.pk}/").content.decode()
    assert "公开栏、村务公开栏" in page and "三个村" in page
    for day in (ON - timedelta(days=1), ON + timedelta(days=1)):
        with pytest.raises(Refused, match="网站公布之日到今天"):
            actions.record_channel(item, "board", on=day, note="", user=county.lin, at=AT)
    with pytest.raises(Refused, match="请先公布"):
        draft = items.draft(county, title="草稿", document_number="").item
        actions.record_channel(draft, "board", on=ON, note="", user=county.lin, at=AT)


def test_the_sheet_for_the_board_has_text_number_and_a_square_drawn_here(county):
    item = items.published(county)
    page = browser().get(f"/i/{item.pk}/sheet/").content.decode()
    assert "现通知如下" in page and "http://testserver/i/" in page
    drawn = browser().get(f"/i/{item.pk}/qr.svg")
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert drawn.content.startswith(b"<?xml")
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    for part in ("sheet/", "qr.svg"):
        assert browser().get(f"/i/{item.pk}/{part}").status_code == 404
