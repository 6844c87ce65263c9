"""Acts on items: draft, edit, submit, review, publish, revise, withdraw. Each one ledger line."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from gongkai.law.scope import Class

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ, Role
from . import files, gate, making, numbering, terms
from .column_models import Column
from .content import Content
from .content import body as clean_body
from .content import document_number as clean_number
from .index import update_index
from .listing import relist
from .models import Item, ItemVersion, Review, Stage, Step, StoredFile
from .record_models import Adoption, ChannelRecord

if TYPE_CHECKING:
    from ..accounts.models import User

_NEAR = 90
"""Per cent of a title's characters that agree."""
MOST_FILES = 20
_LONGEST_NAME = 100
_MOST_ALIKE, _COMPARED = 5, 5000


@dataclass(frozen=True)
class ReviewStep:
    """审核环节: who must pass a version, counted from 1."""

    number: int
    name: str
    role: str


def steps_of(organ: Organ) -> Sequence[ReviewStep]:
    """The organ's own steps, or the usual ones."""
    own = [ReviewStep(step.number, step.name, step.role) for step in Step.objects.filter(organ=organ)]
    return own or usual_steps()


def usual_steps() -> Sequence[ReviewStep]:
    """The four steps of an organ that has chosen none."""
    return [
        ReviewStep(1, _("初审"), Role.SECTION_HEAD),
        ReviewStep(2, _("复审"), Role.LEADER),
        ReviewStep(3, _("保密审查"), Role.SECRECY_REVIEWER),
        ReviewStep(4, _("终审"), Role.SIGNATORY),
    ]


def alike(organ: Organ, content: Content) -> list[ItemVersion]:
    """Items that may be this one already: the same number, or nearly the same title."""
    newest = ItemVersion.objects.newest().filter(item__organ=organ, item__withdrawn_at=None)
    found = []
    if content.document_number:
        found = list(newest.filter(document_number=content.document_number)[:_MOST_ALIKE])
    titles = newest.filter(title__startswith=content.title[:2]).order_by("-pk").values_list("pk", "title")
    near = process.extract(
        content.title,
        dict(titles[:_COMPARED]),
        scorer=fuzz.ratio,
        processor=None,
        score_cutoff=_NEAR,
        limit=_MOST_ALIKE,
    )
    known = {version.pk for version in found}
    return found + list(newest.filter(pk__in=[pk for _t, _s, pk in near if pk not in known]))


@transaction.atomic
def draft(
    organ: Organ,
    content: Content,
    *,
    column: Column | None,
    user: "User",
    at: datetime,
) -> ItemVersion:
    """起草: a new item with its first version."""
    permissions.require(user, "disclosure.draft", organ, on=localdate(at))
    _refuse_closed_column(column)
    content = _checked(organ, content, column)
    item = Item.objects.create(organ=organ, column=column)
    version = _made(item, 1, content, user=user, at=at)
    ledger.record(version, "drafted", user=user, organ=organ.slug, item=item.pk, digest=version.digest)
    return version


@transaction.atomic
def edit(
    version: ItemVersion, content: Content, *, column: Column | None, user: "User", at: datetime
) -> ItemVersion:
    """修改: any change sends the version back to its draft; what was passed no longer binds."""
    version = _locked(version)
    organ = version.item.organ
    permissions.require(user, "disclosure.edit", organ, on=localdate(at))
    _refuse_closed(version)
    content = replace(_checked(organ, content, column), attachments=version.content.attachments)
    if content.digest == version.digest and column == version.item.column:
        return version
    if column is None and version.item.listed_in_id:
        raise Refused(_("这份信息已经公布，请选择它所在的栏目"))
    moved = column != version.item.column and version.item.listed_in_id is not None
    if moved:  # at once, before the new version is reviewed: for whoever publishes
        permissions.require(user, "disclosure.publish", organ, on=localdate(at))
    if column != version.item.column:
        _refuse_closed_column(column)
        version.item.column = column
        version.item.save(update_fields=["column"])
        relist(version.item)
        version.submitted_at = version.release_at = version.release_by = None
        _settle(version)
    if content.digest != version.digest:
        version.hold(content)
        version.save_content()
        _changed(version, user)
    ledger.record(
        version, "moved" if moved else "edited", user=user, item=version.item_id, digest=version.digest
    )
    if moved:
        transaction.on_commit(update_index)
    return version


@transaction.atomic
def attach(version: ItemVersion, data: bytes, name: str, *, user: "User", at: datetime) -> StoredFile:
    """添加附件, cleaned of its metadata; a change like any other. Refuses what may not be published."""
    version = _locked(version)
    organ = version.item.organ
    permissions.require(user, "disclosure.edit", organ, on=localdate(at))
    _refuse_closed(version)
    if len(version.attachments) >= MOST_FILES:
        raise Refused(_("附件不超过{most}个").format(most=MOST_FILES))
    title = PurePath(name.replace("\\", "/")).stem.strip()[:_LONGEST_NAME] or _("附件")
    gate.refuse_number(title)
    cleaned = files.clean(data)
    sha256 = hashlib.sha256(cleaned.data).hexdigest()
    if sha256 in {held for _name, held in version.attachments}:
        raise Refused(_("这个文件已经是附件"))
    stored = StoredFile.objects.filter(organ=organ, sha256=sha256).first()
    if stored is None:
        stored = StoredFile(
            organ=organ,
            sha256=sha256,
            kind=cleaned.kind,
            size=len(cleaned.data),
            text=cleaned.text,
            uploaded_by=user,
            uploaded_at=at,
        )
        stored.file.save(f"{sha256[:32]}.{cleaned.kind}", ContentFile(cleaned.data), save=False)
        stored.save()
    held = version.content
    version.hold(replace(held, attachments=(*held.attachments, (title, sha256))))
    _changed(version, user)
    ledger.record(version, "attached", user=user, name=title, sha256=sha256, digest=version.digest)
    return stored


@transaction.atomic
def detach(version: ItemVersion, sha256: str, *, user: "User", at: datetime) -> None:
    """移除附件; earlier versions keep theirs."""
    version = _locked(version)
    permissions.require(user, "disclosure.edit", version.item.organ, on=localdate(at))
    _refuse_closed(version)
    held = version.content
    left = tuple(pair for pair in held.attachments if pair[1] != sha256)
    if left == held.attachments:
        raise Refused(_("没有这个附件"))
    version.hold(replace(held, attachments=left))
    _changed(version, user)
    ledger.record(version, "detached", user=user, sha256=sha256, digest=version.digest)


@transaction.atomic
def submit(version: ItemVersion, *, user: "User", at: datetime) -> None:
    """送审: to the first step that has not passed this content."""
    version = _locked(version)
    permissions.require(user, "disclosure.edit", version.item.organ, on=localdate(at))
    _refuse_closed(version)
    if version.submitted_at:
        raise Refused(_("已经送审"))
    if version.klass == Class.PUBLISH and version.item.column is None:
        raise Refused(_("请先选择公开后所在的栏目"))
    if version.klass == Class.PUBLISH and version.item.published_at is None:
        _refuse_closed_column(version.item.column)
    if version.klass == Class.PUBLISH and not version.body.strip() and not version.attachments:
        raise Refused(_("正文是空的，也没有附件，请写好后再送审"))
    gate.refuse_submission(version)
    version.submitted_at = at
    _settle(version)
    ledger.record(version, "submitted", user=user, digest=version.digest)


@transaction.atomic
def review(
    version: ItemVersion, digest: str, *, passed: bool, opinion: str, user: "User", at: datetime
) -> Review:
    """审核: the step the version waits for; ``digest`` is what the reviewer had before them."""
    version = _locked(version)
    organ = version.item.organ
    permissions.require(user, "disclosure.review", organ, on=localdate(at))
    step = waiting_step(version)
    if step is None:
        raise Refused(_("这份信息现在不在审核中"))
    if digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请看过现在的内容再审"))
    if refusal := why_not_review(version, step, user, localdate(at)):
        raise Refused(refusal)
    if not passed and not opinion.strip():
        raise Refused(_("退回时请写明要改什么"))
    gate.refuse_number(opinion)
    made = version.reviews.create(
        number=step.number,
        name=step.name,
        passed=passed,
        opinion=opinion.strip(),
        digest=digest,
        by=user,
        at=at,
    )
    if not passed:
        version.submitted_at = None
    _settle(version)
    ledger.record(
        version,
        "step_passed" if passed else "step_returned",
        user=user,
        step=step.name,
        digest=digest,
        opinion=opinion.strip(),
    )
    return made


@transaction.atomic
def publish(version: ItemVersion, digest: str, *, user: "User", at: datetime) -> Item:
    """公布: only exactly the bytes that passed every step; the server stamps the time."""
    version = _locked(version)
    item = version.item
    permissions.require(user, "disclosure.publish", item.organ, on=localdate(at))
    _refuse_unpassed(version, digest)
    version.published_by, version.published_at = user, at
    _settle(version)
    if not item.index_number:
        kind = numbering.category_of(version.category, item.column)
        item.index_number = numbering.next_numbers(item.organ, localdate(at).year, [kind])[0]
        item.published_at = at
    item.current = version
    item.save()
    relist(item)
    ledger.record(
        version,
        "published",
        user=user,
        organ=item.organ.slug,
        item=item.pk,
        index=item.index_number,
        digest=digest,
    )
    transaction.on_commit(update_index)
    return item


@transaction.atomic
def schedule(version: ItemVersion, digest: str, *, release_at: datetime, user: "User", at: datetime) -> None:
    """定时公布: what has passed is published by itself at a time, by whoever decided so."""
    version = _locked(version)
    permissions.require(user, "disclosure.publish", version.item.organ, on=localdate(at))
    _refuse_unpassed(version, digest)
    if release_at <= at:
        raise Refused(_("公布时间应在现在之后；现在就公布的，请直接公布"))
    version.release_at, version.release_by = release_at, user
    version.save(update_fields=["release_at", "release_by"])
    ledger.record(version, "scheduled", user=user, release_at=release_at, digest=digest)


@transaction.atomic
def cancel_schedule(version: ItemVersion, *, user: "User", at: datetime) -> None:
    """取消定时公布."""
    version = _locked(version)
    permissions.require(user, "disclosure.publish", version.item.organ, on=localdate(at))
    if version.release_at is None or version.published_at:
        raise Refused(_("没有定时公布"))
    version.release_at = version.release_by = None
    version.save(update_fields=["release_at", "release_by"])
    ledger.record(version, "schedule_cancelled", user=user)


def release(version: ItemVersion, *, at: datetime) -> bool:
    """Publish what was scheduled, once its time has come; False where there is nothing to do.

    Everything ``publish`` refuses is refused here too, and is then a line of the ledger: the time
    has passed, and somebody must look.
    """
    version = ItemVersion.objects.select_related("release_by").get(pk=version.pk)
    if version.published_at or version.release_at is None or version.release_at > at:
        return False
    assert version.release_by is not None
    try:
        publish(version, version.digest, user=version.release_by, at=at)
    except (Refused, PermissionDenied) as refused:
        with transaction.atomic():
            held = _locked(version)
            held.release_at = held.release_by = None
            held.save(update_fields=["release_at", "release_by"])
            ledger.record(held, "release_refused", user=None, reason=str(refused))
        return False
    return True


@transaction.atomic
def end_notice(item: Item, *, at: datetime) -> bool:
    """公示期满: withdraw a notice after its last day; False where it is not over, or gone already."""
    item = _locked_item(item)
    version = item.current
    if version is None or item.withdrawn_at or version.notice_until is None:
        return False
    if version.notice_until >= localdate(at):
        return False
    reason = _("公示期至{day}，已经期满").format(day=version.notice_until)
    item.withdrawn_at, item.withdrawal_reason = at, reason
    item.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    relist(item)
    ledger.record(item, "withdrawn", user=None, organ=item.organ.slug, reason=reason)
    transaction.on_commit(update_index)
    return True


@transaction.atomic
def record_channel(
    item: Item, channel: str, *, on: date, note: str, user: "User", at: datetime
) -> ChannelRecord:
    """登记其他渠道; the website comes first (Art. 23)."""
    permissions.require(user, "disclosure.edit", item.organ, on=localdate(at))
    item = _locked_item(item)
    if item.published_at is None or item.withdrawn_at:
        raise Refused(_("没有在网站公布，或已经撤下；网站是第一平台，请先公布"))
    if not localdate(item.published_at) <= on <= localdate(at):
        raise Refused(_("日期应在网站公布之日到今天之间"))
    record = ChannelRecord.objects.create(item=item, channel=channel, on=on, note=note, by=user)
    ledger.record(record, "channel_recorded", user=user, item=item.pk, channel=channel, on=on)
    return record


@transaction.atomic
def revise(item: Item, *, change_note: str, user: "User", at: datetime) -> ItemVersion:
    """建立新版本 of what is published or settled, beginning with its content.

    So also what was withheld becomes public after it was examined again (Art. 18).
    """
    permissions.require(user, "disclosure.edit", item.organ, on=localdate(at))
    item = _locked_item(item)
    if item.withdrawn_at:
        raise Refused(_("这份信息已经撤下，请另行登记"))
    if not change_note.strip():
        raise Refused(_("请写明改什么、为什么，它会随新版本公布"))
    gate.refuse_number(change_note)
    last = item.versions.order_by("-number").first()
    if last is None or not _is_closed(last):
        raise Refused(_("已有一份没有公布的版本，请在它上面改"))
    content = replace(last.content, change_note=change_note.strip())
    version = _made(item, last.number + 1, content, user=user, at=at)
    ledger.record(version, "revised", user=user, item=item.pk, note=change_note.strip())
    return version


@transaction.atomic
def discard(version: ItemVersion, *, user: "User", at: datetime) -> None:
    """删除草稿; an item that never was public goes with it. The ledger's lines stay."""
    version = _locked(version)
    item = version.item
    permissions.require(user, "disclosure.edit", item.organ, on=localdate(at))
    _refuse_closed(version)
    if version.submitted_at:
        raise Refused(_("已经送审，请先由审核人退回"))
    if item.forwarded_by.exists() and item.versions.count() == 1:
        raise Refused(_("有信息转发这份原件，请先更正那份信息"))
    ledger.record(version, "discarded", user=user, item=item.pk, digest=version.digest)
    item.newest = item.versions.exclude(pk=version.pk).order_by("-number").first()
    item.save(update_fields=["newest"])
    version.delete()
    if item.newest is None:
        item.delete()


@transaction.atomic
def withdraw(item: Item, *, reason: str, user: "User", at: datetime) -> None:
    """撤下: the item leaves every list at once; at its address stand the title and the reason."""
    permissions.require(user, "disclosure.publish", item.organ, on=localdate(at))
    item = _locked_item(item)
    if item.published_at is None:
        raise Refused(_("这份信息没有公布"))
    if item.withdrawn_at:
        raise Refused(_("这份信息已经撤下"))
    if not reason.strip():
        raise Refused(_("请写明撤下的原因，它会公布在原网址"))
    gate.refuse_number(reason)
    item.withdrawn_at, item.withdrawal_reason = at, reason.strip()
    item.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    relist(item)
    ledger.record(item, "withdrawn", user=user, organ=item.organ.slug, reason=reason.strip())
    transaction.on_commit(update_index)


@transaction.atomic
def repeal(item: Item, *, on: date, by: Item | None, user: "User", at: datetime) -> None:
    """废止 a normative document from a day on, by another document or of itself; it stays readable."""
    permissions.require(user, "disclosure.publish", item.organ, on=localdate(at))
    item = _locked_item(item)
    if item.current is None or not item.current.normative:
        raise Refused(_("不是已公布的规范性文件"))
    if item.repealed_on:
        raise Refused(_("已于{day}废止").format(day=item.repealed_on))
    if by is not None and by.pk == item.pk:
        raise Refused(_("文件不能废止自己"))
    if on < item.current.formed_on:
        raise Refused(_("废止日期不能早于文件形成的日期"))
    item.repealed_on, item.repealed_by = on, by
    item.save(update_fields=["repealed_on", "repealed_by"])
    ledger.record(item, "repealed", user=user, organ=item.organ.slug, on=on, by=by.pk if by else None)
    transaction.on_commit(update_index)


@transaction.atomic
def reexamine(item: Item, *, opinion: str, next_on: date, user: "User", at: datetime) -> None:
    """再审查, and still not public: the reason, and the day to look again.

    What may be public after all gets a new version instead (``revise``), and the review.
    """
    permissions.require(user, "disclosure.reexamine", item.organ, on=localdate(at))
    item = _locked_item(item)
    newest = item.versions.order_by("-number").first()
    if newest is None or newest.stage != Stage.SETTLED:
        raise Refused(_("不是审定不公开的信息"))
    if not opinion.strip():
        raise Refused(_("请写明仍不公开的理由"))
    if next_on <= localdate(at):
        raise Refused(_("下次审查日期应在今天之后"))
    item.reexaminations.create(opinion=opinion.strip(), next_on=next_on, by=user, at=at)
    item.reexamine_on = next_on
    item.save(update_fields=["reexamine_on"])
    ledger.record(item, "reexamined", user=user, organ=item.organ.slug, next_on=next_on)


@transaction.atomic
def bind_interpretation(item: Item, document: Item, *, user: "User", at: datetime) -> None:
    """标明解读: the item explains ``document``; each page then leads to the other."""
    permissions.require(user, "disclosure.edit", item.organ, on=localdate(at))
    item = _locked_item(item)
    if document.pk == item.pk:
        raise Refused(_("解读和文件不能是同一份信息"))
    if document.current_id is None or document.withdrawn_at:
        raise Refused(_("所写编号的文件没有公布，或已经撤下"))
    item.interprets = document
    item.save(update_fields=["interprets"])
    ledger.record(item, "interpretation_bound", user=user, organ=item.organ.slug, document=document.pk)


@transaction.atomic
def record_adoption(
    organ: Organ, title: str, *, adopter: str, on: date, user: "User", at: datetime, item: Item | None = None
) -> Adoption:
    """登记采用: counted apart from what the organ discloses."""
    permissions.require(user, "disclosure.draft", organ, on=localdate(at))
    if on > localdate(at):
        raise Refused(_("采用日期不能在今天之后"))
    adoption = Adoption.objects.create(organ=organ, item=item, title=title, adopter=adopter, on=on)
    ledger.record(adoption, "adoption_recorded", user=user, organ=organ.slug, adopter=adopter, on=on)
    return adoption


def waiting_step(version: ItemVersion) -> ReviewStep | None:
    """The step that a submitted version waits for."""
    return _next_step(version) if version.submitted_at and not _is_closed(version) else None


def why_not_review(version: ItemVersion, step: ReviewStep, user: "User", on: date) -> str:
    """Why this person may not take this step of this content; empty where they may."""
    if not permissions.holds(user, step.role, version.item.organ_id, on=on):
        return _("现在是“{step}”环节，由{role}办理").format(step=step.name, role=Role(step.role).label)
    if version.authors.filter(pk=user.pk).exists():
        return _("起草或修改过这份信息的人不能审核，请由另一位工作人员审核")
    if version.reviews.filter(digest=version.digest, passed=True, superseded=False, by=user).exists():
        return _("您已经审核过前面的环节，一人不能办理两个环节")
    return ""


def path(version: ItemVersion) -> list[tuple[ReviewStep, Review | None]]:
    """Every step with the review that passed the present content, for the picture of the path.

    What is closed shows the steps it went through, whatever the organ's steps are today.
    """
    passed = {review.number: review for review in _passing(version)}
    if passed and _is_closed(version):
        return [(ReviewStep(number, one.name, ""), one) for number, one in sorted(passed.items())]
    return [(step, passed.get(step.number)) for step in steps_of(version.item.organ)]


def _passing(version: ItemVersion) -> list[Review]:
    return [
        one
        for one in version.reviews.select_related("by")
        if one.passed and not one.superseded and one.digest == version.digest
    ]


def _next_step(version: ItemVersion) -> ReviewStep | None:
    passed = {review.number for review in _passing(version)}
    return next((step for step in steps_of(version.item.organ) if step.number not in passed), None)


def _settle(version: ItemVersion) -> None:
    """Derive stage and due day from the facts, and save the version."""
    step = _next_step(version)
    version.waits_for = step.role if step and version.submitted_at else ""
    if version.published_at:
        version.stage = Stage.PUBLISHED
    elif version.submitted_at and step:
        version.stage = Stage.REVIEW
    elif version.submitted_at:
        version.stage = Stage.READY if version.klass == Class.PUBLISH else Stage.SETTLED
    else:
        last = version.reviews.last()
        returned = last is not None and not last.passed
        version.stage = Stage.RETURNED if returned else Stage.DRAFT
    due = terms.due_of(version)
    version.due_on = due.on if due else None
    version.save()
    withheld = version.reexamine_on if version.stage == Stage.SETTLED else None
    if version.stage in (Stage.SETTLED, Stage.PUBLISHED) and version.item.reexamine_on != withheld:
        version.item.reexamine_on = withheld
        version.item.save(update_fields=["reexamine_on"])


def _made(item: Item, number: int, content: Content, *, user: "User", at: datetime) -> ItemVersion:
    version = ItemVersion(item=item, number=number, made_by=user, made_at=at)
    version.hold(content)
    version.save_content()
    version.authors.add(user)
    item.newest = version
    item.save(update_fields=["newest"])
    _settle(version)
    return version


def _changed(version: ItemVersion, user: "User") -> None:
    """Other content: back to its draft, with one more author, and no longer to be released."""
    version.submitted_at = version.release_at = version.release_by = None
    version.authors.add(user)
    _settle(version)


def _locked_item(item: Item) -> Item:
    """The item as it is now; what it names is asked for later: joined in, it would be of before the wait."""
    return Item.objects.select_for_update(of=("self",)).select_related("organ").get(pk=item.pk)


def _locked(version: ItemVersion) -> ItemVersion:
    """The version and its item as they are now, both held until the end of the transaction.

    The item too: publishing saves it whole, and must not undo a withdrawal of the same moment.
    """
    return (
        ItemVersion.objects.select_for_update(of=("self", "item"))
        .select_related("item__organ")
        .get(pk=version.pk)
    )


def _is_closed(version: ItemVersion) -> bool:
    return bool(version.published_at) or version.stage == Stage.SETTLED


def _refuse_closed(version: ItemVersion) -> None:
    if version.published_at:
        raise Refused(_("已经公布的版本不能再改，请建立新版本"))
    if version.stage == Stage.SETTLED:
        raise Refused(_("已经审定，不能再改"))


def _refuse_unpassed(version: ItemVersion, digest: str) -> None:
    """Only exactly the bytes that passed every step may become public."""
    _refuse_closed(version)
    if version.klass != Class.PUBLISH:
        raise Refused(_("公开属性不是“主动公开”，不能公布"))
    if digest != version.digest or version.content.digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请重新核对"))
    if not version.submitted_at or _next_step(version) is not None:
        raise Refused(_("审核还没有全部通过这一内容，不能公布"))
    if version.item.withdrawn_at:
        raise Refused(_("这份信息已经撤下，不能再公布"))
    if version.item.published_at is None:
        _refuse_closed_column(version.item.column)
    gate.refuse_publication(version)


def _refuse_closed_column(column: Column | None) -> None:
    """A closed column takes nothing new; what was public in it may still be corrected."""
    if column is not None and column.closed_on:
        raise Refused(_("栏目“{name}”已停用，不再放入新的信息，请改选其他栏目").format(name=column.name))


def _checked(organ: Organ, content: Content, column: Column | None) -> Content:
    """The content with its body clean and its number in one form; refuses what no version may lack."""
    if not content.title.strip():
        raise Refused(_("请写标题"))
    gate.refuse_number(content.title)
    if column is not None and column.organ_id != organ.pk:
        raise Refused(_("所选栏目不是本机关的栏目"))
    if content.klass == Class.PUBLISH and (content.ground or content.ground_note or content.reexamine_on):
        raise Refused(_("主动公开的信息不写不公开的依据和再审查日期"))
    if content.registration_number and not content.normative:
        raise Refused(_("统一登记号只用于规范性文件；是规范性文件的，请勾选，不是的，请删去登记号"))
    if content.effective_on and content.expires_on and content.expires_on < content.effective_on:
        raise Refused(_("有效期至不能早于实施日期"))
    if content.klass != Class.PUBLISH and not content.ground_note.strip():
        raise Refused(_("不主动公开的，请写明理由"))
    if content.klass == Class.WITHHELD and not content.ground:
        raise Refused(_("不予公开的，请选择依据"))
    return making.checked(organ, cleaned(content))


def cleaned(content: Content) -> Content:
    """The content with its body clean and its number in one form."""
    return replace(
        content,
        body=clean_body(content.body),
        document_number=clean_number(content.document_number),
        registration_number=clean_number(content.registration_number),
    )
