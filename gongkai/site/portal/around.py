"""What stands around an organ's public pages: its header, its fixed parts, where one is."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import today
from ..disclosure.column_models import Part
from ..organs.models import Organ


def find_organ(slug: str) -> Organ:
    """The organ at an address, named as today; 404 where there is none."""
    path = Organ.objects.filter(slug=slug).values_list("path", flat=True).first()
    if path is None:
        raise Http404
    return organ_at(path)


def organ_at(path: str) -> Organ:
    """The organ at a place in the tree, and the one over it, named as today, in one query."""
    organs = Organ.objects.named(today.today()).filter(path__in=(path, path[: -Organ.steplen]))
    found: list[Organ] = list(organs)
    *above, organ = found  # in the order of their paths
    organ.over = above[0] if above else None
    return organ


def around(organ: Organ, here: str = "") -> dict[str, object]:
    """Header and parts of an organ's pages, always in this order and these words; ``here``: the part."""
    parts = (
        ("guide", _("政府信息公开指南")),
        ("rules", _("政府信息公开制度")),
        ("catalogue", _("法定主动公开内容")),
        ("report_list", _("政府信息公开年报")),
        ("apply", _("依申请公开")),
    )
    on = today.today()
    return {
        **({"sample": True} if organ.sample else {}),  # else it is asked whether another one is
        "organ": organ,
        "parent": organ.over,
        "successors": Organ.objects.successors_of(organ).named(on) if organ.dissolved_on else [],
        "succession": organ.successions.filter(direct=True).first() if organ.dissolved_on else None,
        "part": next((title for name, title in parts if name == here), ""),
        "parts": [
            {"title": title, "url": reverse(f"portal:{name}", args=[organ.slug]), "current": here == name}
            for name, title in parts
        ],
    }


def home_place() -> dict[str, str]:
    return {"title": _("首页"), "url": reverse("portal:home")}


def organ_place(organ: Organ) -> dict[str, str]:
    return {"title": organ.name, "url": reverse("portal:organ", args=[organ.slug])}


def part_place(organ: Organ, part: Part) -> dict[str, str]:
    """A part of the organ's column, for the breadcrumb."""
    return {"title": str(part.label), "url": reverse(f"portal:{part.value}", args=[organ.slug])}
