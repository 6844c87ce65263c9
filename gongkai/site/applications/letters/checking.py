"""What is wrong with a template that an office has edited 检查模板, said in Chinese, before it is used."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .kinds import FIELDS, KINDS, Kind
from .package import TemplateRefused, opened, strange
from .pdf import pdf
from .rendering import Prepared, prepare, render


def check(kind: str, template: bytes) -> list[str]:
    """Why ``template`` cannot serve as ``kind``, in Chinese; empty when it is good."""
    try:
        if found := list(strange(opened(template))):
            return found
        prepared = prepare(template)
        found = list(_misfits(KINDS[kind], prepared))
        return found or list(_unprinted(KINDS[kind], template))
    except TemplateRefused as error:
        return [str(error)]


def _misfits(kind: Kind, prepared: Prepared) -> Iterator[str]:
    """Fields of other letters, and fields of this one that must stay."""
    allowed = {field.name for field in kind.fields}
    for name in sorted(prepared.names - allowed):
        yield _("{title}不能用字段{name}（{meaning}）").format(
            title=kind.title, name=name, meaning=FIELDS[name].meaning
        )
    for field in kind.obligatory:
        if field.name not in prepared.names:
            yield _("缺少必须保留的字段{name}（{meaning}）").format(name=field.name, meaning=field.meaning)


def _unprinted(kind: Kind, template: bytes) -> Iterator[str]:
    """Fields that must stay and are not always printed: a condition may leave them out.

    The template is filled in with made-up values, all of them and the fewest, up to the PDF;
    raises TemplateRefused where that fails.
    """
    marks = {field.name: f"⟦{field.name}⟧" for field in kind.obligatory}
    values: dict[str, Any] = {
        name: [{"name": mark, "reason": mark, "ground": mark}] if FIELDS[name].list else mark
        for name, mark in marks.items()
    }
    missing: dict[str, None] = {}
    for full in (True, False):
        letter = render(template, kind.sample(full=full) | values)
        pdf(letter)
        text = "".join(_MARKUP.sub("", part.xml) for part in opened(letter).texts)
        missing |= {name: None for name, mark in marks.items() if mark not in text}
    for name in missing:
        yield _("字段{name}（{meaning}）有时印不出来，请移到条件之外").format(
            name=name, meaning=FIELDS[name].meaning
        )


_MARKUP = re.compile(r"<[^>]+>")
