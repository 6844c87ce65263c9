"""报送回执: what was handed to which office, when and by whom; as lines for the page, and as a PDF.

It tells of the handing in and of nothing after it, so that it stays the same whatever becomes of the report.
"""

from pathlib import Path

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.annual_report.rendering.typesetting import typeset

from ...organs.models import Organ
from ..filing_models import Submission

_TEMPLATE = Path(__file__).with_name("receipt.typ")


def title() -> str:
    return _("政府信息公开工作年度报告报送回执")


def note() -> str:
    return _("时间由系统记录。内容摘要由报告的全部数字和文字算出，内容有任何改动，摘要就不同。")


def lines(submission: Submission) -> list[tuple[str, str]]:
    """Label and value of each line but the digest; organs are named as on the day in China."""
    at = localtime(submission.at)
    organ, office = submission.report.organ, submission.office
    named = Organ.objects.named(at.date()).filter(pk__in=[organ.pk, office.pk])
    names = {one.pk: one.name for one in named}
    marks = (
        _("第{number}版").format(number=submission.version.number),
        _("代录") if submission.collected else "",
        _("零报告") if submission.nil else "",
    )
    return [
        (_("回执号"), submission.number),
        (_("收件机关"), names.get(office.pk) or office.slug),
        (_("报送机关"), names.get(organ.pk) or organ.slug),
        (_("报告年度"), str(submission.report.year)),
        (_("版次"), "　".join(filter(None, marks))),
        (_("报送时间"), at.strftime("%Y-%m-%d %H:%M:%S")),
        (_("代录确认人") if submission.collected else _("报送人"), submission.by.name),
    ]


def pdf(submission: Submission) -> bytes:
    """One page A4, tagged; the same receipt gives the same bytes."""
    told = lines(submission)
    day = localtime(submission.at).date()
    return typeset(
        _TEMPLATE,
        {
            "title": title(),
            "author": dict(told)[_("收件机关")],
            "date": {"year": day.year, "month": day.month, "day": day.day},
            "rows": [{"label": label, "value": value} for label, value in told],
            "digest": {"label": _("内容摘要"), "value": submission.digest},
            "note": note(),
        },
    )
