"""Forwarded and joint documents: who made them, and what may then become public (Art. 10, 11)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gongkai.law import makers as law
from gongkai.law.citation import Article
from gongkai.law.scope import CLASSES, Class

from ..organs.actions import Refused
from ..organs.models import Organ
from .content import Content
from .content import document_number as clean_number
from .gate_models import Consultation
from .models import Item, ItemVersion, Origin

_BETWEEN = re.compile(r"[、，,;；\n]+")


@dataclass(frozen=True)
class Original:
    """转发的原件; ``item`` where it stands in this system: its class is then that of the record."""

    title: str
    number: str
    klass: str
    item: Item | None = None

    @property
    def is_public(self) -> bool:
        """True where the public reads it here."""
        return self.item is not None and self.item.current_id is not None and not self.item.withdrawn_at

    @property
    def class_label(self) -> str:
        return CLASSES[Class(self.klass)]


def names(text: str) -> list[str]:
    """The organs of a list, each once."""
    return list(dict.fromkeys(name.strip() for name in _BETWEEN.split(text) if name.strip()))


def checked(organ: Organ, content: Content) -> Content:
    """The content with its makers in one form; refuses what contradicts itself or may not be known."""
    content = replace(
        content,
        co_makers="、".join(names(content.co_makers)),
        lead=content.lead.strip(),
        original_number=clean_number(content.original_number),
    )
    if (content.co_makers or content.lead) and content.origin != Origin.MADE:
        raise Refused(_("联合制作的文件，来源应选“本机关制作”"))
    if content.original_id is not None:
        _refuse_unknown(organ, content.original_id)
        return replace(content, original_title="", original_number="", original_class="")
    if content.original_title or content.original_number:
        if not content.original_class:
            raise Refused(_("请选择原件的公开属性；不知道的，先向制作原件的机关核实"))
    elif content.original_class:
        raise Refused(_("请写明转发的原件的名称或者文号"))
    return content


def _refuse_unknown(organ: Organ, pk: int) -> None:
    """Of other organs only what is public may be named: a number must not tell anybody a title."""
    own = Item.objects.filter(pk=pk, organ=organ)
    if not (own.exists() or Item.objects.public_only().filter(pk=pk).exists()):
        raise Refused(_("没有编号为{number}的公开信息，也不是本机关登记的信息，请核对编号").format(number=pk))


def original(version: ItemVersion) -> Original | None:
    """The paper that the version forwards, as it is on record now."""
    item = version.original
    if item is not None:
        shown = item.current or item.versions.order_by("-number").first()
        if shown is not None:
            return Original(shown.title, shown.document_number, shown.klass, item)
    if not version.original_class:
        return None
    return Original(version.original_title, version.original_number, version.original_class)


def why_not(version: ItemVersion) -> str:
    """Why a version of this class may not be submitted, nor published; empty where it may."""
    forwarded = original(version)
    if forwarded and forwarded.item and forwarded.item.pk == version.item_id:
        return _("转发的原件不能是这份信息自己，请核对编号")
    if forwarded and not law.may_forward(version.klass, forwarded.klass):
        return _(
            "转发的原件“{title}”是“{original}”，转发它的信息不能是“{own}”。请改公开属性，或者去掉原件的内容另行拟文"
        ).format(
            title=forwarded.title or forwarded.number,
            original=forwarded.class_label,
            own=version.get_klass_display(),
        )
    return _why_not_here(version) if version.klass == Class.PUBLISH else ""


def _why_not_here(version: ItemVersion) -> str:
    """Why another organ discloses it (Art. 10)."""
    if version.origin == Origin.ORGAN and not version.maker.strip():
        return _("从其他机关获取的，请写明制作机关")
    answers = law.discloser(version.origin, maker=version.maker, lead=version.lead)
    if not answers.organ or (not version.lead and version.publish_basis.strip()):
        return ""
    if version.lead:
        return _(
            "联合制作的信息由牵头的“{organ}”公开，本机关不公布（{article}）。请改为“依申请公开”并写明理由，登记留存；牵头机关写错的，请更正"
        ).format(organ=answers.organ, article=answers.article)
    return _(
        "从其他机关获取的信息由制作它的“{organ}”公开（{article}）。法律、法规另有规定，或者该机关已经公开而转载的，请写明“由本机关公开的依据”；否则请改为“依申请公开”并写明理由"
    ).format(organ=answers.organ, article=answers.article)


def why_not_public(version: ItemVersion) -> str:
    """The same at publication: the original is public, and every organ concerned has confirmed."""
    if refusal := why_not(version):
        return refusal
    forwarded = original(version)
    if forwarded and forwarded.item and not forwarded.is_public:
        return _("转发的原件“{title}”还没有公布，或者已经撤下，请先公布原件").format(title=forwarded.title)
    if missing := unconfirmed(version):
        return _(
            "还没有确认这一内容的机关：{organs}。涉及其他机关的信息先协商、确认再公布，没有答复不等于同意（{article}）；请登记会商意见"
        ).format(organs="、".join(missing), article=Article(11))
    return ""


def unconfirmed(version: ItemVersion, asked: Sequence[Consultation] | None = None) -> list[str]:
    """Co-makers and every other organ asked that have not confirmed the content as it is now."""
    rows = list(version.consultations.all()) if asked is None else asked
    answers = {
        row.organ_name: row.outcome
        for row in rows
        if row.digest == version.digest or row.outcome == law.Outcome.UNCONCERNED
    }
    concerned = dict.fromkeys([*names(version.co_makers), *(row.organ_name for row in rows)])
    return law.unconfirmed(concerned, answers)
