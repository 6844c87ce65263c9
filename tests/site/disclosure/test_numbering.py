"""索引号: by the organ's pattern, unique, never given again, never changed."""

import pytest

from gongkai.site.disclosure import actions, column_actions, importing, numbering
from gongkai.site.disclosure.models import Item
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import items


def set_pattern(county, pattern: str, person=None) -> None:
    numbering.set_index_pattern(county.wangshu, pattern, user=person or county.lin, at=AT)


def published(county, title: str, **fields) -> str:
    return items.published(county, title=title, document_number="", **fields).index_number


def test_the_usual_pattern_is_the_organ_the_year_and_five_digits(county):
    assert published(county, "甲") == "wangshu/2021-00001"


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("11370322004433006T/{year}-{serial:6}", "11370322004433006T/2021-000001"),
        ("{organ}-{category}-{year}{serial:4}", "wangshu-20.12-20210001"),
        ("11S000/ZK-{year}-{serial:8}", "11S000/ZK-2021-00000001"),
    ],
)
def test_a_pattern_writes_the_number(county, pattern, number):
    set_pattern(county, pattern)
    assert published(county, "甲") == number


def test_the_category_is_the_item_s_or_its_column_s_or_none(county):
    set_pattern(county, "{category}/{year}-{serial:5}")
    assert published(county, "甲", category="20.4") == "20.4/2021-00001"
    assert published(county, "乙", category="") == "00/2021-00002"
    column_actions.set_category(items.column(county.wangshu), "20.12", user=county.lin, at=AT)
    assert published(county, "丙", category="") == "20.12/2021-00003"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{organ}/{serial:5}", "年份"),
        ("{year}{year}-{serial:5}", "年份"),
        ("{organ}/{year}", "流水号"),
        ("{year}-{serial:5}{serial:5}", "流水号"),
        ("{year}-{serial:2}", "位数写3至8"),
        ("{year}-{serial:5}-{month}", "只能写"),
        ("望舒〔{year}〕{serial:5}", "只能写"),
        ("{year} {serial:5}", "只能写"),
        ("X" * 50 + "{year}-{serial:5}", "60个字符"),
    ],
)
def test_a_pattern_that_could_not_number_is_refused(county, pattern, why):
    with pytest.raises(Refused, match=why):
        set_pattern(county, pattern)
    assert numbering.pattern_of(county.wangshu) == numbering.USUAL


def test_a_change_is_one_line_of_the_disclosure_officer_with_old_and_new(county):
    for other in (county.gao, county.he, county.ye, county.fang, county.an):
        with pytest.raises(Forbidden):
            set_pattern(county, "X/{year}-{serial:5}", other)
    before = Entry.objects.count()
    set_pattern(county, "X/{year}-{serial:5}")
    line = Entry.objects.order_by("-number").first()
    assert (Entry.objects.count(), line.act) == (before + 1, "index_pattern_set")
    assert '"new":"X/{year}-{serial:5}"' in line.detail and numbering.USUAL in line.detail
    with pytest.raises(Refused, match="现在就是"):
        set_pattern(county, "X/{year}-{serial:5}")
    assert numbering.pattern_of(county.tingyu) == numbering.USUAL


def test_the_serial_runs_on_through_a_change_and_old_numbers_stay(county):
    old = items.published(county, title="甲", document_number="")
    set_pattern(county, "X/{year}-{serial:5}")
    assert published(county, "乙") == "X/2021-00002"
    actions.withdraw(old, reason="有误", user=county.lin, at=AT)
    set_pattern(county, numbering.USUAL)
    assert published(county, "丙") == "wangshu/2021-00003"
    assert Item.objects.get(pk=old.pk).index_number == "wangshu/2021-00001"


def test_a_number_that_an_earlier_pattern_gave_is_passed_over(county):
    for _number in range(2):
        published(county, f"第{_number}号")
    # Under this pattern the third and fourth serial would write those numbers again.
    Item.objects.filter(index_number="wangshu/2021-00001").update(index_number="W/2021-00003")
    Item.objects.filter(index_number="wangshu/2021-00002").update(index_number="W/2021-00004")
    set_pattern(county, "W/{year}-{serial:5}")
    assert published(county, "丙") == "W/2021-00005"
    assert numbering.next_numbers(county.wangshu, 2021, ["", ""]) == ["W/2021-00006", "W/2021-00007"]


def test_many_at_once_pass_over_what_is_taken_among_them(county):
    set_pattern(county, "W/{year}-{serial:5}")
    taken = items.published(county, title="甲", document_number="")
    Item.objects.filter(pk=taken.pk).update(index_number="W/2021-00003")
    assert numbering.next_numbers(county.wangshu, 2021, ["", "", ""]) == [
        "W/2021-00002",
        "W/2021-00004",
        "W/2021-00005",
    ]


def test_what_is_taken_over_is_numbered_by_the_pattern_and_its_own_year(county):
    set_pattern(county, "W/{year}-{serial:5}")
    kept = items.kept_import(county)
    importing.import_items(kept, user=county.lin, at=AT)
    assert Item.objects.get().index_number == "W/2018-00001"


def test_trying_a_pattern_shows_numbers_and_gives_none(county):
    office, address = browser(county.lin), "/office/items/numbering/wangshu/"
    year = office.get(address).context["next"][0].split("/")[1][:4]
    answer = office.post(address, {"pattern": "W/{category}/{year}-{serial:4}", "try": "on"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"W/20.1/{year}-0001" in page and f"W/00/{year}-0003" in page
    assert numbering.pattern_of(county.wangshu) == numbering.USUAL
    answer = office.post(address, {"pattern": "W/{year}"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="W/{year}"' in page and "流水号" in page
    assert office.post(address, {"pattern": "W/{year}-{serial:4}"}).status_code == 302
    assert numbering.pattern_of(county.wangshu) == "W/{year}-{serial:4}"
