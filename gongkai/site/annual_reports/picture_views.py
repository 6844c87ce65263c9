"""Pages of 图表: all pictures of an organ 年度图表, and what a leader asks 一页通."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.annual_report import pictures as of_reports
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.pictures import Behind
from gongkai.annual_report.report import Report
from gongkai.charts import Chart
from gongkai.law.applications.receipt import CHANNELS, Channel
from gongkai.law.disclosure import CATEGORIES

from .. import today
from ..accounts.middleware import OfficeRequest
from ..charts import shown
from ..lists import Gathered, chosen, reads_and_exports
from ..organs import permissions
from ..organs.models import Organ, OrganQuerySet
from . import compiling, measures, overview, pictures
from .compile_actions import FIRST_YEAR
from .measures import Period
from .models import AnnualReport
from .tables import ORGANS

ACTS = ("annual_reports.view", "applications.view", "disclosure.view", "disputes.view")
"""The pages draw on all these rooms, and are for who may see each."""
CHARTED_YEARS = 8


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int, required=False)

    def __init__(self, data: object, last: int) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [(one, _("{year}年").format(year=one)) for one in range(last, FIRST_YEAR - 1, -1)]


@require_safe
def pictures_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """年度图表 of an organ: its published reports together, and a year by its records."""
    organ, on = organ_at(request, slug), today.today()
    form = YearForm(request.GET, on.year)
    year = chosen(form).get("year") or on.year
    context = {
        "organ": organ,
        "form": form,
        "year": year,
        "over": shown(_of_reports(organ), half=True),
        "of_year": shown(_of_year(organ, Period.of(year, on)), half=True),
        "breadcrumb": [*_room(), {"title": _("年度图表")}],
    }
    return render(request, "annual_reports/pictures.html", context)


@reads_and_exports
def overview_page(request: OfficeRequest, slug: str) -> HttpResponseBase:
    """一页通: of an organ with all under it that the person may see, or of the organ alone."""
    organ, on = organ_at(request, slug), today.today()
    form = YearForm(request.GET, on.year)
    year = chosen(form).get("year") or on.year
    scope = scope_at(request, organ)
    if request.GET.get("only") == "1":
        scope = scope.filter(pk=organ.pk)
    organs = list(scope.named(on))
    made = overview.of(scope, organs, year, on, _behind(organ) if len(organs) == 1 else of_reports.nowhere)
    many = bool(made.rows)
    listing = Gathered(ORGANS, request, made.rows, subject=Organ)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": organ,
        "form": form,
        "year": year,
        "on": on,
        "made": made,
        "many": many,
        "count": len(organs),
        "list": listing,
        "charts": shown(made.charts, half=True),
        "waiting": waiting(request, organ, len(organs), made.waiting),
        "breadcrumb": [*_room(), {"title": _("一页通")}],
    }
    return render(request, "annual_reports/overview.html", context)


def offered(request: OfficeRequest) -> OrganQuerySet:
    """The organs whose 一页通 a person is led to: where they have a role, and what they are competent for."""
    on = today.today()
    roles = permissions.roles_of(request.user, on=on)
    here = Q(pk__in=[organ for _role, organ, _path, _government in roles])
    over = Q(path__in=[government for *_where, government in roles if government])
    seen = permissions.organs_for(request.user, "annual_reports.view", on=on, roles=roles)
    organs: OrganQuerySet = seen.filter(here | over).named(on)
    return organs


def organ_at(request: OfficeRequest, slug: str) -> Organ:
    """The organ at an address; 403 where the person may not see one of the rooms."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    for act, allowed in permissions.may_each(request.user, ACTS, organ, on=on).items():
        if not allowed:
            raise permissions.Forbidden(act)
    return organ


def scope_at(request: OfficeRequest, organ: Organ) -> OrganQuerySet:
    """The organ and those under it of which the person may see every room."""
    on = today.today()
    roles = permissions.roles_of(request.user, on=on)
    scope: OrganQuerySet = Organ.objects.below(organ)
    for act in ACTS:
        scope = scope & permissions.organs_for(request.user, act, on=on, roles=roles)
    return scope


def waiting(
    request: OfficeRequest, organ: Organ, many: int, counted: measures.Waiting
) -> list[tuple[str, int, str]]:
    """现在的申请: label, number and the register behind it, of an organ or of many together."""
    register = _register(request, organ, many)
    return [
        (_("在办申请"), counted.open, register and f"{register}open"),
        (_("5个工作日内到期"), counted.soon, register and f"{register}soon"),
        (_("已逾期"), counted.late, register and f"{register}over"),
    ]


def _register(request: OfficeRequest, organ: Organ, many: int) -> str:
    """The register of applications narrowed to the organs of the page, up to what is due; empty where
    it cannot be: of some organs among others."""
    address = reverse("applications:list")
    if many == 1:
        return f"{address}?{urlencode({'organ': organ.pk})}&due="
    seen = permissions.organs_for(request.user, "applications.view", on=today.today()).count()
    return f"{address}?due=" if seen == many else ""


def _room() -> list[dict[str, object]]:
    return [{"title": _("年报"), "url": reverse("annual_reports:list")}]


def _behind(organ: Organ) -> Behind:
    """From a figure to the records of the organ that it counts; nought has none."""

    def address(report: Report, cell: str) -> str:
        form = report.form
        if form is None or report.year is None or not report.cells.get(cell):
            return ""
        return compiling.behind(organ, report.year, form.cells[cell])

    return address


def _of_reports(organ: Organ) -> list[Chart]:
    """What the organ's published reports say over the years; those compiled lead to their records."""
    reports = AnnualReport.objects.published().filter(organ=organ).select_related("current__source")
    versions = [one.current for one in reports.order_by("-year")[:CHARTED_YEARS] if one.current]
    readings = [version.reading for version in versions]
    from_records = {version.reading.year for version in versions if version.is_compiled}
    address = _behind(organ)

    def behind(report: Report, cell: str) -> str:
        return address(report, cell) if report.year in from_records else ""

    if not readings:
        return []
    return [
        of_reports.requests(readings, behind),
        of_reports.outcomes(readings),
        of_reports.carry_over(readings, behind),
    ]


def _of_year(organ: Organ, period: Period) -> list[Chart]:
    """A year, or as much of it as is over, by the records as they are now."""
    report = compiled(compiling.facts_of(organ, period.year, organ.name, told=False))
    organs, behind = Organ.objects.filter(pk=organ.pk), _behind(organ)
    publication, reply, more = measures.terms(period.last)
    register = _("来源：信息登记簿，按首次公布之日。")
    columns = measures.disclosed_by(organs, period, "column__name")
    categories = measures.disclosed_by(organs, period, "current__category")
    return [
        *pictures.by_records(
            period,
            of_reports.outcome(report, behind),
            of_reports.refusals(report, behind=behind),
            of_reports.remedies(report, behind),
        ),
        pictures.parts(
            "channels",
            pictures.titled(period, _("新收申请的渠道")),
            _("渠道"),
            [(str(CHANNELS[Channel(code)]), count) for code, count in measures.channels(organs, period)],
            _("件"),
            _("来源：申请登记簿，按收到之日。"),
        ),
        pictures.replies(measures.answered(organs, period), period, reply, more),
        pictures.parts(
            "columns",
            pictures.titled(period, _("各栏目主动公开的信息")),
            _("栏目"),
            [(name or _("没有栏目"), count) for name, count in columns],
            _("条"),
            register,
        ),
        pictures.parts(
            "categories",
            pictures.titled(period, _("按法定内容主动公开的信息")),
            _("法定内容"),
            [(CATEGORIES[code][0] if code else _("没有注明"), count) for code, count in categories],
            _("条"),
            register + _("法定内容是条例第二十条、第二十一条所列的各项。"),
        ),
        pictures.publication(measures.published(organs, period), period, publication),
        *pictures.by_records(period, of_reports.matters(report, behind)),
    ]
