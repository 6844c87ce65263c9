"""What keeps a compiled version from going on: errors, and warnings nobody has said a word on."""

from django.utils.translation import gettext as _

from gongkai.annual_report.reconciliation.findings import ERROR, WARNING

from ..organs.actions import Refused
from .models import StoredFinding, Verdict, Version


def errors(version: Version) -> list[StoredFinding]:
    """What must be put right; no word on it helps."""
    return list(version.stored_findings.filter(severity=ERROR))


def unanswered(version: Version) -> list[StoredFinding]:
    """Warnings without a word, or with the word that they are right and still to be corrected."""
    last: dict[str, str] = {}
    for fingerprint, decision in version.report.verdicts.values_list("fingerprint", "decision"):
        last.setdefault(fingerprint, decision)  # the newest come first
    return [
        one
        for one in version.stored_findings.filter(severity=WARNING)
        if last.get(one.fingerprint, Verdict.Decision.TO_CORRECT) == Verdict.Decision.TO_CORRECT
    ]


def refuse_errors(version: Version) -> None:
    if found := errors(version):
        raise Refused(
            _("核验有{count}条错误，改正以后才能继续。第一条：{message}").format(
                count=len(found), message=found[0].message
            )
        )


def refuse_open(version: Version) -> None:
    """Raise Refused while the text, an error or a warning is open, naming the first."""
    if wanting := version.unwritten():
        raise Refused(_("“{title}”还有待填写的内容，请先写好").format(title=wanting[0].title))
    refuse_errors(version)
    if found := unanswered(version):
        raise Refused(
            _("有{count}条提醒没有处理意见，或者意见是待更正，请先逐条处理。第一条：{message}").format(
                count=len(found), message=found[0].message
            )
        )
