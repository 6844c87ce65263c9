"""Figures of patrol: what counts, what speaks against an organ, and one cost for any number of organs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, column_actions
from gongkai.site.disclosure.models import Body
from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.figure import Value
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.patrol.figures import FIGURES
from tests import cast
from tests.cast import AT, ON
from tests.site import catalogue, items
from tests.site.patrols import night
from tests.site.questions import asked

DAY = timedelta(days=1)
YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))


def value(code: str, organ: Organ, span: Span = YEAR) -> Value:
    return figures()[code].value(Organ.objects.all(), span, organ.pk)


def against(code: str, organ: Organ, span: Span = YEAR) -> list[str]:
    organs = Organ.objects.filter(pk=organ.pk)
    return [record.key for record in figures()[code].records(organs, span)]


def test_every_figure_is_known_by_its_code():
    assert {one.code for one in FIGURES} <= set(figures())
    assert all(one.name and one.note and one.code.startswith("patrol.") for one in FIGURES)


def test_columns_are_counted_as_the_last_night_of_the_span_kept_them(county):
    column = items.column(county.wangshu)
    terms = {"longest_age": 30, "warning_age": None, "fewest_items": None, "section": ""}
    column_actions.set_terms(column, **terms, user=county.lin, at=AT)
    night()
    items.published(county)
    night(ON + DAY)
    night(ON + 31 * DAY)
    at = {days: Span(ON, ON + days * DAY) for days in (0, 1, 31)}
    assert [value("patrol.columns_empty", county.wangshu, at[days]).number for days in (0, 1, 31)] == [
        1,
        0,
        0,
    ]
    assert [value("patrol.columns_stale", county.wangshu, at[days]).number for days in (0, 1, 31)] == [
        0,
        0,
        1,
    ]
    assert against("patrol.columns_stale", county.wangshu, at[31]) == [str(column.pk)]


def test_hits_count_while_they_stand(county):
    item = items.published(county)
    Body.objects.filter(version__item=item).update(text='<a href="/i/999999/">附件</a>')
    night()
    before = value("patrol.hits_deduct", county.wangshu, Span(ON, ON)).number
    Body.objects.filter(version__item=item).update(text="<p>无</p>")
    night(ON + DAY)
    assert value("patrol.hits_deduct", county.wangshu, Span(ON, ON)).number == before
    assert value("patrol.hits_deduct", county.wangshu, Span(ON, ON + DAY)).number == before - 1


def test_the_matters_of_the_catalogue_that_the_public_finds(county):
    column = items.column(county.wangshu)
    made = [
        catalogue.added(county, position=n + 1, name=f"事项{n}", column=column if n else None)
        for n in range(2)
    ]
    assert value("patrol.coverage", county.wangshu) == Value(Decimal(0), 2)
    items.published(county)
    assert value("patrol.coverage", county.wangshu) == Value(Decimal(50), 2)
    assert against("patrol.coverage", county.wangshu) == [str(made[0].pk)]


def test_news_is_what_stands_among_news_or_is_neither_content_nor_document(county):
    items.published(county)
    plain = items.published(county, title="干部下村", document_number="", genre="", category="")
    items.column(county.wangshu, "工作动态")
    assert value("patrol.business", county.wangshu) == Value(Decimal(50), 2)
    assert against("patrol.business", county.wangshu) == [str(plain.pk)]


def test_documents_and_their_interpretation(county):
    document = items.published(county, normative=True, effective_on=date(2021, 2, 1))
    assert value("patrol.interpreted", county.wangshu) == Value(Decimal(0), 1)
    assert against("patrol.interpreted", county.wangshu) == [str(document.pk)]
    explained = items.published(county, title="解读", document_number="")
    actions.bind_interpretation(explained, document, user=county.lin, at=AT)
    assert value("patrol.interpreted", county.wangshu) == Value(Decimal(100), 1)


@pytest.mark.parametrize("code", [one.code for one in FIGURES])
def test_more_organs_need_no_more_queries(county, code):
    def cost() -> int:
        with CaptureQueriesContext(connection) as context:
            figures()[code].values(Organ.objects.all(), YEAR)
            list(figures()[code].records(Organ.objects.all(), YEAR))
        return len(context)

    night()
    few = cost()
    for number in range(5):
        cast.establish(f"town-{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
    items.published(county)
    asked(county)
    night(ON + DAY)
    assert cost() == few
