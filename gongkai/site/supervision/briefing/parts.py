"""The parts of a leader's page and of a notice, and the figures of the registry that each of them tells."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..figures.figure import Figure
from ..figures.registry import figures


@dataclass(frozen=True)
class Section:
    """``codes``: of figures; one that ends with a stop or a line stands for every figure that begins so."""

    code: str
    title: str | Promise
    codes: tuple[str, ...]

    @property
    def figures(self) -> list[Figure]:
        return [
            figure
            for code in self.codes
            for figure in figures().values()
            if figure.code == code or (code.endswith((".", "_")) and figure.code.startswith(code))
        ]


SECTIONS = (
    Section("filing", _("年度报告报送"), ("reports.late", "reports.returned_left")),
    Section(
        "disclosure",
        _("主动公开"),
        (
            "disclosure.published",
            "disclosure.timely",
            "disclosure.late",
            "disclosure.overdue",
            "patrol.business",
            "patrol.interpreted",
            "questions.late",
        ),
    ),
    Section(
        "columns",
        _("栏目维护和日常巡检"),
        (
            "briefing.quiet_columns_share",
            "patrol.columns_stale",
            "patrol.columns_empty",
            "patrol.hits_veto",
            "patrol.hits_deduct",
            "patrol.hits_hint",
            "patrol.coverage",
        ),
    ),
    Section("requests", _("依申请公开"), ("briefing.received", "applications.in_time")),
    Section("orders", _("问题整改"), ("orders.",)),
    Section("points", _("工作要点落实"), ("points.",)),
    Section("assessment", _("考核"), ("assessment.",)),
    Section("voices", _("投诉和社会评议"), ("voices.",)),
    Section("training", _("培训和会议"), ("briefing.gatherings", "training.")),
)


_NEUTRAL = frozenset({"briefing.received", "briefing.one_section_share", "orders.issued", "points.assigned"})
"""Neither good nor bad."""


def there() -> list[Section]:
    """Those with something to tell."""
    return [section for section in SECTIONS if section.figures]


def chosen(codes: Iterable[str]) -> list[Section]:
    wanted = set(codes)
    return [section for section in there() if section.code in wanted]


def blaming() -> list[Figure]:
    """Figures whose records speak against an organ: by these it can be praised and criticised."""
    found = [figure for section in there() for figure in section.figures]
    return [one for one in found if not one.more_is_better and one.code not in _NEUTRAL]
