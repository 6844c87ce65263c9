"""编制 and 撰写: a report counted from records becomes a draft; its text is written in place."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report import live
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import draft
from gongkai.annual_report.live import Binding
from gongkai.annual_report.report import Source, clean

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import editing
from .compiling import facts_of, variant_of
from .models import COMPILED, LONGEST_VALUE, SECTION, AnnualReport, SourceFile, Version
from .versions import locked, new_version, open_version, previous_reading, refuse_second

if TYPE_CHECKING:
    from ..accounts.models import User

FIRST_YEAR = 2019
"""The first year that a form is prescribed for."""
LONGEST_TEXT = 20_000


@transaction.atomic
def compile_report(
    organ: Organ, year: int, *, user: "User", at: datetime, reason: str = "", replacing: str = ""
) -> Version:
    """由记录编制: the records of ``year`` are counted, kept as a file, and become a draft with a text.

    ``replacing`` is the digest of the compiled draft that the officer saw and gives up for it. Raises
    Refused before the year is over, where there is another draft, or a published version and no ``reason``.
    """
    permissions.require(user, "annual_reports.upload", organ, on=localdate(at))
    refuse_year(organ, year, localdate(at))
    report = locked(organ, year)
    if replacing:
        reason = given_up(report, replacing) or reason
    refuse_second(report, reason)
    facts = facts_of(organ, year, organ.name_on(localdate(at)))
    source = keep_facts(organ, year, facts.as_dict(), COMPILED, user=user, at=at)
    drafted = draft(compiled(facts, variant_of(organ, year)), facts)
    reading = replace(drafted.report, source=Source(COMPILED, source.sha256))
    version = new_version(
        report,
        source,
        reading,
        user=user,
        at=at,
        reason=reason,
        bindings=[one.as_list() for one in drafted.bindings],
    )
    ledger.record(
        version,
        "compiled",
        user=user,
        organ=organ.slug,
        year=year,
        file=source.sha256,
        digest=version.digest,
        replaced=replacing,
        reason=version.reason,
    )
    return version


@transaction.atomic
def write_section(
    version: Version, number: int, text: str, *, user: "User", at: datetime, seen: str | None = None
) -> None:
    """撰写: the text of a section of a compiled draft; whoever writes may only send it up.

    ``seen`` is the mark of the text the officer began from; Overtaken where another wrote since.
    """
    permissions.require(user, "annual_reports.correct", version.report.organ, on=localdate(at))
    version = open_version(version)
    if not version.is_compiled:
        raise Refused(_("这一版本是从文件读入的，文字以文件为准，请更正文件后重新上传"))
    report = version.reading
    section = report.section(number)
    if section is None:
        raise Refused(_("报告没有这一节"))
    editing.refuse_overtaken(version, f"{SECTION}{number}", seen, editing.mark(section.text), section.text)
    written = "\n".join(line.strip() for line in clean(text).splitlines() if line.strip())
    if len(written) > LONGEST_TEXT:
        raise Refused(_("一节不超过{most}字").format(most=LONGEST_TEXT))
    if written == section.text:
        raise Refused(_("文字与原来相同，没有改动"))
    bindings = live.moved([Binding(*one) for one in version.bindings], number, section.text, written)
    put_section(
        version,
        number,
        written,
        [one for one in bindings if one.no == number],
        reason=_("撰写文字"),
        user=user,
        at=at,
    )


@transaction.atomic
def refresh_figures(version: Version, number: int, *, user: "User", at: datetime) -> None:
    """更新文字里的数: each bound figure of a section as its cell or count says it now."""
    permissions.require(user, "annual_reports.correct", version.report.organ, on=localdate(at))
    version = open_version(version)
    section = version.reading.section(number)
    if section is None:
        raise Refused(_("报告没有这一节"))
    lives = [one for one in version.living if one.binding.no == number]
    text, bindings = live.refreshed(section.text, lives)
    if text == section.text:
        raise Refused(_("这一节里没有可以更新的数"))
    put_section(version, number, text, bindings, reason=_("按现在的数更新"), user=user, at=at)


def put_section(
    version: Version,
    number: int,
    text: str,
    bindings: Iterable[Binding],
    *,
    reason: str,
    user: "User",
    at: datetime,
) -> None:
    """Put ``text`` and its bound figures in a section of an open version; the last step of an act."""
    report = version.reading
    old = next(one.text for one in report.sections if one.no == number)
    sections = tuple(replace(one, text=text) if one.no == number else one for one in report.sections)
    others = [one for one in version.bindings if one[0] != number]
    version.bindings = [*others, *(one.as_list() for one in bindings)]
    version.hold(replace(report, sections=sections))
    version.store_findings(previous_reading(version.report))
    version.save(update_fields=["content", "positions", "digest", "bindings"])
    version.corrections.create(
        cell=f"{SECTION}{number}",
        old=old[:LONGEST_VALUE],
        new=text[:LONGEST_VALUE],
        reason=reason,
        by=user,
        at=at,
    )
    ledger.record(version, "section_written", user=user, section=number, digest=version.digest)


def refuse_year(organ: Organ, year: int, on: date) -> None:
    """The year is over, has a form, and the organ was there."""
    if not FIRST_YEAR <= year < on.year:
        raise Refused(
            _("请选{first}年到{last}年之间的年度：年度结束以后才能编制").format(
                first=FIRST_YEAR, last=on.year - 1
            )
        )
    if organ.is_dissolved(date(year, 1, 1)):
        raise Refused(_("{year}年以前，这个机关已经撤销，没有这一年的报告，请改选年度").format(year=year))


def given_up(report: AnnualReport, digest: str) -> str:
    """Delete the compiled draft of that content; answers the reason it was made for."""
    draft = report.versions.drafts().select_related("source").first()
    if draft is None or draft.digest != digest:
        raise Refused(_("草稿在您查看之后有改动，请重新查看差异"))
    if not draft.is_compiled:
        raise Refused(_("现有的草稿是上传的，不能由重新编制代替，请先处理或删除它"))
    draft.delete()
    return draft.reason


def keep_facts(
    organ: Organ, year: int, facts: Mapping[str, Any], kind: str, *, user: "User", at: datetime
) -> SourceFile:
    """底数: what was counted, as a file that never changes."""
    data = json.dumps(facts, ensure_ascii=False, sort_keys=True, indent=1).encode()
    source = SourceFile(
        organ=organ,
        name=_("{organ}{year}年报底数.json").format(organ=facts["organ"], year=year),
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        uploaded_by=user,
        uploaded_at=at,
    )
    source.file.save("", ContentFile(data), save=False)
    source.save()
    return source
