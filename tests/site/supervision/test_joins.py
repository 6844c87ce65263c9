"""The parts as one room: every figure once, every file swept, the example assesses all eight organs."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import FileField
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import drafted
from gongkai.site.annual_reports.records import facts_of
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.spans import Span
from gongkai.site.supervision.assessment import computing, schemes
from gongkai.site.supervision.figures.registry import PARTS, figures
from gongkai.site.supervision.orders import drafts
from gongkai.site.supervision.orders.models import Order
from gongkai.site.supervision.patrol import running
from gongkai.site.supervision.patrol.checks import CHECKS
from gongkai.site.supervision.voices import complaint_actions
from gongkai.site.supervision.voices.complaint_actions import Decision, Ordered, Told
from tests.cast import AT, ON, County, browser
from tests.conftest import Clock
from tests.site import briefed, items, pointed, voices
from tests.site.supervision import ordered, trained

YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


def test_every_code_and_every_name_is_given_once_with_a_unit_and_a_note() -> None:
    every = [figure for path in PARTS for figure in import_string(path)]
    assert max(Counter(one.code for one in every).values()) == 1
    assert max(Counter(str(one.name) for one in every).values()) == 1
    assert all(str(one.name) and str(one.unit) and str(one.note) for one in every)


def test_a_count_is_its_records_and_each_opens_a_page_for_the_supervisor(county: County) -> None:
    items.published(county)
    items.draft(county)
    ordered.issued(county)
    briefed.published(county.tingyu, county, business=1, news=1, late=1)
    client, organs = browser(county.fang), Organ.objects.all()
    opened = set()
    for figure in figures().values():
        records = [one for span in (YEAR, briefed.YEAR) for one in figure.records(organs, span)]
        if figure.share is None:
            counted = sum(
                value.number or 0
                for span in (YEAR, briefed.YEAR)
                for value in figure.values(organs, span).values()
            )
            assert counted == len(records), figure.code
        for one in records[:2]:
            assert one.address, (figure.code, one)
            opened.add(one.address)
    for address in opened:
        assert client.get(address).status_code == 200, address


def test_figures_of_all_parts_ask_as_much_for_many_organs_as_for_few(county: County) -> None:
    def asked() -> dict[str, int]:
        found = {}
        for code, figure in figures().items():
            with CaptureQueriesContext(connection) as queries:
                list(figure.records(Organ.objects.all(), YEAR))
                figure.values(Organ.objects.all(), YEAR)
            found[code] = len(queries)
        return found

    ordered.issued(county)
    items.published(county)
    few = asked()
    for organ in briefed.towns(county, 12):
        ordered.issued(county, organ=organ)
        briefed.published(organ, county, business=1, news=1)
    assert asked() == few


def test_a_scheme_may_assess_the_government_with_those_below(county: County) -> None:
    reading = schemes.read(schemes.example())
    assert reading.own
    found = computing.assessed(reading, county.yunchuan, Span(ON, ON))
    assert {one.slug for one in found} == {"yunchuan", "wangshu", "tingyu"}
    plain = schemes.read(schemes.example().replace("own = true", "own = false"))
    assert county.yunchuan not in computing.assessed(plain, county.yunchuan, Span(ON, ON))


def test_no_night_no_marks_for_what_it_would_have_found(county: County) -> None:
    scheme = schemes.read(schemes.example())
    towns = Organ.objects.filter(pk=county.wangshu.pk)
    before = computing.take(scheme, towns, Span(ON, ON))[county.wangshu.pk]
    assert before["patrol.columns_stale"].value is None
    assert before["orders.overdue"].value == 0
    running.patrol(ON, now=lambda: AT)
    after = computing.take(scheme, towns, Span(ON, ON))[county.wangshu.pk]
    assert after["patrol.columns_stale"].value is not None


# From a complaint, from a hit --------------------------------------------------------------------------


def test_from_an_upheld_complaint_an_order_is_made_and_each_leads_to_the_other(county: County) -> None:
    complaint = voices.decided(county)
    client = browser(county.fang)
    page = f"/office/supervision/voices/complaints/{complaint.pk}/"
    assert f"{page}order/" in client.get(page).content.decode()
    form = client.get(f"{page}order/").content.decode()
    assert voices.DECISION.outcome_text in form and voices.BODY not in form
    said = {"severity": "deduct", "ground": "养护计划没有公开", "asked": "五个工作日内公开"}
    assert client.post(f"{page}order/", said).status_code == 302
    order = Order.objects.get()
    (finding,) = order.findings.all()
    assert (finding.source, finding.reference) == ("complaint", complaint.number)
    assert voices.fresh(complaint).order_number == order.number
    told = [order.title, order.asked, finding.title, finding.ground, finding.address, finding.key]
    for word in (voices.PERSON.name, voices.PERSON.phone, voices.BODY, voices.TOLD.place):
        assert not any(word in one for one in told)
    there = client.get(page).content.decode()
    assert f"/office/supervision/orders/{order.pk}/" in there and f"{page}order/" not in there
    address = f"/office/supervision/orders/{order.pk}/"
    assert f'href="{page}"' in client.get(address).content.decode()
    # The organ reads the number, and cannot open what was said.
    answering = browser(county.lin).get(address).content.decode()
    assert complaint.number in answering and f'href="{page}"' not in answering


def test_no_order_twice_and_none_on_what_is_not_right(county: County) -> None:
    said = Ordered("deduct", "没有公开", "五个工作日内公开")
    complaint = voices.decided(county)
    complaint_actions.order(complaint, said, user=county.fang, at=AT)
    told = Told("complaint", "not_disclosed", "另一份没有公开。")
    other = voices.accepted(county, told)
    wrong = Decision("not_upheld", "早已公开。", "explained")
    complaint_actions.decide(other, wrong, user=county.fang, at=AT)
    for one in (complaint, other):
        with pytest.raises(Refused, match="还没有整改通知的投诉"):
            complaint_actions.order(one, said, user=county.fang, at=AT)
    with pytest.raises(Forbidden):
        complaint_actions.order(other, said, user=county.lin, at=AT)


def test_a_hit_of_the_night_leads_to_an_order_and_then_shows_its_number(county: County) -> None:
    hit = ordered.hit(county.wangshu)
    address = f"/office/supervision/orders/new/wangshu/?hit={hit.pk}"
    pages = ("/office/supervision/patrol/hits/", "/office/supervision/patrol/organs/wangshu/")
    for page in pages:
        assert address in browser(county.fang).get(page).content.decode()
        assert "orders/new/" not in browser(county.lin).get(page).content.decode()
    form = browser(county.fang).get(address).content.decode()
    assert f'value="{hit.pk}"' in form and "checked" in form
    order = ordered.issued(county, drafts.of_hit(hit))
    for page in pages:
        there = browser(county.fang).get(page).content.decode()
        assert order.number in there and address not in there


def test_orders_call_checks_by_their_names(county: County) -> None:
    order = ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    name = str(CHECKS["column_stale"].name)
    for page in ("/office/supervision/orders/", f"/office/supervision/orders/{order.pk}/"):
        there = browser(county.fang).get(page).content.decode()
        assert name in there and ">column_stale<" not in there


def test_section_one_tells_what_points_training_and_voices_say(county: County) -> None:
    pointed.final(county)
    session = trained.of_county(county)
    trained.held(session, county.fang, [county.lin, county.gao, county.ye, county.gu])
    voices.closed(county)
    facts = facts_of(county.wangshu, 2021, "望舒镇人民政府")
    section = drafted(compiled(facts), facts).section(1)
    assert section
    for clause in (
        "完成自查报告1份（《望舒镇人民政府2021年政务公开要点落实情况自查报告》）",
        "公开工作人员2人参加培训",
        "涉及本机关公开工作的投诉举报1件，办结1件，其中属实或者部分属实1件",
    ):
        assert clause in section.text


def test_every_file_of_the_room_is_kept_in_a_folder_that_is_swept() -> None:
    config = apps.get_app_config("supervision")
    for model in config.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                name = field.generate_filename(model(), "一份.pdf")
                rows = [rows for folder, rows in config.kept_files.items() if name.startswith(f"{folder}/")]
                assert rows and (model.__name__, field.name) in rows[0], (model.__name__, field.name)
