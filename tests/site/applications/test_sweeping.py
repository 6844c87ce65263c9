"""What nobody names goes from the disk; what a row names, or is of today, stays. The job comes again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test.utils import override_settings
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from gongkai.site import sweeping
from gongkai.site.applications import tasks
from gongkai.site.applications.actions import consultation
from gongkai.site.applications.models import Consulted, Letter
from gongkai.site.applications.people import Party
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases


def test_a_file_that_no_row_names_goes_after_a_day(
    county: cast.County, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    cases.registered(county)
    named = Path(Letter.objects.get().pdf.path)
    left = named.with_name("left.bin")
    left.write_bytes(b"sealed")
    now = cases.at("2021-01-26")
    for path in (named, left):
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert sweeping.run(now + timedelta(hours=23)) == 0
    assert sweeping.run(now + timedelta(hours=25)) == 1
    assert named.exists() and not left.exists()


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})
def test_the_daily_job_waits_for_its_next_morning_once(db: None) -> None:
    tasks.keep_going(cases.at("2021-01-25", 9))
    tasks.keep_going(cases.at("2021-01-25", 15))
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.run_after == cases.at("2021-01-26", 7).replace(minute=30)


def test_a_party_is_asked_once_lest_the_clock_stop_for_ever(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")

    def ask(name: str, on: str) -> Letter:
        return consultation.ask(
            cases.fresh(application),
            Consulted.THIRD_PARTY,
            Party(name, address="河西街1号"),
            "报价",
            user=county.gao,
            at=cases.at(on),
        )

    cases.sent(ask("云川县某公司", "2021-03-02"), county, "2021-03-02")
    with pytest.raises(Refused, match="不能重复征求"):
        ask("云川县 某公司", "2021-03-25")
    assert ask("云川县另一公司", "2021-03-25")
