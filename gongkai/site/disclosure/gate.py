"""The gate before the public: what the leak check finds in a version, and what still stands against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.law.scope import Class

from ..organs.actions import Refused
from . import content, leaks, making, typos
from .files import LONGEST_TEXT
from .gate_models import LeakReason
from .models import Item, ItemVersion, StoredFile

_MOST_CITED, _AT_ONCE = 2400, 400
"""Possible numbers that are looked up, and how many in one query."""


@dataclass(frozen=True)
class Found:
    """A finding with the reason given for it."""

    finding: leaks.Finding
    reason: LeakReason | None

    @property
    def stops(self) -> bool:
        """True where it may not go on without a reason."""
        return self.finding.blocks and self.reason is None


def checked(version: ItemVersion) -> list[Found]:
    """泄露检查 of what would become public; nothing for a paper that is not for publishing."""
    if version.klass != Class.PUBLISH:
        return []
    parts = _parts(version)
    organ = version.item.organ
    own = (organ.phone, organ.fax, organ.email)
    found = leaks.check(parts, own=own, not_public=_not_public(version, parts))
    found += [
        leaks.Finding("long", part, 0, 1, ())
        for part in parts
        if part.is_file and len(part.text) >= LONGEST_TEXT
    ]
    reasons = {
        reason.key: reason
        for reason in version.leak_reasons.filter(digest=version.digest).select_related("by")
    }
    return [Found(one, reasons.get(one.key)) for one in found]


def wrong_words(version: ItemVersion) -> list[typos.Typo]:
    """错敏词 in what would become public."""
    if version.klass != Class.PUBLISH:
        return []
    own = settings.GONGKAI_WORDS_FILE
    known = typos.pairs(typos.OWN_LIST, *([own] if own else []))
    text = "\n".join((version.title, version.summary, content.plain(version.body)))
    return list(typos.find(text, known))


def refuse_number(name: str) -> None:
    """Titles, names of files and reasons stand in the ledger, from which nothing is ever taken back."""
    if leaks.has_number(name):
        raise Refused(
            _("标题、文件名、说明和意见里不能有身份证号、银行卡号，请改掉；它会写进操作台账，不能更改")
        )


def refuse_submission(version: ItemVersion) -> None:
    """What may not go to the reviewers: another organ's to publish, or a leak without a reason."""
    if refusal := making.why_not(version):
        raise Refused(refusal)
    _refuse_leaks(version)


def refuse_publication(version: ItemVersion) -> None:
    """The same once more, with what must have been confirmed by then."""
    if refusal := making.why_not_public(version):
        raise Refused(refusal)
    _refuse_leaks(version)


def _refuse_leaks(version: ItemVersion) -> None:
    stopping = [one.finding for one in checked(version) if one.stops]
    if stopping:
        listed = "；".join(
            _("{place}有{label}{count}处").format(place=one.place, label=one.label, count=one.count)
            for one in stopping
        )
        raise Refused(
            _(
                "泄露检查没有通过：{found}。请删去或者遮盖；依法应当公开的，请在“泄露检查”中逐项说明理由"
            ).format(found=listed)
        )


def _parts(version: ItemVersion) -> list[leaks.Part]:
    texts = dict(
        StoredFile.objects.filter(
            organ=version.item.organ_id, sha256__in=[sha256 for _name, sha256 in version.attachments]
        ).values_list("sha256", "text")
    )
    head = [
        leaks.Part("title", _("标题"), version.title),
        leaks.Part("number", _("发文字号"), version.document_number),
        leaks.Part("maker", _("制作机关"), "\n".join((version.maker, version.co_makers, version.lead))),
        leaks.Part("original", _("原件"), "\n".join((version.original_title, version.original_number))),
        leaks.Part("summary", _("内容概述"), version.summary),
        leaks.Part("note", _("修改说明"), version.change_note),
        leaks.Part("body", _("正文"), content.rows(version.body)),
        leaks.Part("links", _("正文中的链接"), "\n".join(content.links(version.body))),
    ]
    files = []
    for name, sha256 in version.attachments:
        shown = _("附件“{name}”").format(name=name)
        head.append(leaks.Part(f"name-{sha256[:16]}", _("附件名称"), name))
        files.append(leaks.Part(sha256[:16], shown, texts.get(sha256, ""), is_file=True))
    return head + files


def _not_public(version: ItemVersion, parts: Sequence[leaks.Part]) -> set[str]:
    """Of the numbers cited, those of papers that the organ's register knows and the public does not."""
    cited = dict.fromkeys(number for part in parts for number in leaks.cited(part.text))
    numbers = list(islice(cited, _MOST_CITED))
    hidden: set[str] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        hidden |= _hidden(version, numbers[start : start + _AT_ONCE])
    return hidden


def _hidden(version: ItemVersion, numbers: Iterable[str]) -> set[str]:
    others = ItemVersion.objects.filter(item__organ=version.item.organ_id).exclude(item=version.item_id)
    named = others.filter(document_number__in=numbers)
    forwarded = others.filter(original_number__in=numbers).exclude(original_class=Class.PUBLISH)
    public = Item.objects.public_only().filter(current__document_number__in=numbers)
    return (
        set(named.values_list("document_number", flat=True))
        | set(forwarded.values_list("original_number", flat=True))
    ) - set(public.values_list("current__document_number", flat=True))
