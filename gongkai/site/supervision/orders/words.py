"""Whether wrong words still stand in what the public reads of an item: title, summary, text, attachments."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from ...disclosure.content import rows
from ...disclosure.models import Body, Item, StoredFile


def texts(items: Collection[Item]) -> Mapping[int, str]:
    """Item → all its text, without blanks; those that the public no longer reads are left out.

    Three queries for any number of items.
    """
    public = Item.objects.public().filter(pk__in={item.pk for item in items})
    current = {item.pk: item.current for item in public if item.current}
    bodies = dict(Body.objects.filter(version__in=current.values()).values_list("version", "text"))
    wanted = {sha for version in current.values() for _name, sha in version.attachments}
    attached: dict[str, str] = defaultdict(str)
    for sha, text in StoredFile.objects.filter(sha256__in=wanted).values_list("sha256", "text"):
        attached[sha] = text
    found = {}
    for pk, version in current.items():
        names = [part for name, sha in version.attachments for part in (name, attached[sha])]
        found[pk] = flat(
            "\n".join([version.title, version.summary, rows(bodies.get(version.pk, "")), *names])
        )
    return found


def stand(words: str, text: str | None) -> bool:
    """True where the words stand in the text of ``texts``; None is an item that is no longer public."""
    return text is not None and flat(words) in text


def told(words: str, item: Item, found: bool, text: str | None) -> str:
    """What was compared, in words."""
    if text is None:
        return _("该信息已撤下或者不再公开")
    title = item.shown.title if item.shown else str(item)
    place = _("《{title}》现行版本的标题、概述、正文和附件").format(title=title[:80])
    said = _("{place}中仍有“{words}”") if found else _("{place}中已没有“{words}”")
    return said.format(place=place, words=words[:100])


def flat(text: str) -> str:
    return "".join(text.split())
