"""查看: the applicant is seen for a reason, once, and who looked stays known."""

from typing import Any

import pytest

from gongkai.site.applications.models import Application
from gongkai.site.ledger.models import Entry, Head
from tests import cast
from tests.site import cases

SECRETS = ("王晓禾", "11010119900307002X", "13800001234", "wang@example.cn", "云川县望舒镇河东街12号")


@pytest.fixture(autouse=True)
def _on_the_day(clock: Any) -> None:
    clock.at = cases.at("2021-01-26")


@pytest.fixture
def case(county: cast.County) -> Application:
    return cases.registered(county)


def address(case: Application) -> str:
    return f"/office/applications/{case.pk}/reveal/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_everything_is_shown_once_for_a_reason_and_is_kept_nowhere(
    county: cast.County, case: Application
) -> None:
    client = cast.browser(county.gao)
    before = client.get(address(case))
    assert not any(secret in text(before) for secret in SECRETS)
    shown = client.post(address(case), {"reason": "电话确认收到申请"})
    assert all(secret in text(shown) for secret in SECRETS)
    assert "no-store" in shown.headers["Cache-Control"]
    assert not any(secret in text(client.get(address(case))) for secret in SECRETS)


def test_the_look_is_a_line_with_its_reason_and_no_name(county: cast.County, case: Application) -> None:
    cast.browser(county.he).post(address(case), {"reason": "邮寄 答复书"})
    line = Entry.objects.last()
    assert line is not None and (line.act, line.user_name) == ("revealed", str(county.he))
    assert "邮寄 答复书" in line.detail
    assert not any(secret in line.detail + line.subject_text for secret in SECRETS)


def test_who_looked_before_stands_on_the_page_and_in_the_case(county: cast.County, case: Application) -> None:
    cast.browser(county.he).post(address(case), {"reason": "邮寄答复书"})
    for place in (address(case), f"/office/applications/{case.pk}/"):
        shown = text(cast.browser(county.gao).get(place))
        assert "何川" in shown and "邮寄答复书" in shown


@pytest.mark.parametrize("reason", ["", "看", "看 看"])
def test_without_a_reason_nothing_is_shown(county: cast.County, case: Application, reason: str) -> None:
    before = Head.current().number
    answer = cast.browser(county.gao).post(address(case), {"reason": reason})
    assert answer.status_code == 422
    assert not any(secret in text(answer) for secret in SECRETS)
    assert Head.current().number == before


def test_who_may_not_look_sees_nothing_and_leaves_no_line(county: cast.County, case: Application) -> None:
    for person in (county.song, county.qin, county.zhou, county.fang, county.ye):
        before = Head.current().number
        answer = cast.browser(person).post(address(case), {"reason": "电话确认收到申请"})
        assert answer.status_code == 403 and not any(secret in text(answer) for secret in SECRETS)
        assert Head.current().number == before
