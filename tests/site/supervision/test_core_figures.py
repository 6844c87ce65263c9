"""The figures of disclosure, requests and reports: what counts, and on which day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.figure import Record
from gongkai.site.supervision.figures.registry import figures
from tests import cast
from tests.cast import AT, County
from tests.site import cases, disputed, filed, items, questions

pytestmark = pytest.mark.django_db
QUARTER = Span(date(2021, 1, 1), date(2021, 3, 31))
JANUARY = Span(date(2021, 1, 1), date(2021, 1, 31))


@pytest.fixture
def county() -> County:
    return cast.county()


def records(code: str, span: Span = QUARTER) -> list[Record]:
    return list(figures()[code].records(Organ.objects.all(), span))


def test_every_code_names_its_part_and_none_is_given_twice() -> None:
    assert all(code == one.code and "." in code for code, one in figures().items())


def test_what_is_not_public_after_its_last_day_is_overdue(county: County) -> None:
    items.draft(county)
    assert [one.title for one in records("disclosure.overdue")] == [
        "关于做好春季森林防火工作的通知（公开期限2021-02-01）"
    ]
    assert records("disclosure.overdue", JANUARY) == []


def test_what_was_published_late_is_late_and_counts_in_the_share(county: County) -> None:
    item = items.published(county)
    share = figures()["disclosure.timely"]
    organs = Organ.objects.all()
    assert share.value(organs, QUARTER, county.wangshu.pk).number == 100
    assert records("disclosure.late") == []
    ItemVersion.objects.filter(item=item).update(due_on=date(2021, 1, 19))
    assert len(records("disclosure.late")) == 1
    items.draft(county, title="另一份", document_number="望政发〔2021〕5号")
    value = share.value(organs, QUARTER, county.wangshu.pk)
    assert (value.number, value.of, value.is_small) == (Decimal(0), 2, True)
    assert share.value(organs, QUARTER, county.tingyu.pk).number is None


def test_a_last_day_that_is_not_over_costs_nothing(county: County) -> None:
    items.draft(county)
    on_the_day = Span(date(2021, 1, 1), date(2021, 2, 1))
    assert records("disclosure.overdue", on_the_day) == []


def test_what_was_withdrawn_counts_in_its_span(county: County) -> None:
    item = items.published(county)
    Item.objects.filter(pk=item.pk).update(withdrawn_at=AT)
    assert len(records("disclosure.withdrawn")) == 1
    assert len(records("disclosure.published")) == 1
    assert records("disclosure.withdrawn", Span(date(2021, 2, 1), date(2021, 2, 28))) == []


def test_an_organ_without_a_guide_has_an_old_one(county: County) -> None:
    assert {one.key for one in records("disclosure.guide_old")} == {"yunchuan", "wangshu", "tingyu"}


def test_a_request_without_an_answer_by_its_day_is_late_and_told_by_number_alone(county: County) -> None:
    application = cases.registered(county, "2021-01-04")
    found = records("applications.late")
    assert [one.key for one in found] == [application.number]
    assert application.title not in found[0].title
    value = figures()["applications.in_time"].value(Organ.objects.all(), QUARTER, county.wangshu.pk)
    assert (value.number, value.of) == (Decimal(0), 1)
    assert records("applications.late", JANUARY) == []


def test_a_dispute_that_ended_in_a_correction_counts(county: County) -> None:
    spring = Span(date(2024, 3, 1), date(2024, 5, 31))
    dispute = disputed.registered(county)
    assert records("applications.corrected", spring) == []
    ended = disputed.concluded(county, dispute, "revoked", "2024-05-06")
    assert [one.key for one in records("applications.corrected", spring)] == [ended.number]
    assert records("applications.corrected") == []


def test_a_question_not_answered_by_the_promised_day_is_late(county: County) -> None:
    question = questions.asked(county)
    last = question.due_on
    after = Span(last - timedelta(days=5), last + timedelta(days=1))
    assert [one.key for one in records("questions.late", after)] == [question.number]
    assert records("questions.late", Span(last - timedelta(days=5), last)) == []


def test_a_report_not_handed_in_by_its_day_is_late_and_no_longer_once_filed(county: County) -> None:
    assert {one.key for one in records("reports.late")} == {"wangshu-2020", "tingyu-2020"}
    filed.submitted(county)
    assert {one.key for one in records("reports.late")} == {"tingyu-2020"}


def test_a_report_that_came_back_and_was_left_counts_after_its_new_day(county: County) -> None:
    filed.returned(county, again_by=date(2021, 1, 29))
    assert len(records("reports.returned_left")) == 1
    assert records("reports.returned_left", Span(date(2021, 1, 1), date(2021, 1, 29))) == []


def test_errors_of_the_public_report_count_until_found_right(county: County) -> None:
    filed.submitted(county)
    assert records("reports.errors") == records("reports.copied") == []
