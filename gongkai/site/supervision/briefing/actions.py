"""Acts on notices: draft, write, ask the figures again, issue, read, hand over for publication."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.scope import Class

from ...disclosure import actions as disclosure
from ...disclosure.column_models import Column
from ...disclosure.content import Content
from ...disclosure.models import Genre, ItemVersion
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Kind, Organ
from ...spans import Span
from .drafting import DEMANDS, Asked, Draft, drafted
from .models import Acknowledgement, Notice, Passage
from .parts import blaming, chosen
from .printing import printed

if TYPE_CHECKING:
    from ...accounts.models import User

NOTIFY = "supervision.notify"
READ = "supervision.answer"
_ROW = ("<tr>", "</tr>")


@transaction.atomic
def draft(
    government: Organ,
    span: Span,
    sections: Sequence[str],
    *,
    title: str,
    mark: str,
    named_by: Sequence[str] = (),
    criticised_from: int = 3,
    user: "User",
    at: datetime,
) -> Notice:
    """起草通报 from the figures of a span that is over."""
    permissions.require(user, NOTIFY, government, on=localdate(at))
    if government.kind != Kind.GOVERNMENT:
        raise Refused(_("只有一级政府向下级机关通报"))
    if span.last >= localdate(at):
        raise Refused(_("期间还没有结束，请选已经结束的季度、半年或者年度"))
    codes = [section.code for section in chosen(sections)]
    if not codes:
        raise Refused(_("请至少选一项内容"))
    known = {figure.code for figure in blaming()}
    notice = Notice(
        government=government,
        title=" ".join(title.split()),
        first=span.first,
        last=span.last,
        sections=codes,
        named_by=[code for code in named_by if code in known],
        criticised_from=criticised_from,
        mark=" ".join(mark.split()),
        made_by=user,
        made_at=at,
    )
    if not notice.title or not notice.mark:
        raise Refused(_("请填写标题和发文字头"))
    if criticised_from < 1:
        raise Refused(_("点名批评的问题数至少是1"))
    notice.save()
    Passage.objects.bulk_create(_passages(notice, drafts(notice)))
    ledger.record(
        notice, "notice_drafted", user=user, organ=government.slug, first=span.first, last=span.last
    )
    return notice


def drafts(notice: Notice) -> list[Draft]:
    """What the figures say now."""
    return drafted(
        Asked(notice.government, notice.span, notice.sections, notice.named_by, notice.criticised_from)
    )


def stale(notice: Notice, fresh: Iterable[Draft] | None = None) -> dict[str, Draft]:
    """Key → what the figures say now, of the passages where they said something else before."""
    said = {one.key: one for one in notice.passages.all()}
    found = drafts(notice) if fresh is None else fresh
    return {
        one.key: one for one in found if one.key not in said or said[one.key].differs(one.text, one.table)
    }


@transaction.atomic
def write(passage: Passage, text: str, *, user: "User", at: datetime) -> None:
    """修改段落 of a draft; an empty paragraph is left out of the notice."""
    notice = _open(passage.notice, user=user, at=at)
    if passage.kind == Passage.Kind.TABLE:
        raise Refused(_("表由数据生成，不能改；要说明的请写在段落里"))
    text = "\n".join(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    if passage.kind == Passage.Kind.HEADING and not text:
        raise Refused(_("标题不能空着"))
    Passage.objects.filter(pk=passage.pk).update(text=text)
    ledger.record(
        notice, "notice_written", user=user, organ=notice.government.slug, passage=passage.key, text=text
    )


@transaction.atomic
def refresh(notice: Notice, *, user: "User", at: datetime) -> int:
    """按现在的数更新: tables, and paragraphs that nobody changed; of the others it is noted what the
    figures say. Returns how many passages told something else."""
    notice = _open(notice, user=user, at=at)
    fresh = drafts(notice)
    changed = stale(notice, fresh)
    said = {one.key: one for one in notice.passages.all()}
    for position, one in enumerate(fresh):
        there = said.get(one.key)
        if there is None:
            Passage.objects.bulk_create([_passage(notice, position, one)])
        elif one.key in changed or there.position != position:
            if not there.is_edited:
                there.text = one.text
            there.drafted, there.table, there.position = one.text, one.table, position
            there.save(update_fields=["text", "drafted", "table", "position"])
    ledger.record(
        notice, "notice_refreshed", user=user, organ=notice.government.slug, passages=sorted(changed)
    )
    return len(changed)


@transaction.atomic
def discard(notice: Notice, *, user: "User", at: datetime) -> None:
    """删除 of a draft."""
    notice = _open(notice, user=user, at=at)
    ledger.record(notice, "notice_discarded", user=user, organ=notice.government.slug)
    notice.delete()


@transaction.atomic
def issue(notice: Notice, *, user: "User", at: datetime) -> Notice:
    """印发: the notice gets its number, goes to the organs below, and never changes again."""
    notice = _open(notice, user=user, at=at)
    demands = notice.passages.get(key=DEMANDS)
    if not demands.text:
        raise Refused(_("请写明下一步要求"))
    if changed := stale(notice):
        raise Refused(
            _("有{count}处的数与现在不一致，请先按现在的数更新，再核对一遍").format(count=len(changed))
        )
    on = localdate(at)
    given = Notice.objects.filter(government=notice.government, mark=notice.mark, year=on.year)
    notice.year = on.year
    notice.serial = (given.aggregate(last=Max("serial"))["last"] or 0) + 1
    notice.final_by, notice.final_at = user, at
    notice.save(update_fields=["year", "serial", "final_by", "final_at"])
    organs = Organ.objects.existing(on).below(notice.government).exclude(pk=notice.government_id)
    Acknowledgement.objects.bulk_create([Acknowledgement(notice=notice, organ=organ) for organ in organs])
    ledger.record(
        notice,
        "notice_issued",
        user=user,
        organ=notice.government.slug,
        number=notice.number,
        organs=len(organs),
    )
    return notice


@transaction.atomic
def read(reading: Acknowledgement, *, user: "User", at: datetime) -> None:
    """已阅, for an organ that it went to."""
    permissions.require(user, READ, reading.organ, on=localdate(at))
    held = Acknowledgement.objects.select_for_update(of=("self",)).select_related("notice", "organ")
    reading = held.get(pk=reading.pk)
    if reading.at:
        raise Refused(_("已由{name}登记已阅").format(name=reading.by))
    reading.by, reading.at = user, at
    reading.save(update_fields=["by", "at"])
    ledger.record(
        reading.notice, "notice_read", user=user, organ=reading.organ.slug, number=reading.notice.number
    )


@transaction.atomic
def hand_over(notice: Notice, column: Column, *, user: "User", at: datetime) -> ItemVersion:
    """起草为公开信息: an item of the government is drafted from an issued notice."""
    permissions.require(user, "disclosure.draft", notice.government, on=localdate(at))
    notice = _held(notice)
    if notice.final_at is None:
        raise Refused(_("印发以后才能起草为公开信息"))
    if notice.item_id:
        raise Refused(_("已经起草为公开信息"))
    if column.organ_id != notice.government_id:
        raise Refused(_("请选{name}的栏目").format(name=notice.government.name_on(localdate(at))))
    content = Content(
        title=notice.title,
        document_number=notice.number,
        formed_on=localdate(notice.final_at),
        klass=Class.PUBLISH,
        genre=Genre.BULLETIN,
        body=_html(notice),
    )
    version = disclosure.draft(notice.government, content, column=column, user=user, at=at)
    notice.item = version.item
    notice.save(update_fields=["item"])
    ledger.record(notice, "notice_handed_over", user=user, organ=notice.government.slug, item=version.item_id)
    return version


def _open(notice: Notice, *, user: "User", at: datetime) -> Notice:
    """The notice as it is now, held. Refuses one that is issued."""
    permissions.require(user, NOTIFY, notice.government, on=localdate(at))
    notice = _held(notice)
    if notice.final_at:
        raise Refused(_("通报已经印发，不能再改"))
    return notice


def _held(notice: Notice) -> Notice:
    """With its government held: numbers are given one after the other."""
    Organ.objects.select_for_update().filter(pk=notice.government_id).first()
    found = Notice.objects.select_related("government").filter(pk=notice.pk).first()
    if found is None:
        raise Refused(_("这份草稿已被删除"))
    return found


def _passages(notice: Notice, fresh: Sequence[Draft]) -> list[Passage]:
    return [_passage(notice, position, one) for position, one in enumerate(fresh)]


def _passage(notice: Notice, position: int, one: Draft) -> Passage:
    return Passage(
        notice=notice,
        position=position,
        key=one.key,
        kind=one.kind,
        text=one.text,
        drafted=one.text,
        table=one.table,
    )


def _html(notice: Notice) -> str:
    parts = []
    for kind, text, table in printed(notice.passages.all()):
        if kind == Passage.Kind.HEADING:
            parts.append(f"<h2>{escape(text)}</h2>")
        elif table is None:
            parts.append(f"<p>{escape(text)}</p>")
        else:
            parts.append(_table(text, table))
    return "".join(parts)


def _table(caption: str, table: dict[str, Any]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table["head"])
    rows = []
    for group in table["groups"]:
        rows.append(f'<tr><th colspan="{len(table["head"])}">{escape(group["name"])}</th></tr>')
        rows += ["".join(f"<td>{escape(cell)}</td>" for cell in row).join(_ROW) for row in group["rows"]]
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table><p>{escape(table['note'])}</p>"
    )
