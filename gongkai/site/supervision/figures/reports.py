"""Figures of annual reports: filed late or not at all, errors, copied, returned and not handed in anew."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...annual_reports.filing.due import FIRST_YEAR, due_days
from ...annual_reports.filing.offices import receivers
from ...annual_reports.filing.standing import Standing, asked, standings
from ...annual_reports.models import StoredFinding, Submission, Verdict
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from .addresses import pages
from .figure import Figure, Record

_COPIED = ("copied_from_previous", "copied_from_peer")
_SETTLED: frozenset[str] = frozenset({Verdict.Decision.RIGHT, Verdict.Decision.NOT_APPLICABLE})


def filed_late(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Reports whose last day of filing lay in the span: handed in after it, or not at all."""
    address = pages("annual_reports:filing_receipt")
    for year, one in _due_in(organs, span):
        if one.late <= 0:
            continue
        if one.is_filed:
            title = _("{year}年度报告迟报{days}天").format(year=year, days=one.late)
        else:
            title = _("{year}年度报告到期没有报送").format(year=year)
        overview = reverse("annual_reports:overview", args=[one.organ.slug])
        page = address(one.submission.pk) if one.submission else overview
        yield Record(one.organ.pk, "report", f"{one.organ.slug}-{year}", title, one.due.submit_on, page)


def errors(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Errors found in the reports that the public reads, but those that were looked into and are right."""
    return _findings(organs, span, copied=False)


def copied(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Texts the same as those of an earlier year or of another organ."""
    return _findings(organs, span, copied=True)


def returned_left(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Reports that came back, whose day to hand in anew lay in the span and passed without it."""
    address = pages("annual_reports:filing_receipt")
    back = Submission.objects.filter(
        report__organ__in=organs.values("pk"),
        state=Submission.State.RETURNED,
        again_by__gte=span.first,
        again_by__lt=span.last,
    )
    after = Submission.objects.filter(before__in=back.values("pk"))
    anew = dict(after.values_list("before", "at"))
    for one in back.select_related("report__organ").order_by("pk"):
        assert one.again_by is not None
        at = anew.get(one.pk)
        if at is not None and localdate(at) <= one.again_by:
            continue
        title = _("{year}年度报告退回后，没有在{day}前重新报送").format(
            year=one.report.year, day=one.again_by
        )
        key = f"{one.report.organ.slug}-{one.number}"
        yield Record(one.report.organ_id, "submission", key, title, one.again_by, address(one.pk))


def _years(span: Span) -> range:
    """The years whose reports may come due in the span: each is due in the year after."""
    return range(max(span.first.year - 1, FIRST_YEAR), span.last.year)


def _due_in(organs: OrganQuerySet, span: Span) -> Iterator[tuple[int, Standing]]:
    for year in _years(span):
        every: list[Organ] = list(asked(organs, year))
        days = due_days(every, year)
        due = [one for one in every if span.first <= days[one.pk].submit_on < span.last]
        if not due:
            continue
        filing = receivers(due, span.last)
        for one in standings([organ for organ in due if organ.pk in filing], year, span.last):
            yield year, one


def _findings(organs: OrganQuerySet, span: Span, *, copied: bool) -> Iterator[Record]:
    """Of the reports whose last day by the law lies in the span: of a year's in the next."""
    address = pages("annual_reports:version")
    found = StoredFinding.objects.filter(
        version__report__organ__in=organs.values("pk"),
        version__report__year__in=_years(span),
        version__report__current=F("version"),
    )
    found = found.filter(code__in=_COPIED) if copied else found.filter(severity="error")
    rows = list(
        found.select_related("version__report__organ")
        .only(
            "number",
            "code",
            "message",
            "fingerprint",
            "version__report__year",
            "version__report__organ__slug",
        )
        .order_by("version", "number")
    )
    settled: dict[tuple[int, str], str] = defaultdict(str)
    judged = Verdict.objects.filter(report__organ__in=organs.values("pk"), report__year__in=_years(span))
    decided = judged.order_by("at", "pk").values_list("report", "fingerprint", "decision")
    for pk, mark, decision in decided:
        settled[pk, mark] = decision
    for one in rows:
        report = one.version.report
        if settled[report.pk, one.fingerprint] in _SETTLED:
            continue
        title = _("{year}年度报告：{message}").format(year=report.year, message=one.message)
        key = f"{report.organ.slug}-{report.year}-{one.fingerprint}"
        yield Record(report.organ_id, "finding", key, title, None, address(one.version_id))


FIGURES = (
    Figure(
        "reports.late",
        gettext_lazy("年度报告迟报、未报"),
        gettext_lazy("份"),
        gettext_lazy("报送期限在期内的年度报告，迟报或者没有报送（《条例》第四十九条）"),
        filed_late,
    ),
    Figure(
        "reports.errors",
        gettext_lazy("年度报告里的错误"),
        gettext_lazy("处"),
        gettext_lazy("期内到期的年度报告现行版本里的勾稽和要素错误，已核实无误的除外"),
        errors,
    ),
    Figure(
        "reports.copied",
        gettext_lazy("年度报告雷同"),
        gettext_lazy("处"),
        gettext_lazy("期内到期的年度报告与往年或者其他机关雷同，已核实无误的除外"),
        copied,
    ),
    Figure(
        "reports.returned_left",
        gettext_lazy("年度报告退回后没有按期重报"),
        gettext_lazy("份"),
        gettext_lazy("重新报送期限在期内、过期没有重新报送的年度报告"),
        returned_left,
    ),
)
