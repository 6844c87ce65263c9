"""送审、审核、签发 of a compiled report, and 退回: the organ's chain stands for exactly one content.

Each step names the digest its person had before them; any change after it voids every step. Nobody
takes two, and who compiled, wrote or corrected takes none but the first. The day of signing becomes
the day of the report 成文日期, which is all that a step adds to the content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from . import blocking, nil_actions
from .models import SECTION, Confirmation, Step, StepRemark, Version
from .versions import authors, open_version, previous_reading

if TYPE_CHECKING:
    from ..accounts.models import User

CHAIN: Mapping[Step, str] = {
    Step.SENT: "annual_reports.send_up",
    Step.EXAMINED: "annual_reports.examine",
    Step.SIGNED: "annual_reports.sign",
}
"""The steps in their order, and the permission that each needs."""

_LINES = {Step.SENT: "sent_up", Step.EXAMINED: "examined", Step.SIGNED: "signed"}
LONGEST_REMARK = 300


def waits_for(version: Version) -> Step | None:
    """The step that comes next; None for one that was read from a file, or has passed them all."""
    if not version.is_compiled or version.is_published:
        return None
    passed = version.passed()
    return next((step for step in CHAIN if step not in passed), None)


def why_not(version: Version, step: Step, user: "User") -> str:
    """Why this person may not take a step that their role allows; empty where they may."""
    if step != Step.SENT and user.pk in authors(version):
        return _("编制、撰写或改动过这一版本的人不能{step}，请由另一位负责人办理").format(step=step.label)
    taken = next((one for one in version.passed().values() if one.by_id == user.pk), None)
    if taken:
        return _("您已经办理了{taken}，{step}须由另一位负责人办理").format(
            taken=taken.get_step_display(), step=step.label
        )
    return ""


@transaction.atomic
def take(
    version: Version, step: Step, digest: str, *, opinion: str = "", user: "User", at: datetime
) -> Confirmation:
    """送审、审核 or 签发: ``digest`` is what the person had before them.

    Raises Refused where another step is due, the content changed, the person has a hand in it, the
    text is unfinished, an error stands, or a warning has no word.
    """
    permissions.require(user, CHAIN[step], version.report.organ, on=localdate(at))
    version = open_version(version)
    _refuse_other(version, step, digest)
    if refusal := why_not(version, step, user):
        raise Refused(refusal)
    if step == Step.SENT:  # records may have moved since, and with them the figures of the text
        version.store_findings(previous_reading(version.report))
    blocking.refuse_open(version)
    if version.nil:
        nil_actions.refuse_records(version.report.organ, version.report.year)
    if step == Step.SIGNED and version.reading.signed_on is None:
        version.hold(replace(version.reading, signed_on=localdate(at)), signing=True)
        version.store_findings(previous_reading(version.report))
        version.save(update_fields=["content", "positions", "digest"])
    made = version.confirmations.create(
        step=step, digest=version.digest, opinion=opinion.strip(), by=user, at=at
    )
    ledger.record(
        version, _LINES[step], user=user, seen=digest, digest=version.digest, opinion=opinion.strip()
    )
    return made


@transaction.atomic
def send_back(
    version: Version,
    step: Step,
    digest: str,
    *,
    opinion: str,
    remarks: Sequence[tuple[str, str]] = (),
    user: "User",
    at: datetime,
) -> Confirmation:
    """退回 by whoever the version waits for: what is to be changed, on the whole and at single places.

    ``remarks``: (a cell or ``section.N``, what is to be changed there). It waits for the handler again.
    """
    permissions.require(user, CHAIN[step], version.report.organ, on=localdate(at))
    version = open_version(version)
    if step == Step.SENT:
        raise Refused(_("这份草稿还没有送审，不用退回"))
    _refuse_other(version, step, digest)
    written = [(place, text.strip()) for place, text in remarks if place or text.strip()]
    if not opinion.strip() and not written:
        raise Refused(_("退回时请写明要改什么"))
    _refuse_remarks(version, written)
    version.confirmations.filter(passed=True).update(superseded=True)
    made = version.confirmations.create(
        step=step, passed=False, digest=digest, opinion=opinion.strip(), by=user, at=at
    )
    StepRemark.objects.bulk_create(
        StepRemark(confirmation=made, place=place, text=text) for place, text in written
    )
    ledger.record(
        version,
        "sent_back",
        user=user,
        step=step.label,
        digest=digest,
        opinion=opinion.strip(),
        remarks=written,
    )
    return made


def places(version: Version) -> dict[str, str]:
    """Where a remark can stand, in words: the sections, then the cells."""
    report = version.reading
    form = report.form
    found = {f"{SECTION}{one.no}": one.title for one in report.sections}
    return {**found, **({id: cell.label for id, cell in form.cells.items()} if form else {})}


def _refuse_other(version: Version, step: Step, digest: str) -> None:
    """The step must be the one due, on the content that was seen."""
    if not version.is_compiled:
        raise Refused(_("这一版本是从文件读入的，由另一位工作人员复核即可"))
    if digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请看过现在的内容再办理"))
    due = waits_for(version)
    if due is None:
        raise Refused(_("这一版本已经签发，可以公布"))
    if due != step:
        raise Refused(_("这一版本现在等待{due}，不是{step}").format(due=due.label, step=step.label))


def _refuse_remarks(version: Version, written: Sequence[tuple[str, str]]) -> None:
    known = places(version)
    for place, text in written:
        if place not in known:
            raise Refused(_("请选择意见针对的单元格或者部分"))
        if not text:
            raise Refused(_("请写明“{place}”要改什么").format(place=known[place]))
        if len(text) > LONGEST_REMARK:
            raise Refused(_("一条意见不超过{most}字").format(most=LONGEST_REMARK))
