"""The site on a database of its own: public pages uncached, the acts of an office."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import kinds
from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, Role
from gongkai.site.sample import loading

from .measures import Measure, timed

PAGES = {
    "首页": "/",
    "机关页": "/o/wangshu/",
    "年报列表": "/o/wangshu/reports/",
    "年报页": "/o/wangshu/reports/2020/",
    "年报JSON下载": "/o/wangshu/reports/2021/v2/json/",
}
MORE_ORGANS = 200
AT = datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def prepare() -> None:
    """The sample county in an empty database."""
    call_command("migrate", verbosity=0)
    loading.load("Bench-2026-yc", AT)


def measures() -> list[Measure]:
    """Every page at two sizes, then the acts."""
    found = [_page(name, address, "示例数据，8个机关") for name, address in PAGES.items()]
    _enlarge()
    count = Organ.objects.count()
    found += [_page(name, address, f"{count}个机关") for name, address in PAGES.items()]
    return found


def _page(name: str, address: str, size: str) -> Measure:
    client = Client()

    def get() -> None:
        assert client.get(address).status_code == 200

    with CaptureQueriesContext(
        connection,
    ) as captured:
        get()
    return timed(name, get, times=60, bound=50, note=f"{size}，{len(captured)}次查询")


def _enlarge() -> None:
    """More organs under the county, each with a published report."""
    county = Organ.objects.get(slug="yunchuan")
    officer, second = _officers()
    source = AnnualReport.objects.get(organ__slug="wangshu", year=2025)
    assert source.current is not None
    reading: Report = source.current.reading
    for number in range(MORE_ORGANS):
        organ = organs.establish(
            slug=f"town-{number}",
            name=f"第{number}镇人民政府",
            short_name=f"第{number}镇",
            kind="town",
            on=AT.date().replace(year=2000),
            parent=Organ.objects.get(pk=county.pk),
            sample=True,
        )
        for person, role in ((officer, Role.DISCLOSURE_OFFICER), (second, Role.SECTION_HEAD)):
            organs.appoint(person, organ, role, on=AT.date().replace(year=2000))
        publish(organ, reading, officer, second)


def publish(organ: Organ, reading: Report, officer: User, second: User) -> None:
    """The whole way of one report: file, reading, confirmation, publication."""
    name = organ.name_on(AT.date())
    data = kinds.writer("json")(reading).replace((reading.organ or "").encode(), name.encode())
    source = actions.keep_file(organ, data, "report.json", user=officer, at=AT)
    version = actions.upload(organ, reading.year or 0, source, user=officer, at=AT)
    actions.confirm(version, version.digest, user=second, at=AT + timedelta(hours=1))
    actions.publish(version, version.digest, show_findings=False, user=officer, at=AT + timedelta(hours=2))


def acts() -> list[Measure]:
    """The acts of an office, each with its transaction and ledger line."""
    officer, second = _officers()
    source = AnnualReport.objects.get(organ__slug="wangshu", year=2025)
    assert source.current is not None
    reading = source.current.reading
    fresh = iter(range(10_000))

    def whole_way() -> None:
        number = next(fresh)
        organ = organs.establish(
            slug=f"new-{number}",
            name=f"第{number}试点镇人民政府",
            short_name=f"第{number}试点镇",
            kind="town",
            on=AT.date().replace(year=2000),
        )
        for person, role in ((officer, Role.DISCLOSURE_OFFICER), (second, Role.SECTION_HEAD)):
            organs.appoint(person, organ, role, on=AT.date().replace(year=2000))
        publish(organ, reading, officer, second)

    return [
        timed(
            "一份年报的全程（设立、任职、上传、复核、公布）", whole_way, times=20, note="8个操作，各一行台账"
        )
    ]


def _officers() -> tuple[User, User]:
    people = []
    for username, name in (("bench-one", "甲"), ("bench-two", "乙")):
        person = User.objects.filter(username=username).first()
        people.append(person or User.objects.create_user(username, None, name=name))
    return people[0], people[1]
