"""What stands around an organ's public pages: its header, its fixed parts, where one is."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import today
from ..disclosure.models import Part
from ..organs.models import Organ


def find_organ(slug: str) -> Organ:
    """The organ at an address, named as today; 404 where there is none."""
    organ: Organ = get_object_or_404(Organ.objects.named(today.today()), slug=slug)
    return organ


def around(organ: Organ, here: str = "") -> dict[str, object]:
    """Header and parts of an organ's pages, always in this order and these words; ``here``: the part."""
    parts = (
        ("guide", _("政府信息公开指南")),
        ("rules", _("政府信息公开制度")),
        ("catalogue", _("法定主动公开内容")),
        ("report_list", _("政府信息公开年报")),
    )
    on = today.today()
    return {
        "organ": organ,
        "parent": organ.parent_on(on),
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
