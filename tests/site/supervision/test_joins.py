"""The parts as one room: every figure once, every file swept, the example assesses all eight organs."""

from collections import Counter
from datetime import date

from django.apps import apps
from django.db import connection
from django.db.models import FileField
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string

from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.assessment import computing, schemes
from gongkai.site.supervision.figures.registry import PARTS, figures
from tests.cast import ON, County, browser
from tests.site import briefed, items
from tests.site.supervision import ordered

YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))


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


def test_every_file_of_the_room_is_kept_in_a_folder_that_is_swept() -> None:
    config = apps.get_app_config("supervision")
    for model in config.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                name = field.generate_filename(model(), "一份.pdf")
                rows = [rows for folder, rows in config.kept_files.items() if name.startswith(f"{folder}/")]
                assert rows and (model.__name__, field.name) in rows[0], (model.__name__, field.name)
