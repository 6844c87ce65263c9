"""Whatever statement of an act is the last before the process dies, nothing of the act is left."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from gongkai.law.applications.receipt import Channel
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, correction, letters, receipt, reply
from gongkai.site.applications.models import Application, Consulted
from gongkai.site.applications.people import Party
from gongkai.site.ledger.models import Head
from tests import cast
from tests.site import cases, moments


class Killed(BaseException):
    """No act catches it."""


@contextmanager
def killed_after(count: int) -> Any:
    """The process dies when it sends the statement after so many; what follows is the database's."""
    sent = 0

    def execute(run: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal sent
        if sql.startswith("RELEASE"):  # the end of the act: in a test, what a commit is elsewhere
            return run(sql, params, many, context)
        sent += 1
        if sent == count + 1:
            raise Killed
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def everything() -> list[Any]:
    """Every row of the room, and the end of the ledger."""
    rows = [
        sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_app_config("applications").get_models()
    ]
    return [*rows, Head.current().number]


def registers(county: cast.County) -> Callable[[], object]:
    arrival = receipt.Arrival(Channel.IN_PERSON, date(2021, 1, 25))
    return lambda: receipt.register(
        county.wangshu,
        "natural_person",
        cases.PERSON,
        cases.REQUEST,
        arrival,
        user=county.gao,
        at=cases.at("2021-01-25"),
    )


def asks_a_third_party(county: cast.County) -> Callable[[], object]:
    application = moments.handling(county)
    return lambda: consultation.ask(
        cases.fresh(application),
        Consulted.THIRD_PARTY,
        Party("云川县某公司", address="河西街1号"),
        "报价",
        user=county.gao,
        at=cases.at("2021-01-27"),
    )


def signs(county: cast.County) -> Callable[[], object]:
    application = moments.handling(county)
    letter = correction.request(
        application, "请写明年度。", date(2021, 3, 5), user=county.gao, at=cases.at("2021-01-27")
    )
    return lambda: letters.approve(
        cases.fresh(letter), letter.digest, True, "同意", user=county.he, at=cases.at("2021-01-27")
    )


def sends_the_answer(county: cast.County) -> Callable[[], object]:
    application = moments.handling(county)
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("granted", {"manner": "随附。"}),
        user=county.gao,
        at=cases.at("2021-01-27"),
    )
    letter = cases.approved(letter, county, "2021-01-27")
    on = date(2021, 1, 27)
    return lambda: letters.send(
        cases.fresh(letter), "in_person", on, delivered_on=on, user=county.gao, at=cases.at("2021-01-27", 16)
    )


def splits(county: cast.County) -> Callable[[], object]:
    application = moments.handling(county)
    parts = [receipt.Request("甲", "甲"), receipt.Request("乙", "乙")]
    return lambda: endings.split(cases.fresh(application), parts, user=county.gao, at=cases.at("2021-01-27"))


_LATER = [
    pytest.param(made, marks=pytest.mark.slow) for made in (asks_a_third_party, signs, sends_the_answer)
]


@pytest.mark.parametrize("made", [registers, *_LATER, splits])
def test_an_act_is_done_or_it_is_not(county: cast.County, made: Callable[..., Callable[[], object]]) -> None:
    act = made(county)
    before, lines = everything(), Head.current().number
    for count in range(400):
        try:
            with killed_after(count):
                act()
        except Killed:
            assert everything() == before, count
        else:
            break
    assert count > 10
    assert Head.current().number == lines + 1
    assert everything() != before
    assert Application.objects.exists()
