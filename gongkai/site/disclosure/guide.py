"""政府信息公开指南 (Art. 12): its text written from what is on record; published like any other item."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.scope import Class

from ..organs.models import GroupMember, Organ, in_force
from . import actions, column_actions, numbering
from .column_models import Column, Part
from .content import Content
from .models import Item, ItemVersion

if TYPE_CHECKING:
    from ..accounts.models import User


def written(organ: Organ, at: datetime) -> Content:
    """The guide as the data of the day have it."""
    on = localdate(at)
    name = organ.name_on(on)
    body = render_to_string(
        "disclosure/guide_text.html",
        {
            "organ": organ,
            "name": name,
            "columns": [one for one in Column.objects.public_tree(organ) if one.part == Part.CATALOGUE],
            "members": GroupMember.objects.filter(in_force(on), organ=organ),
            "places": organ.reading_places.all(),
            "contact": organ.contact,
            "number_parts": numbering.in_words(organ),
            "competent": organ.competent_office(on),
        },
    )
    content = Content(
        title=_("{name}政府信息公开指南").format(name=name),
        formed_on=on,
        klass=Class.PUBLISH,
        genre="other",
        category="20.2",
        summary=_("公开内容的分类和编排、获取方式，公开工作机构和联系方式，监督和救济途径。"),
        body="".join(line.strip() for line in body.splitlines()),
    )
    return actions.cleaned(content)


def of(organ: Organ) -> Item | None:
    """The organ's guide; None while it never had one, or where it was withdrawn."""
    return Item.objects.filter(organ=organ, column__part=Part.GUIDE, withdrawn_at=None).first()


def outdated(organ: Organ, at: datetime) -> bool:
    """True where the guide that the public reads no longer says what is on record."""
    item = of(organ)
    return item is not None and item.current is not None and item.current.body != written(organ, at).body


@transaction.atomic
def draft_guide(organ: Organ, *, user: "User", at: datetime) -> ItemVersion:
    """编写指南: a draft from the data of the day, or a new version of the guide there is.

    It then goes through the review, as everything does that becomes public.
    """
    content = written(organ, at)
    item = of(organ)
    if item is None:
        column = Column.objects.filter(organ=organ, part=Part.GUIDE).first() or column_actions.add_column(
            organ, str(Part.GUIDE.label), part=Part.GUIDE, user=None, at=at
        )
        return actions.draft(organ, content, column=column, user=user, at=at)
    newest = item.versions.order_by("-number").first()
    assert newest is not None
    if newest.published_at:
        newest = actions.revise(item, change_note=_("按现有资料更新"), user=user, at=at)
    note = newest.change_note
    kept = Content(**{**content.as_dict(), "attachments": (), "change_note": note})
    return actions.edit(newest, kept, column=item.column, user=user, at=at)
