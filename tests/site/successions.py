"""An organ that is dissolved, and succeeded by others."""

from datetime import date

from gongkai.site.organs import structure
from gongkai.site.organs.models import Organ
from tests.cast import ON

PLAN = "《云川县机构改革方案》"


def dissolved(
    county,
    organ: str = "wangshu",
    successors: tuple[str, ...] = ("tingyu",),
    *,
    kind: str = "merger",
    on: date = ON,
    today: date | None = None,
    who: str = "cheng",
    note: str = PLAN,
) -> Organ:
    """望舒镇 merged into 听雨镇, unless told otherwise."""
    structure.dissolve(
        Organ.objects.get(slug=organ),
        kind=kind,
        successors=[Organ.objects.get(slug=slug) for slug in successors],
        on=on,
        note=note,
        user=getattr(county, who),
        today=today or on,
    )
    return Organ.objects.get(slug=organ)
