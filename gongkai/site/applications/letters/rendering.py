"""Templates filled in 套用模板: the tags of docxtpl, of which only names, conditions and loops are allowed.

A template comes from an office and is not trusted: its tags are read before any of them runs, a
sandbox runs them, and what is filled in is text and never a tag. No message holds what was filled in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from gongkai.annual_report.rendering.layout import chinese_date
from gongkai.annual_report.report import clean

from .kinds import FIELDS, Need
from .package import Package, Part, TemplateRefused, opened, strange
from .reading import title

_MOST_TAGS = 500
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
_LOOP = frozenset({"index", "first", "last", "length"})
_PART = frozenset({"name", "ground", "reason"})
_PARAGRAPH = re.compile(r"<w:p([ >])")
_LINED = re.compile(r"\n<w:p([ >])")
_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Prepared:
    """A template read and found harmless: its parts, its tags compiled, the fields they name."""

    package: Package
    compiled: Mapping[str, Template]
    names: frozenset[str]


def render(template: bytes, fields: Mapping[str, Any]) -> bytes:
    """The letter as DOCX, its title its only property; the same input gives the same bytes.

    A value is a text, a whole number or a date (printed 2021年1月4日), or a list of these for
    ``attachments``, of mappings for ``parts``. Line breaks in a text begin paragraphs. Fields that
    may be without a value may be left out. Raises TemplateRefused, naming the field, where the
    template asks for one that is unknown or not given, or where a field that is given is unknown.
    """
    prepared = prepare(template)
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise TemplateRefused(_("文书没有这些字段：{names}").format(names="、".join(unknown)))
    if missing := sorted(name for name in prepared.names if name not in fields and _needed(name)):
        raise TemplateRefused(_("没有给出字段的值：{names}").format(names="、".join(missing)))
    values = {name: _value(fields.get(name)) for name in FIELDS}
    filled = {part.name: _filled(prepared, part, values) for part in prepared.package.texts}
    package = prepared.package.changed(filled)
    return package.written(title(package))


@lru_cache(maxsize=64)
def prepare(template: bytes) -> Prepared:
    """The template ready to be filled in. Raises TemplateRefused."""
    package = opened(template)
    if found := next(strange(package), None):
        raise TemplateRefused(found)
    compiled, names = {}, set[str]()
    for part in package.texts:
        source = _source(part)
        tree = _tree(source)
        if wrong := next(forbidden(tree), None):
            raise TemplateRefused(wrong)
        names |= named(tree)
        compiled[part.name] = _ENVIRONMENT.from_string(source)
    if unknown := sorted(names - set(FIELDS)):
        raise TemplateRefused(_("模板用了没有的字段：{names}").format(names="、".join(unknown)))
    return Prepared(package, compiled, frozenset(names))


def named(tree: nodes.Template) -> set[str]:
    """Names that a template asks for; its own loop variables are none of them."""
    own = {one.target.name for one in tree.find_all(nodes.For) if isinstance(one.target, nodes.Name)}
    return {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"} - own - {"loop"}


def forbidden(tree: nodes.Template) -> Iterator[str]:
    """What tags may not do, in Chinese: anything but naming fields, choosing and repeating."""
    only = _("标记里只能写字段名、条件和循环，不能有运算、函数、过滤器和赋值")
    for node in _all(tree):
        if not isinstance(node, _ALLOWED):
            yield only
        elif isinstance(node, nodes.Getattr):
            known = _LOOP if isinstance(node.node, nodes.Name) and node.node.name == "loop" else _PART
            if not isinstance(node.node, nodes.Name) or node.attr not in known:
                yield _("标记里不能用“.{name}”").format(name=node.attr)
        elif isinstance(node, nodes.For):
            yield from _misused(node)
        elif isinstance(node, nodes.Const) and not isinstance(node.value, bool | int | str):
            yield only


def _misused(loop: nodes.For) -> Iterator[str]:
    field = FIELDS.get(loop.iter.name) if isinstance(loop.iter, nodes.Name) else None
    if field is None or field.list is None:
        lists = "、".join(one.name for one in FIELDS.values() if one.list)
        yield _("只有{names}可以循环").format(names=lists)
    if any(loop.find_all(nodes.For)) or loop.test is not None or loop.recursive:
        yield _("循环里不能再有循环或者条件循环")
    if not isinstance(loop.target, nodes.Name) or loop.target.name in FIELDS or loop.target.name == "loop":
        yield _("循环变量不能与字段同名")


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _source(part: Part) -> str:
    """A part as docxtpl hands it to Jinja, each paragraph on a line of its own so that errors have a place."""
    opening = part.xml.count("{{") + part.xml.count("{%")
    if opening > _MOST_TAGS:
        raise TemplateRefused(_("模板里的标记太多"))
    return _PARAGRAPH.sub(r"\n<w:p\1", _DOCXTPL.patch_xml(part.xml))


def _tree(source: str) -> nodes.Template:
    try:
        return _ENVIRONMENT.parse(source)
    except TemplateSyntaxError as error:
        lines = source.splitlines()
        place = _MARKUP.sub("", lines[min(error.lineno, len(lines)) - 1])[:40] if lines else ""
        raise TemplateRefused(
            _("标记写坏了，请检查括号是否成对、if和for是否有结尾，在“{place}”附近").format(place=place)
        ) from None


def _filled(prepared: Prepared, part: Part, values: Mapping[str, Any]) -> str:
    try:
        text = prepared.compiled[part.name].render(values)
    except (TemplateError, TypeError, ValueError) as error:
        name = error.args[0] if isinstance(error, _Unprintable) else ""
        raise TemplateRefused(_("标记用法不对：{name}").format(name=name or part.name)) from None
    text = _DOCXTPL.resolve_listing(_LINED.sub(r"<w:p\1", text))
    try:
        etree.fromstring(text)
    except etree.XMLSyntaxError:
        raise TemplateRefused(
            _("标记放错了位置：独占一段的条件和循环要用 {% p … %}，写作{%p if … %}，开头和结尾各占一段")
        ) from None
    return text


class _Unprintable(ValueError):
    """A tag that prints what is no text."""


def _printed(value: Any) -> Any:
    """What a tag prints: texts and numbers; of lists and their parts only what is named."""
    if value is None:
        return ""
    if isinstance(value, str | int | Undefined):
        return value
    raise _Unprintable(_("列表要用循环逐个写出"))


def _value(value: Any) -> Any:
    """A value as it is printed: dates in Chinese, line breaks as docxtpl's mark for a new paragraph."""
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, str):
        lines = (" ".join(clean(line).split("\t")).strip() for line in value.splitlines())
        return "\a".join(line for line in lines if line)
    if isinstance(value, Mapping):
        return {str(key): _value(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def _needed(name: str) -> bool:
    return FIELDS[name].need is not Need.MAY


_DOCXTPL = DocxTemplate(BytesIO())
"""For its tags only: it reads no file and keeps nothing."""
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    autoescape=True, undefined=StrictUndefined, finalize=_printed, cache_size=0
)
_ENVIRONMENT.globals.clear()
