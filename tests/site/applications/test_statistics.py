"""Table three from records: every case lands in one cell, every column balances."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import formats
from gongkai.law.applications.answers import ANSWERS, row
from gongkai.law.applications.case import Stage
from gongkai.site.applications import statistics
from gongkai.site.applications.models import ApplicantKind, Application
from gongkai.site.organs.models import Organ
from tests import cast
from tests.site import cases

pytestmark = pytest.mark.django_db


def rows(organ: Organ, count: int, seed: int = 7) -> list[Application]:
    """Applications with facts as acts leave them, received and answered over three years."""
    dice = random.Random(seed)
    made = []
    for _one in range(count):
        received = date(2020, 1, 1) + timedelta(days=dice.randrange(3 * 365))
        closed = received + timedelta(days=dice.randrange(60)) if dice.random() < 0.9 else None
        made.append(
            Application(
                organ=organ,
                year=received.year,
                applicant_kind=dice.choice(ApplicantKind.values),
                title="一份文件",
                wanted="一份文件",
                channel=dice.choice(["in_person", "online", "registered_mail"]),
                arrived_on=received,
                registered_at=cases.at(received),
                received_on=received,
                stage=Stage.CLOSED if closed else Stage.HANDLING,
                due_on=received + timedelta(days=28),
                served_on=closed,
                closed_on=closed,
                used_days=dice.randrange(20) if closed else None,
                answer=dice.choice(list(ANSWERS)) if closed else "",
            )
        )
    return Application.objects.bulk_create(made)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
def test_every_relation_of_table_three_holds(county: cast.County, form: str, year: int) -> None:
    rows(county.wangshu, 300)
    cells = statistics.table_three(Organ.objects.filter(pk=county.wangshu.pk), year, form)
    leaves = {row(code, form) for code in ANSWERS}
    for column in (*statistics.COLUMNS, "total"):
        assert cells[f"handled_total.{column}"] == sum(cells[f"{leaf}.{column}"] for leaf in leaves)
        assert (
            cells[f"received_new.{column}"] + cells[f"carried_in.{column}"]
            == cells[f"handled_total.{column}"] + cells[f"carried_out.{column}"]
        )


def test_what_is_carried_out_is_carried_in_the_year_after(county: cast.County) -> None:
    rows(county.wangshu, 300)
    organs = Organ.objects.filter(pk=county.wangshu.pk)
    for year in (2020, 2021, 2022):
        before = statistics.table_three(organs, year, "2021")
        after = statistics.table_three(organs, year + 1, "2021")
        for column in (*statistics.COLUMNS, "total"):
            assert before[f"carried_out.{column}"] == after[f"carried_in.{column}"]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_row_of_the_form_has_its_cells(county: cast.County, form: str) -> None:
    cells = statistics.table_three(Organ.objects.all(), 2021, form)
    wanted = {
        cell.removeprefix("applications.")
        for cell in formats.load(form).cells
        if cell.startswith("applications.")
    }
    assert set(cells) == wanted


def test_a_cell_opens_to_the_very_rows_it_counts(county: cast.County) -> None:
    rows(county.wangshu, 200)
    organs = Organ.objects.filter(pk=county.wangshu.pk)
    found = statistics.counted(organs)
    for name, count in statistics.table_three(organs, 2021, "2021").items():
        of_row, column = name.rsplit(".", 1)
        behind = statistics.of_row(found, of_row, 2021)
        if column != "total":
            behind = behind.filter(applicant_kind=column)
        assert behind.count() == count, name


def test_redone_split_and_unconfirmed_cases_and_records_are_not_counted(county: cast.County) -> None:
    one, two, three, four, five = rows(county.wangshu, 5)
    Application.objects.filter(pk=two.pk).update(redo_of=one)
    Application.objects.filter(pk=three.pk).update(split_on=date(2021, 3, 1))
    Application.objects.filter(pk=four.pk).update(received_on=None)
    Application.objects.filter(pk=five.pk).update(subject="records")
    assert list(statistics.counted(Organ.objects.all())) == [one]


def test_the_queries_of_a_year_do_not_grow_with_its_cases(county: cast.County) -> None:
    counts = []
    for size in (10, 200):
        rows(county.wangshu, size, seed=size)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            statistics.year_of(Organ.objects.filter(pk=county.wangshu.pk), 2021, "2021")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
