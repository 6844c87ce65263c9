"""The text of a plan split into points by its numbering: 一、（一）1. （1）; nothing is lost unsaid."""

import re
from dataclasses import dataclass, field

_HAN = "一二三四五六七八九十百"
_MARKS = (
    re.compile(rf"([{_HAN}]+、)\s*"),
    re.compile(rf"([（(][{_HAN}]+[）)])、?\s*"),
    re.compile(r"(\d{1,3}[.．、])(?!\d)\s*"),
    re.compile(r"([（(]\d{1,3}[）)])\s*"),
)
"""The levels of numbering of an official document (GB/T 9704-2012, 7.3.3), the highest first."""


@dataclass(frozen=True)
class Found:
    """A point: its number as printed, the titles it stands under, its text."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True)
class Split:
    """``left``: paragraphs that stand under no number of their own, which are no point."""

    points: tuple[Found, ...]
    left: tuple[str, ...]


@dataclass
class _Node:
    level: int
    number: str
    title: str
    lines: list[str] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)


def split(text: str) -> Split:
    """The points are what has nothing numbered beneath it; what has is a heading of theirs."""
    root = _Node(-1, "", "")
    path = [root]
    for raw in text.splitlines():
        line = raw.strip(" \t　\xa0")
        if not line:
            continue
        level, number, rest = _marked(line)
        if level is None:
            path[-1].lines.append(line)
            continue
        while path[-1].level >= level:
            path.pop()
        node = _Node(level, number, rest)
        path[-1].children.append(node)
        path.append(node)
    points, left = _walked(root, "")
    return Split(tuple(points), (*root.lines, *left))


def _marked(line: str) -> tuple[int | None, str, str]:
    for level, mark in enumerate(_MARKS):
        if found := mark.match(line):
            return level, found[1], line[found.end() :].strip()
    return None, "", line


def _walked(node: _Node, heading: str) -> tuple[list[Found], list[str]]:
    """The points beneath a node, and what its numbered parents say besides their titles."""
    points: list[Found] = []
    left: list[str] = []
    for child in node.children:
        below, unnumbered = _walked(child, f"{heading} {child.number}{child.title}".strip())
        if below:
            points += below
            left += [*child.lines, *unnumbered]
        elif text := "\n".join(line for line in (child.title, *child.lines) if line):
            points.append(Found(child.number, heading, text))
    return points, left
