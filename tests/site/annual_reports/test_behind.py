"""穿透: a cell of table two opens to exactly the records it counts, and to nothing else."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report.compilation import compiled
from gongkai.site.annual_reports import compiling
from gongkai.site.disclosure import actions, counts, stock, year_figures
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.record_models import YearFigure
from gongkai.site.organs.actions import Refused
from tests.cast import AT, County, browser
from tests.site import items
from tests.site.annual_reports.test_compile import LATER, made

ROW = "disclosure.normative_documents"


@pytest.fixture
def documents(county: County) -> County:
    """Of 2021: three made, one of them not public; two public, one of them repealed in the year."""
    old = items.published(county, title="旧办法", normative=True, document_number="")
    new = items.published(county, title="新办法", normative=True, document_number="")
    items.draft(county, title="内部规则", normative=True, document_number="")
    actions.repeal(old, on=date(2021, 1, 20), by=new, user=county.lin, at=AT)
    return county


@pytest.mark.parametrize(
    ("figure", "titles"),
    [
        ("made", {"旧办法", "新办法", "内部规则"}),
        ("disclosed", {"旧办法", "新办法"}),
        ("ended", {"旧办法"}),
        ("in_force", {"新办法"}),
    ],
)
def test_a_figure_of_documents_lists_just_those_it_counts(
    documents: County, figure: str, titles: set[str]
) -> None:
    organ = documents.wangshu
    found = stock.documents(organ, figure, 2021)
    assert {item.newest.title for item in found if item.newest} == titles
    assert getattr(stock.of_year(organ, 2021), figure) == len(titles)
    page = browser(documents.lin).get(f"/office/items/normative/wangshu/?figure={figure}&year=2021")
    text = page.content.decode()
    assert {title for title in ("旧办法", "新办法", "内部规则") if f">{title}</a>" in text} == titles


@pytest.mark.parametrize("asked", ["figure=in_force&year=2021", "figure=made&year=2005"])
def test_a_list_of_a_figure_counts_the_year_that_was_asked_for_alone(documents: County, asked: str) -> None:
    page = browser(documents.lin).get(f"/office/items/normative/wangshu/?{asked}")
    assert [str(one.year) for one in page.context["years"]] == [asked[-4:]]
    assert page.context["list"].page.paginator.count == page.context["counted"]["number"]


@pytest.mark.parametrize("year", ["0000", "1900", "9999", "甲"])
def test_a_year_that_cannot_be_lists_what_binds_today(documents: County, year: str) -> None:
    page = browser(documents.lin).get(f"/office/items/normative/wangshu/?figure=made&year={year}")
    assert page.status_code == 200 and page.context["counted"] is None


def test_a_list_of_a_figure_that_is_narrowed_says_how_many_it_has(documents: County) -> None:
    page = browser(documents.lin).get("/office/items/normative/wangshu/?figure=made&year=2021&q=办法")
    assert page.context["list"].page.paginator.count == 2


def test_the_cells_of_documents_lead_to_their_own_list(documents: County) -> None:
    version = made(documents, 2021)
    found = compiling.addresses(documents.wangshu, version)
    for column, figure in (("issued", "made"), ("repealed", "ended"), ("in_force", "in_force")):
        assert found[f"{ROW}.{column}"].endswith(f"?figure={figure}&year=2021")


def test_a_list_of_a_figure_exports_what_it_shows(documents: County) -> None:
    client = browser(documents.lin)
    answer = client.post(
        "/office/items/normative/wangshu/?figure=made&year=2021", {"export": "csv", "list": ""}
    )
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "内部规则" in text and text.count("办法") == 2


def test_who_may_not_see_the_organ_does_not_see_its_documents(documents: County) -> None:
    address = "/office/items/normative/wangshu/?figure=made&year=2021"
    assert browser(documents.ye).get(address).status_code == 403


def test_the_list_of_a_figure_takes_as_many_queries_whatever_it_lists(documents: County) -> None:
    client = browser(documents.lin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            client.get("/office/items/normative/wangshu/?figure=made&year=2021")
        return len(context)

    few = queries()
    for number in range(5):
        items.draft(documents, title=f"办法{number}", normative=True, document_number="")
    assert queries() == few
    assert Item.objects.count() == 8


def test_a_cell_of_the_register_shows_its_kind_alone_and_cannot_be_saved_so(county: County) -> None:
    numbers = {("执法队", "penalties", 3): Decimal(7), ("财政所", "fees", 1): Decimal(2)}
    counts.save(county.wangshu, 2021, numbers, user=county.lin, at=LATER)
    address = compiling.addresses(county.wangshu, made(county, 2021))["disclosure.penalties.decisions"]
    page = browser(county.lin).get(address).content.decode()
    assert "执法队" in page and "行政处罚" in page
    assert "财政所" not in page and "行政事业性收费" not in page and "<input name" not in page


def test_items_of_two_years_give_both_columns_and_of_one_year_only_the_first(county: County) -> None:
    def cells() -> dict[str, object]:
        return dict(compiled(compiling.facts_of(county.wangshu, 2020, "望舒镇")).cells)

    row = "disclosure.licences"
    assert cells()[f"{row}.items_last_year"] is cells()[f"{row}.items_change"] is None
    year_figures.save(county.wangshu, 2019, {"licences": 12}, user=county.lin, at=AT)
    assert (cells()[f"{row}.items_last_year"], cells()[f"{row}.items_change"]) == (12, None)
    year_figures.save(county.wangshu, 2020, {"licences": 9}, user=county.lin, at=AT)
    assert (cells()[f"{row}.items_last_year"], cells()[f"{row}.items_change"]) == (12, -3)


def test_rules_of_a_county_are_what_was_recorded(county: County) -> None:
    before = compiled(compiling.facts_of(county.yunchuan, 2021, "云川县")).cells
    YearFigure.objects.create(organ=county.yunchuan, year=2021, kind="rules_made", value=0)
    after = compiled(compiling.facts_of(county.yunchuan, 2021, "云川县")).cells
    assert before["disclosure.rules.issued"] is None and after["disclosure.rules.issued"] == 0


def test_a_blank_cell_leads_to_where_it_is_recorded(county: County) -> None:
    addresses = compiling.addresses(county.wangshu, made(county))
    assert addresses["disclosure.licences.items_last_year"] == "/office/items/counts/wangshu/2020/year/"


def test_year_figures_are_kept_as_typed_and_refused_for_years_to_come(county: County) -> None:
    client = browser(county.lin)
    page = "/office/items/counts/wangshu/2020/year/"
    assert client.post(page, {"licences": "7", "fees": ""}).status_code == 302
    assert year_figures.held(county.wangshu, 2020, 2020) == {(2020, "licences"): 7}
    wrong = client.post(page, {"licences": "-1"})
    assert wrong.status_code == 422 and 'value="-1"' in wrong.content.decode()
    with pytest.raises(Refused, match="2008年到今年"):
        year_figures.save(county.wangshu, 2022, {"licences": 1}, user=county.lin, at=AT)
