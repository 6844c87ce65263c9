"""编制 at 1,000,000 items, 100,000 cases and 10,000 disputes of one organ, beside the bare counts in SQL."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import formats
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import drafted
from gongkai.law.disputes.outcomes import OUTCOMES, Proceeding
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports.compiling import behind, facts_of
from gongkai.site.applications.models import ApplicantKind, Application
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.disputes.models import Dispute, Instance, Level
from gongkai.site.organs.models import Organ

from . import applications, rows
from .measures import Measure, timed

ITEMS, CASES, DISPUTES = 1_000_000, 100_000, 10_000
AT = applications.AT
YEAR = 2025
_BATCH = 5000
_NORMATIVE = 200
"""Every so many items is a normative document: some hundreds a year."""


def measures(items: int = ITEMS, cases: int = CASES, disputes: int = DISPUTES) -> list[Measure]:
    """Tops up what 望舒镇 has, then measures."""
    organ = Organ.objects.get(slug="wangshu")
    _add_items(organ, items)
    _add_cases(organ, cases)
    _add_disputes(organ, disputes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    size = "、".join(
        f"{model.objects.filter(organ=organ).count()}{unit}"
        for model, unit in ((Item, "条信息"), (Application, "件申请"), (Dispute, "件复议诉讼"))
    )
    bare = timed("同样的计数，手写SQL", lambda: _bare(organ), times=15, note=f"{size}，{len(_SQL)}次查询")

    def compile_one() -> None:
        facts = facts_of(organ, YEAR, "望舒镇人民政府")
        drafted(compiled(facts), facts)

    with CaptureQueriesContext(connection) as captured:
        compile_one()
    note = f"{size}，{len(captured)}次查询；上限1秒，且不超过手写SQL的2倍"
    bound = min(1000.0, 2 * bare.p95)
    found = [bare, timed("由记录编制一个机关一年的年报", compile_one, times=15, bound=bound, note=note)]
    officer = Client()
    officer.force_login(User.objects.get(username="linruoxi"))
    form = formats.for_year(YEAR)
    pages = {
        "打开表三一格的记录": "applications.granted.total",
        "打开表四一格的记录": "remedies.review.upheld",
        "打开表二一格的记录（规范性文件）": "disclosure.normative_documents.in_force",
    }
    return found + [
        _page(officer, name, behind(organ, YEAR, form.cells[cell]), size) for name, cell in pages.items()
    ]


def _page(client: Client, name: str, address: str, size: str) -> Measure:
    def get() -> None:
        response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)

    with CaptureQueriesContext(connection) as captured:
        get()
    return timed(name, get, times=40, bound=200, note=f"{size}，{len(captured)}次查询")


# What is counted ------------------------------------------------------------------------------------


@transaction.atomic
def _add_items(organ: Organ, wanted: int) -> None:
    """Items with one published version each; the keys are given, for each row names the other."""
    missing = max(0, wanted - Item.objects.filter(organ=organ).count())
    column = Column.objects.get(organ=organ, name="统计信息")
    officer = User.objects.get(username="linruoxi")
    first_item = (Item.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    first_version = (ItemVersion.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    dice = Random(7)
    formed = [date(2012, 1, 1) + timedelta(days=dice.randrange(5000)) for _number in range(missing)]
    public = {
        day: connection.ops.adapt_datetimefield_value(datetime.combine(day, time(10), AT.tzinfo))
        for day in set(formed)
    }
    rows.insert(
        Item(organ=organ, column=column, listed_in=column),
        ("id", "current_id", "newest_id", "published_at", "repealed_on"),
        (
            (
                first_item + number, first_version + number, first_version + number, public[day],
                str(day + timedelta(days=900)) if number % (7 * _NORMATIVE) == 0 else None,
            )
            for number, day in enumerate(formed)
        ),
    )  # fmt: skip
    rows.insert(
        ItemVersion(number=1, formed_on=AT.date(), digest="", stage="published", made_by=officer,
                    made_at=AT, published_by=officer),
        ("id", "item_id", "title", "formed_on", "normative", "published_at"),
        (
            (
                first_version + number, first_item + number, f"关于第{number}号事项的公告", str(day),
                number % _NORMATIVE == 0, public[day],
            )
            for number, day in enumerate(formed)
        ),
    )  # fmt: skip


def _add_cases(organ: Organ, wanted: int) -> None:
    missing = wanted - Application.objects.filter(organ=organ).count()
    cases = applications.cases_of([organ.pk] * missing)
    while batch := list(islice(cases, _BATCH)):
        Application.objects.bulk_create(batch)


def _add_disputes(organ: Organ, wanted: int) -> None:
    officer = User.objects.get(username="linruoxi")
    missing = wanted - Dispute.objects.filter(organ=organ).count()
    disputes = islice(_disputes(organ, officer), max(0, missing))
    while batch := list(islice(disputes, _BATCH)):
        made = Dispute.objects.bulk_create(batch)
        Instance.objects.bulk_create(
            Instance(
                dispute=one,
                level=Level.REVIEW if one.is_review else Level.FIRST,
                body=one.body,
                filed_on=one.filed_on,
                outcome=one.outcome,
                concluded_on=one.concluded_on,
            )
            for one in made
        )


def _disputes(organ: Organ, officer: User) -> Iterator[Dispute]:
    dice = Random(11)
    while True:
        way = dice.choice(list(Proceeding))
        filed = AT.date() - timedelta(days=dice.randrange(1, 2200))
        pending = dice.randrange(20) == 0
        yield Dispute(
            organ=organ, year=filed.year, proceeding=way, title="信息公开答复",
            claimant_kind=dice.choice(ApplicantKind.values), filed_on=filed, body="云川县人民政府",
            registered_at=AT, registered_by=officer,
            outcome="" if pending else dice.choice(list(OUTCOMES[way])),
            concluded_on=None if pending else filed + timedelta(days=dice.randrange(20, 90)),
        )  # fmt: skip


# The same counts as a person would write them in SQL -------------------------------------------------

_OWN_ITEM = "EXISTS (SELECT 1 FROM disclosure_item i WHERE i.id = t.item_id AND i.organ_id = %(organ)s)"
_SQL = (
    "SELECT applicant_kind, received_on < %(first)s, CASE WHEN closed_on <= %(last)s THEN answer END, "
    "COUNT(*) FROM applications_application WHERE organ_id = %(organ)s AND received_on <= %(last)s "
    "AND (closed_on IS NULL OR closed_on >= %(first)s) GROUP BY 1, 2, 3",
    "SELECT received_on < %(first)s, COUNT(*) FROM applications_application WHERE organ_id = %(organ)s "
    "AND received_on BETWEEN %(before)s AND %(last)s GROUP BY 1",
    "SELECT COUNT(*), SUM(fee_yuan) FROM applications_application WHERE organ_id = %(organ)s "
    "AND fee_paid_on BETWEEN %(first)s AND %(last)s AND NOT EXISTS (SELECT 1 FROM applications_application w "
    "WHERE w.id = applications_application.split_from_id AND w.fee_paid_on IS NOT NULL)",
    "SELECT d.proceeding, i.outcome, i.concluded_on <= %(last)s, COUNT(*) FROM disputes_dispute d "
    "JOIN disputes_instance i ON i.dispute_id = d.id WHERE d.organ_id = %(organ)s AND d.voided_on IS NULL "
    "AND d.filed_on <= %(last)s AND (d.concluded_on IS NULL OR d.concluded_on >= %(first)s) GROUP BY 1, 2, 3",
    "SELECT c.name, i.published_at < %(first)s, COUNT(*), COUNT(i.interprets_id) FROM disclosure_item i "
    "LEFT JOIN disclosure_column c ON c.id = i.column_id WHERE i.organ_id = %(organ)s "
    "AND i.published_at >= %(before)s AND i.published_at < %(next)s GROUP BY 1, 2",
    "SELECT COUNT(*) FROM disclosure_itemversion v JOIN disclosure_item i ON i.newest_id = v.id "
    "WHERE i.organ_id = %(organ)s AND v.normative AND v.origin = 'made' "
    "AND v.formed_on BETWEEN %(first)s AND %(last)s",
    "SELECT COUNT(CASE WHEN i.published_at >= %(first)s AND i.published_at < %(next)s THEN 1 END), "
    "COUNT(CASE WHEN i.published_at < %(first)s AND (i.withdrawn_at IS NULL OR i.withdrawn_at >= %(first)s) "
    "AND (i.repealed_on IS NULL OR i.repealed_on > %(eve)s) "
    "AND (v.expires_on IS NULL OR v.expires_on >= %(eve)s) THEN 1 END), "
    "COUNT(CASE WHEN i.published_at < %(next)s AND (i.withdrawn_at IS NULL OR i.withdrawn_at >= %(next)s) "
    "AND (i.repealed_on IS NULL OR i.repealed_on > %(last)s) "
    "AND (v.expires_on IS NULL OR v.expires_on >= %(last)s) THEN 1 END) "
    "FROM disclosure_itemversion v JOIN disclosure_item i ON i.current_id = v.id "
    "WHERE i.organ_id = %(organ)s AND v.normative",
    "SELECT section, kind, month, value FROM disclosure_count WHERE organ_id = %(organ)s AND year = %(year)s",
    "SELECT year, kind, value FROM disclosure_yearfigure WHERE organ_id = %(organ)s "
    "AND year BETWEEN %(year)s - 1 AND %(year)s",
    *(
        f"SELECT {kind}, {day} < %(first)s, COUNT(*) FROM {table} t WHERE {day} >= %(before)s "
        f"AND {day} < %(next)s AND {own} GROUP BY 1, 2"
        for table, kind, day, own in (
            ("disclosure_adoption", "1", '"on"', "organ_id = %(organ)s"),
            ("disclosure_channelrecord", "channel", '"on"', _OWN_ITEM),
            ("disclosure_reexamination", "1", "at", _OWN_ITEM),
            ("disclosure_question", "item_id IS NULL", "asked_at", "organ_id = %(organ)s"),
        )
    ),
    "SELECT COUNT(*) FROM disclosure_item WHERE organ_id = %(organ)s "
    "AND withdrawn_at >= %(first)s AND withdrawn_at < %(next)s",
    "SELECT COUNT(DISTINCT item_id) FROM disclosure_itemversion t WHERE number > 1 "
    f"AND published_at >= %(first)s AND published_at < %(next)s AND {_OWN_ITEM}",
    "SELECT post, duty FROM organs_groupmember WHERE organ_id = %(organ)s AND since <= %(last)s "
    "AND (until IS NULL OR until >= %(last)s) AND body = 'group'",
    "SELECT COUNT(DISTINCT user_id) FROM organs_officer WHERE organ_id = %(organ)s "
    "AND role = 'disclosure_officer' AND since <= %(last)s AND (until IS NULL OR until >= %(last)s)",
    "SELECT kind, COUNT(*), SUM(people) FROM organs_gathering WHERE organ_id = %(organ)s "
    'AND "on" BETWEEN %(first)s AND %(last)s GROUP BY 1',
    "SELECT COUNT(*) FROM organs_readingplace WHERE organ_id = %(organ)s AND since <= %(last)s",
    "SELECT SUM(h.count) FROM organs_handover h JOIN organs_readingplace p ON p.id = h.place_id "
    'WHERE p.organ_id = %(organ)s AND h."on" BETWEEN %(first)s AND %(last)s',
    "SELECT i.* FROM annual_reports_improvement i JOIN annual_reports_annualreport r ON r.id = i.report_id "
    "WHERE r.organ_id = %(organ)s AND r.year BETWEEN %(year)s - 1 AND %(year)s",
)


def _bare(organ: Organ) -> None:
    given = {
        "organ": organ.pk,
        "year": YEAR,
        "first": f"{YEAR}-01-01",
        "last": f"{YEAR}-12-31",
        "before": f"{YEAR - 1}-01-01",
        "next": f"{YEAR + 1}-01-01",
        "eve": f"{YEAR - 1}-12-31",
    }
    with connection.cursor() as cursor:
        for statement in _SQL:
            cursor.execute(statement, given)
            cursor.fetchall()
