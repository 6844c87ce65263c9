"""同时编辑: whoever changes a place says what they saw there, so that nobody writes over another unseen."""

import hashlib

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..organs.actions import Refused
from .models import Version

_MARK = 16
_SHOWN = 60


class Overtaken(Refused):
    """The place was changed since it was read; ``stands`` is what stands there now."""

    def __init__(self, message: str, stands: str) -> None:
        super().__init__(message)
        self.stands = stands


def mark(text: str) -> str:
    """What a page sends back in place of a long text, to say which one it showed."""
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


def refuse_overtaken(version: Version, place: str, seen: str | None, now: str, stands: str) -> None:
    """Raise Overtaken where ``place`` is no longer as it was ``seen``, with who wrote what stands there.

    ``now`` is compared with ``seen``: the value of a cell, the mark of a text. ``seen`` None: the act
    does not come from a page, so nobody has seen anything.
    """
    if seen is None or seen == now:
        return
    last = version.corrections.filter(cell=place).select_related("by").order_by("-pk").first()
    words = stands if len(stands) <= _SHOWN else f"{stands[:_SHOWN]}……"
    if last is None:
        raise Overtaken(
            _("这里在您查看之后有改动，现在是“{words}”，您填写的还没有保存").format(words=words), stands
        )
    raise Overtaken(
        _(
            "{who}在{at}改了这里，现在是“{words}”。您填写的还没有保存，请对照后再决定；再按一次保存，就以您的为准"
        ).format(who=last.by.name, at=localtime(last.at).strftime("%H:%M"), words=words),
        stands,
    )
