"""The draft of a notice: sentences and tables from figures, and nothing that no figure says.

Organs are compared with those of their kind alone. They are ranked by a share, where there are five of
them and each share is of 30 or more; else the counts stand in the order of the tree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from ...organs.models import Kind, Organ, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Value
from ..figures.registry import figures
from .models import Passage
from .parts import Section, chosen
from .rules import PEERS
from .suggesting import period, values

DEMANDS = "demands"
"""The passage that only people write."""
_NAMED = 5
"""Organs named in a sentence, the heaviest first."""


@dataclass(frozen=True)
class Draft:
    key: str
    kind: str
    text: str = ""
    table: dict[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """What a notice asks: whose organs, which days, which sections, by what organs are named."""

    government: Organ
    span: Span
    sections: Sequence[str]
    named_by: Sequence[str]
    criticised_from: int


def organs_of(government: Organ, span: Span) -> OrganQuerySet:
    """The organs that a notice is about and goes to: all below, as they were on the last day."""
    there: OrganQuerySet = Organ.objects.named(span.last).existing(span.last).below(government)
    return there.exclude(pk=government.pk)


def drafted(asked: Asked) -> list[Draft]:
    """Every passage in its order; the same number of queries for any number of organs."""
    organs = list(organs_of(asked.government, asked.span))
    scope: OrganQuerySet = Organ.objects.filter(pk__in=[organ.pk for organ in organs])
    found = [Draft("opening", Passage.Kind.TEXT, _opening(asked.span, len(organs)))]
    for section in chosen(asked.sections):
        found += _section(section, organs, scope, asked.span)
    if asked.named_by:
        found += _named(asked, organs, scope)
    found.append(Draft("demands_heading", Passage.Kind.HEADING, _("下一步要求")))
    found.append(Draft(DEMANDS, Passage.Kind.TEXT))
    return found


def _opening(span: Span, count: int) -> str:
    return _("现将{span}政府信息公开工作情况通报如下，本期通报涉及{count}家机关。").format(
        span=period(span), count=count
    )


def _section(section: Section, organs: Sequence[Organ], scope: OrganQuerySet, span: Span) -> Iterator[Draft]:
    keys = [organ.pk for organ in organs]
    known = [(figure, values(figure, scope, keys, span)) for figure in section.figures]
    yield Draft(section.code, Passage.Kind.HEADING, str(section.title))
    yield Draft(f"{section.code}.text", Passage.Kind.TEXT, _sentences(known, organs))
    yield Draft(f"{section.code}.table", Passage.Kind.TABLE, str(section.title), league(known, organs))


# Sentences


def _sentences(known: Sequence[tuple[Figure, Mapping[int, Value]]], organs: Sequence[Organ]) -> str:
    """What there is to say of each figure; shares that cannot be compared are named together at the end."""
    said, small = [], []
    for figure, of_each in known:
        if figure.share is None:
            said.append(_of_count(figure, of_each, organs))
        elif words := _of_share(figure, of_each, organs):
            said.append(words)
        elif any(value.of for value in of_each.values()):
            small.append(str(figure.name))
    if small:
        said.append(
            _("{names}：基数达到30的机关不足{peers}家，不作比较，各机关的数见表。").format(
                names="、".join(small), peers=PEERS
            )
        )
    return "".join(said)


def _of_count(figure: Figure, of_each: Mapping[int, Value], organs: Sequence[Organ]) -> str:
    told = {organ.pk: of_each[organ.pk].number or Decimal(0) for organ in organs}
    whole = sum(told.values())
    there = [organ for organ in organs if told[organ.pk]]
    words = {"name": figure.name, "whole": f"{whole:f}", "unit": figure.unit, "count": len(there)}
    if not there:
        return _("{name}{whole}{unit}。").format(**words)
    if figure.more_is_better:
        return _("{name}{whole}{unit}，{none}家没有。").format(**words, none=len(organs) - len(there))
    heaviest = sorted(there, key=lambda organ: (-told[organ.pk], organ.path))[:_NAMED]
    names = "、".join(f"{organ.short_name}{told[organ.pk]:f}{figure.unit}" for organ in heaviest)
    if len(there) > _NAMED:
        names = _("{names}等").format(names=names)
    return _("{name}{whole}{unit}，涉及{count}家：{names}。").format(**words, names=names)


def _of_share(figure: Figure, of_each: Mapping[int, Value], organs: Sequence[Organ]) -> str:
    compared = [of_each[organ.pk] for organ in organs if not of_each[organ.pk].is_small]
    numbers = [value.number for value in compared if value.number is not None]
    if len(numbers) < PEERS:
        return ""
    return _("{name}：基数达到30的{count}家机关中，中位数{middle}%，最高{most}%，最低{least}%。").format(
        name=figure.name,
        count=len(numbers),
        middle=f"{median(numbers):.1f}",
        most=f"{max(numbers):.1f}",
        least=f"{min(numbers):.1f}",
    )


# Tables


def league(
    known: Sequence[tuple[Figure, Mapping[int, Value]]], organs: Sequence[Organ]
) -> dict[str, Any] | None:
    """The organs by their kinds, those of each ranked by themselves; None where there is nothing to count."""
    if not any(of_each[organ.pk].number for _figure, of_each in known for organ in organs):
        return None
    by_kind: dict[str, list[Organ]] = defaultdict(list)
    for organ in organs:
        by_kind[organ.kind].append(organ)
    there = [kind for kind in Kind if kind in by_kind]
    ranked = {kind: next((one for one in known if _ranks(one, by_kind[kind])), None) for kind in there}
    head = [_("机关"), *(_headed(figure) for figure, _values in known)]
    if any(ranked.values()):
        head.append(_("名次"))
    groups = []
    for kind in there:
        ordered, ranks = _ranked(ranked[kind], by_kind[kind])
        rows = [
            [
                organ.short_name,
                *(told(of_each[organ.pk]) for _figure, of_each in known),
                *([ranks.get(organ.pk, "—")] if any(ranked.values()) else []),
            ]
            for organ in ordered
        ]
        groups.append({"name": str(kind.label), "rows": rows})
    return {"head": head, "groups": groups, "note": _note(known, ranked)}


def _ranked(
    by: tuple[Figure, Mapping[int, Value]] | None, organs: Sequence[Organ]
) -> tuple[list[Organ], dict[int, str]]:
    """Those of one kind, the best first, and the rank of each; equals share one."""
    if by is None:
        return list(organs), {}
    figure, of_each = by
    sign = -1 if figure.more_is_better else 1
    marks = {organ.pk: sign * (of_each[organ.pk].number or Decimal(0)) for organ in organs}
    ranks = {key: str(1 + sum(other < mark for other in marks.values())) for key, mark in marks.items()}
    return sorted(organs, key=lambda organ: (marks[organ.pk], organ.path)), ranks


def _note(
    known: Sequence[tuple[Figure, Mapping[int, Value]]],
    ranked: Mapping[Kind, tuple[Figure, Mapping[int, Value]] | None],
) -> str:
    if not any(figure.share for figure, _values in known):
        return _("数量与机关的规模有关，不排名。")
    said = [
        _("{kind}按“{name}”排名，相同的名次并列。").format(kind=kind.label, name=by[0].name)
        for kind, by in ranked.items()
        if by
    ]
    if without := [str(kind.label) for kind, by in ranked.items() if not by]:
        said.append(
            _("{kinds}不足{peers}家，或者占比的基数不足30，不排名。").format(
                kinds="、".join(without), peers=PEERS
            )
        )
    if any(
        value.is_small and value.number is not None for _f, of_each in known for value in of_each.values()
    ):
        said.append(_("基数不足30的，写作“件数/基数”。"))
    return "".join(said)


def told(value: Value) -> str:
    """A value in a cell: a count, a share with its mark, or part and whole where the whole is small."""
    if value.number is None:
        return "—"
    if value.of is None:
        return f"{value.number:f}"
    if value.is_small:
        return f"{round(value.number * value.of / 100)}/{value.of}"
    return f"{value.number:.1f}%"


def _headed(figure: Figure) -> str:
    return str(figure.name) if figure.share else f"{figure.name}（{figure.unit}）"


def _ranks(one: tuple[Figure, Mapping[int, Value]], organs: Sequence[Organ]) -> bool:
    figure, of_each = one
    if figure.share is None or len(organs) < PEERS:
        return False
    found = [of_each[organ.pk] for organ in organs]
    return all(value.number is not None and not value.is_small for value in found)


# Who is named


def _named(asked: Asked, organs: Sequence[Organ], scope: OrganQuerySet) -> Iterator[Draft]:
    known = figures()
    chosen_figures = [known[code] for code in asked.named_by if code in known]
    against = {
        figure.code: Counter(record.organ for record in figure.records(scope, asked.span))
        for figure in chosen_figures
    }
    names = "、".join(map(_what, chosen_figures))
    whole = {organ.pk: sum(count[organ.pk] for count in against.values()) for organ in organs}
    judged = [figure.values(scope, asked.span) for figure in chosen_figures if figure.share is not None]
    published = known["disclosure.published"].values(scope, asked.span)
    good = [
        organ.short_name
        for organ in organs
        if not whole[organ.pk]
        and organ.pk in published  # who did nothing did nothing wrong
        and all(organ.pk in of_each and of_each[organ.pk].of for of_each in judged)
    ]
    bad = sorted(
        (organ for organ in organs if whole[organ.pk] >= asked.criticised_from),
        key=lambda organ: (-whole[organ.pk], organ.path),
    )
    yield Draft("named", Passage.Kind.HEADING, _("表扬和批评"))
    if good:
        text = _("没有{names}等问题，予以表扬的{count}家：{organs}。").format(
            names=names, count=len(good), organs="、".join(good)
        )
    else:
        text = _("没有既无{names}等问题、又有相应工作可以核对的机关，本期不予表扬。").format(names=names)
    yield Draft("praised", Passage.Kind.TEXT, text)
    if bad:
        each = "；".join(
            _("{organ}{whole}个（{parts}）").format(
                organ=organ.short_name,
                whole=whole[organ.pk],
                parts="，".join(
                    f"{_what(figure)}{against[figure.code][organ.pk]}"
                    for figure in chosen_figures
                    if against[figure.code][organ.pk]
                ),
            )
            for organ in bad
        )
        text = _("问题合计达到{least}个，予以批评的{count}家：{each}。").format(
            least=asked.criticised_from, count=len(bad), each=each
        )
    else:
        text = _("问题合计都没有达到{least}个，本期没有予以批评的机关。").format(least=asked.criticised_from)
    yield Draft("criticised", Passage.Kind.TEXT, text)


def _what(figure: Figure) -> str:
    """What the records of a figure are, for a share: without the word for it."""
    return str(figure.name).removesuffix(_("占比")).removesuffix(_("的"))
