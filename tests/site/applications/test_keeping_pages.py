"""Pages around cases that are over or coming due: what they show, to whom, with how many queries."""

import random
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import Stage
from gongkai.site.applications import urging
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.models import Applicant, ApplicantKind, Application, Conversion, Reminder
from gongkai.site.ledger.models import Entry
from tests import cast
from tests.site import cases, items, moments

ROOM = "/office/applications/"
YEAR = "year=2021"


def many(county: cast.County, count: int, **more: Any) -> list[Application]:
    """Applications with the facts that acts leave, answered in March 2021 one way or another."""
    dice = random.Random(count)
    made = Application.objects.bulk_create(
        Application(
            **{
                "organ": county.wangshu,
                "year": 2021,
                "applicant_kind": dice.choice(ApplicantKind.values),
                "title": "农村公路养护计划",
                "wanted": "2020年的",
                "channel": dice.choice(["in_person", "online"]),
                "arrived_on": date(2021, 3, 1),
                "registered_at": cases.at("2021-03-01"),
                "received_on": date(2021, 3, 1),
                "due_on": date(2021, 3, 29),
                "stage": Stage.CLOSED,
                "served_on": date(2021, 3, 16),
                "closed_on": date(2021, 3, 16),
                "used_days": 11,
                "answer": dice.choice(list(ANSWERS)) if number else "granted",
                **more,
            }
        )
        for number in range(count)
    )
    Applicant.objects.bulk_create(Applicant(application=one) for one in made)
    return made


def queries(person: Any, address: str) -> int:
    client = cast.browser(person)
    assert client.get(address).status_code == 200  # what a process reads once is read now
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def closed(county: cast.County, _count: int) -> None:
    many(county, _count)


def due(county: cast.County, count: int) -> None:
    """Open, and in reach of a reminder on 2021-03-22."""
    many(county, count, stage=Stage.HANDLING, served_on=None, closed_on=None, answer="", used_days=None)
    urging.run(cases.at("2021-03-22", 8))


def old(county: cast.County, count: int) -> None:
    """Filed, and past the years they are kept."""
    many(county, count, stage=Stage.ARCHIVED, archived_on=date(2021, 4, 1))


@pytest.mark.parametrize(
    ("address", "filled", "person", "on", "most"),
    [
        (f"{ROOM}statistics/?{YEAR}", closed, "lin", "2021-12-31", 26),
        (f"{ROOM}statistics/cases/?{YEAR}&row=handled_total", closed, "lin", "2021-12-31", 18),
        (f"{ROOM}reminders/", due, "he", "2021-03-22", 15),
        (f"{ROOM}retention/wangshu/", old, "lin", "2032-01-05", 18),
    ],
)
def test_a_page_asks_no_more_for_more_cases(
    county: cast.County,
    clock: Any,
    address: str,
    filled: Callable[[cast.County, int], None],
    person: str,
    on: str,
    most: int,
) -> None:
    clock.at = cases.at(on)
    filled(county, 3)
    few = queries(getattr(county, person), address)
    filled(county, 30)
    assert queries(getattr(county, person), address) == few <= most


def test_a_figure_leads_to_the_cases_it_counts(county: cast.County, clock: Any) -> None:
    clock.at = cases.at("2021-12-31")
    many(county, 4, answer="granted", applicant_kind="natural_person")
    many(county, 2, answer="not_existing", applicant_kind="natural_person")
    client = cast.browser(county.lin)
    page = client.get(f"{ROOM}statistics/?{YEAR}").content.decode()
    link = f"{ROOM}statistics/cases/?{YEAR}&amp;row=granted&amp;column=natural_person"
    assert f'<a href="{link}">4</a>' in page
    behind = client.get(link.replace("&amp;", "&")).content.decode()
    assert behind.count("/office/applications/") - behind.count("/office/applications/s") >= 4
    assert "予以公开" in behind and "经检索没有" not in behind
    assert client.get(f"{ROOM}statistics/cases/?{YEAR}&row=nonsense").status_code == 404


def test_who_is_told_sees_it_and_other_people_do_not(county: cast.County, clock: Any) -> None:
    clock.at = cases.at("2021-03-22")
    due(county, 1)
    assert "剩余不超过5个工作日" in cast.browser(county.he).get(f"{ROOM}reminders/").content.decode()
    assert "没有提醒" in cast.browser(county.gu).get(f"{ROOM}reminders/").content.decode()
    assert Reminder.objects.filter(user=county.he).count() == 1


def test_a_folder_leaves_as_a_download_with_a_line_in_the_ledger(county: cast.County, clock: Any) -> None:
    case = moments.closed(county)
    clock.at = cases.at("2021-02-02")
    place = f"{ROOM}{case.pk}/folder/"
    client = cast.browser(county.lin)
    assert place in client.get(f"{ROOM}{case.pk}/").content.decode()
    answer = client.post(place)
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="application-{case.number}.zip"'
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        assert any(name.endswith("SHA256SUMS") for name in packed.namelist())
    line = Entry.objects.latest("number")
    assert (line.act, line.user, line.subject_text) == ("case_exported", county.lin, case.number)
    assert client.get(place).status_code == 405


def test_an_open_case_is_sent_back_and_says_why(county: cast.County, clock: Any) -> None:
    case = moments.handling(county)
    clock.at = cases.at("2021-01-26")
    answer = cast.browser(county.lin).post(f"{ROOM}{case.pk}/folder/", follow=True)
    assert "办结后才能导出" in answer.content.decode()


def test_a_supervisor_above_sees_figures_and_takes_no_folder(county: cast.County, clock: Any) -> None:
    case = moments.closed(county)
    clock.at = cases.at("2021-02-02")
    client = cast.browser(county.fang)
    page = client.get(f"{ROOM}statistics/?{YEAR}&organ=wangshu").content.decode()
    assert "row=granted&amp;column=natural_person" in page
    assert "/folder/" not in client.get(f"{ROOM}{case.pk}/").content.decode()
    for method, place in (
        ("post", f"{ROOM}{case.pk}/folder/"),
        ("get", f"{ROOM}{case.pk}/convert/"),
        ("get", f"{ROOM}retention/wangshu/"),
    ):
        assert getattr(client, method)(place).status_code == 403
    assert not Entry.objects.filter(act="case_exported").exists()


def test_what_was_given_on_application_is_drafted_for_everyone(county: cast.County, clock: Any) -> None:
    case = moments.closed(county)
    clock.at = cases.at("2021-02-02")
    column = items.column(county.wangshu)
    client = cast.browser(county.lin)
    place = f"{ROOM}{case.pk}/convert/"
    assert place in client.get(f"{ROOM}{case.pk}/").content.decode()
    typed = {"column": column.pk, "reason": ""}
    assert client.post(place, typed).status_code == 422
    answer = client.post(place, typed | {"reason": "多个申请人申请公开同一信息。"})
    made = Conversion.objects.get()
    assert made.item is not None
    assert answer["Location"] == f"/office/items/{made.item_id}/"
    version = made.item.versions.get()
    assert version.title == case.title and made.item.current is None  # drafted, not public
    assert made.item.column == column
    again = client.post(place, typed | {"reason": "再次。"})
    assert again.status_code == 422 and "已经转为主动公开" in again.content.decode()


def test_one_that_is_destroyed_leaves_its_certificate_and_no_folder(county: cast.County, clock: Any) -> None:
    case = endings.archive(moments.closed(county), user=county.lin, at=cases.at("2021-02-05"))
    clock.at = cases.at("2032-01-05")
    client = cast.browser(county.lin)
    place = f"{ROOM}retention/wangshu/"
    assert f'value="{case.number}"' in client.get(place).content.decode()
    typed = {"numbers": [case.number], "witness": "", "reason": "档案鉴定小组意见"}
    answer = client.post(place, typed)
    assert answer.status_code == 422 and "档案鉴定小组意见" in answer.content.decode()
    page = client.post(place, typed | {"witness": "何川"}, follow=True).content.decode()
    assert "销毁证明" in page and case.number in page and "何川" in page
    assert "/folder/" not in client.get(f"{ROOM}{case.pk}/").content.decode()
    assert "案卷已经按期销毁" in client.post(f"{ROOM}{case.pk}/folder/", follow=True).content.decode()
