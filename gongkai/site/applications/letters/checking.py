"""What is wrong with a template that an office has edited 检查模板, said in Chinese, before it is used."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .kinds import FIELDS, KINDS, Kind
from .package import TemplateRefused, opened, strange
from .rendering import Prepared, prepare, render


def check(kind: str, template: bytes) -> list[str]:
    """Why ``template`` cannot serve as ``kind``, in Chinese; empty when it is good."""
    try:
        if found := list(strange(opened(template))):
            return found
        prepared = prepare(template)
        found = list(_misfits(KINDS[kind], prepared))
        if not found:
            _try(KINDS[kind], template)
        return found
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


def _try(kind: Kind, template: bytes) -> None:
    """Filled in with made-up values, all of them and the fewest; raises TemplateRefused."""
    for full in (True, False):
        render(template, kind.sample(full=full))
