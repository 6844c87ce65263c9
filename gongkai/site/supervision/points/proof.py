"""Acts on 佐证: what shows that a task was done is added, and taken away again. Each one ledger line."""

import hashlib
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...disclosure import files
from ...disclosure.models import Item
from ...disclosure.question_models import Question, QuestionState
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Gathering, Organ
from ...spans import Span
from ..figures.figure import Figure
from ..orders import places
from .models import State, Task, TaskEvidence
from .tasks import FULFIL

if TYPE_CHECKING:
    from ...accounts.models import User

MOST = 50
LONGEST_TITLE = 200
Kind = TaskEvidence.Kind


@transaction.atomic
def add_item(task: Task, item: Item, *, user: "User", at: datetime) -> TaskEvidence:
    """An item of the organ that the public reads."""
    task = _open(task, user, at)
    if item.organ_id != task.organ_id:
        raise Refused(_("所选信息不是本机关的，请选本机关公开的信息"))
    if item.current is None or item.withdrawn_at or item.published_at is None:
        raise Refused(_("这份信息还没有公布，或者已经撤下，不能作佐证"))
    title = item.current.title
    return _added(task, Kind.ITEM, title, localdate(item.published_at), {"item": item}, user=user, at=at)


@transaction.atomic
def add_page(task: Task, address: str, title: str, *, user: "User", at: datetime) -> TaskEvidence:
    """A page of the portal, by its address; the page of an item is taken as the item."""
    task = _open(task, user, at)
    path = places.path(address).partition("?")[0]
    if path and not places.is_ours(address):
        raise Refused(_("这个网址不是本站的，请从浏览器里复制本站的网址"))
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Refused(_("网站上没有这个页面，请从浏览器里复制公众看到的网址")) from error
    if match.namespace != "portal" or path.startswith("/office/"):
        raise Refused(_("请填公众看得到的页面的网址，不填工作区的网址"))
    if match.url_name in ("item", "item_version"):
        item = Item.objects.select_related("current").filter(pk=match.kwargs["pk"]).first()
        if item is None:
            raise Refused(_("网站上没有这个页面，请从浏览器里复制公众看到的网址"))
        return add_item(task, item, user=user, at=at)
    if not title.strip():
        raise Refused(_("请写页面的名称"))
    kept = {"address": path[:300]}
    return _added(task, Kind.PAGE, title.strip(), localdate(at), kept, user=user, at=at)


@transaction.atomic
def add_gathering(task: Task, gathering: Gathering, *, user: "User", at: datetime) -> TaskEvidence:
    """A meeting or a training on the organ's register."""
    task = _open(task, user, at)
    if gathering.organ_id != task.organ_id:
        raise Refused(_("所选会议、培训不是本机关登记的"))
    title = f"{gathering.get_kind_display()}：{gathering.title}"
    return _added(task, Kind.GATHERING, title, gathering.on, {"gathering": gathering}, user=user, at=at)


@transaction.atomic
def add_question(task: Task, question: Question, *, user: "User", at: datetime) -> TaskEvidence:
    """A question of the public that was answered in public."""
    task = _open(task, user, at)
    answered = Question.objects.in_state(QuestionState.ANSWERED).filter(pk=question.pk, organ=task.organ)
    found = answered.select_related("item").first()
    if found is None or found.item is None or found.item.published_at is None:
        raise Refused(_("所选提问不是本机关已经公开答复的"))
    day = localdate(found.item.published_at)
    return _added(task, Kind.QUESTION, found.title, day, {"question": found}, user=user, at=at)


@transaction.atomic
def add_figure(task: Task, figure: Figure, span: Span, *, user: "User", at: datetime) -> TaskEvidence:
    """A figure of the system: its value stays what it is now, and it opens to the records it counts."""
    task = _open(task, user, at)
    value = figure.value(Organ.objects.all(), span, task.organ_id)
    if value.number is None:
        raise Refused(_("这项数据在所选时间内没有数，不能作佐证"))
    title = _("{name}{number}{unit}（{first}至{last}）").format(
        name=figure.name,
        number=f"{value.number.normalize():f}",
        unit=figure.unit,
        first=span.first,
        last=span.last,
    )
    page = reverse("supervision:figure", args=[figure.code, task.organ.slug])
    kept = {"figure": figure.code, "address": f"{page}?first={span.first}&last={span.last}&only=1"}
    return _added(task, Kind.FIGURE, title, localdate(at), kept, user=user, at=at)


@transaction.atomic
def add_file(task: Task, data: bytes, name: str, *, user: "User", at: datetime) -> TaskEvidence:
    """A file, cleaned of its metadata like an attachment; for who may look at the task."""
    task = _open(task, user, at)
    title = PurePath(name.replace("\\", "/")).stem.strip()[:LONGEST_TITLE]
    if not title:
        raise Refused(_("文件没有名称，请改名后再上传"))
    cleaned = files.clean(data)
    sha256 = hashlib.sha256(cleaned.data).hexdigest()
    kept = {
        "file": ContentFile(cleaned.data, name=f"{sha256[:32]}.{cleaned.kind}"),
        "file_kind": cleaned.kind,
        "sha256": sha256,
    }
    return _added(task, Kind.FILE, title, localdate(at), kept, user=user, at=at)


@transaction.atomic
def remove(evidence: TaskEvidence, *, user: "User", at: datetime) -> None:
    """移除佐证, as long as the task has not been confirmed."""
    task = _open(evidence.task, user, at)
    if not task.evidence.filter(pk=evidence.pk).exists():
        raise Refused(_("这项佐证已经移除"))
    ledger.record(
        evidence, "evidence_removed", user=user, organ=task.organ.slug, task=task.pk, title=evidence.title
    )
    if name := evidence.file.name:
        storage = evidence.file.storage
        transaction.on_commit(lambda: storage.delete(name))
    evidence.delete()


def _added(
    task: Task, kind: str, title: str, on: date, kept: dict[str, Any], *, user: "User", at: datetime
) -> TaskEvidence:
    held = task.evidence.filter(kind=kind)
    same = {
        name: value
        for name, value in kept.items()
        if name in ("item", "gathering", "question", "address", "sha256")
    }
    if same and held.filter(**same).exists():
        raise Refused(_("这项佐证已经添加过"))
    if task.evidence.count() >= MOST:
        raise Refused(_("一项任务的佐证不超过{most}件").format(most=MOST))
    made = task.evidence.create(kind=kind, title=title[:250], on=on, by=user, at=at, **kept)
    ledger.record(
        made, "evidence_added", user=user, organ=task.organ.slug, task=task.pk, kind=kind, title=made.title
    )
    return made


def _open(task: Task, user: "User", at: datetime) -> Task:
    permissions.require(user, FULFIL, task.organ, on=localdate(at))
    rows = Task.objects.select_for_update(of=("self",)).select_related("organ")
    task = rows.get(pk=task.pk)
    if task.state == State.CONFIRMED:
        raise Refused(_("任务已经确认完成，佐证不再改动"))
    return task
