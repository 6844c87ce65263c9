"""改进事项: section five from its rows, and what became of the rows of the year before."""

from collections.abc import Callable, Sequence

from gongkai.translation import _

from .facts import DONE, NOT_DONE, UNDER_WAY, Commitment

WORDS = {DONE: _("已完成"), UNDER_WAY: _("正在推进"), NOT_DONE: _("尚未完成")}
_NUMERALS = "一二三四五六七八九十"


def section_five(
    problems: Sequence[Commitment], commitments: Sequence[Commitment], figure: Callable[[str], str]
) -> str:
    """Problems, measures, and the commitments of which somebody has said what became of them."""
    lines = []
    if problems:
        lines += [
            _("（一）存在的主要问题"),
            _listed([_because(one) for one in problems]),
            _("（二）改进措施"),
            _listed([_promised(one) for one in problems]),
        ]
    said = [one for one in commitments if one.state]
    if said:
        lines += [
            _("（{number}）上年问题的整改情况").format(number="三" if problems else "一"),
            _(
                "上年提出改进事项{all}项，已完成{done}项，正在推进{under_way}项，尚未完成{not_done}项。"
            ).format(
                all=figure("commitments"),
                done=figure("commitments_done"),
                under_way=figure("commitments_under_way"),
                not_done=figure("commitments_not_done"),
            )
            + _listed([kept(one) for one in said]),
        ]
    return "\n".join(lines)


def kept(one: Commitment) -> str:
    """What became of a commitment, as a sentence without its full stop."""
    return _("“{measure}”{state}{note}").format(
        measure=_bare(one.measure), state=WORDS[one.state], note=f"，{_bare(one.note)}" if one.note else ""
    )


def _because(one: Commitment) -> str:
    return _bare(one.problem) + (f"（{_bare(one.evidence)}）" if one.evidence else "")


def _promised(one: Commitment) -> str:
    who = _("由{owner}负责").format(owner=one.owner) if one.owner else ""
    until = _("{due}前完成").format(due=one.due) if one.due else ""
    return "，".join(words for words in (_bare(one.measure), who, until) if words)


def _listed(items: list[str]) -> str:
    """一是…；二是…。 One alone has no number."""
    if len(items) == 1:
        return f"{items[0]}。"
    return (
        "；".join(
            _("{number}是{item}").format(number=_ordinal(at), item=item) for at, item in enumerate(items)
        )
        + "。"
    )


def _ordinal(at: int) -> str:
    return _NUMERALS[at] if at < 10 else f"十{_NUMERALS[at - 10]}" if at < 19 else str(at + 1)


def _bare(text: str) -> str:
    return text.strip().rstrip("。；;.")
