"""试题: the questions shipped, of our own wording, on the Regulation of 2019; drawing and marking.

Nothing here asks the database: a question is data, whether it was shipped or an office wrote it.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.law.citation import Article

FILE = Path(__file__).with_name("questions.toml")
SINGLE, MULTIPLE, JUDGE = "single", "multiple", "judge"
TRUTHS = ("对", "错")
"""The options of JUDGE."""

Chosen = Sequence[int]


@dataclass(frozen=True)
class Question:
    """``right``: numbers of the right options, from nought, in order; ``article`` of the Regulation."""

    code: str
    """``R33-1``; ``o`` and the key of the row, where an office wrote it."""
    kind: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    explanation: str
    article: int

    @property
    def source(self) -> str:
        return str(Article(self.article))

    @property
    def right_words(self) -> str:
        return "；".join(self.options[number] for number in self.right)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@cache
def shipped() -> tuple[Question, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]
    return tuple(question(row) for row in rows)


def question(row: dict[str, Any]) -> Question:
    """From a row of the file, or of a paper."""
    options = row.get("options") or TRUTHS
    return Question(
        row["code"], row["kind"], row["text"], tuple(options), tuple(row["right"]), row["explanation"],
        row["article"],
    )  # fmt: skip


def fault(kind: str, options: Sequence[str], right: Chosen) -> str:
    """What is wrong with the shape of a question, as a code; nothing where it is sound."""
    if kind == JUDGE and tuple(options) != TRUTHS:
        return "options"
    if kind != JUDGE and (not 2 <= len(options) <= 8 or len(set(options)) != len(options)):
        return "options"
    if not right or sorted(set(right)) != list(right) or not 0 <= right[0] <= right[-1] < len(options):
        return "right"
    if (kind == MULTIPLE) != (len(right) > 1):
        return "number"
    return ""


def draw(bank: Sequence[Question], size: int, seed: str) -> list[Question]:
    """``size`` different questions, or all; the same for the same seed and bank, in any order."""
    ordered = sorted(bank, key=lambda one: one.code)
    chooser = random.Random(seed)
    return chooser.sample(ordered, min(size, len(ordered)))


def is_right(one: Question, chosen: Chosen | None) -> bool:
    """Exactly the right options: of a multiple choice, some of them are not enough."""
    return chosen is not None and set(chosen) == set(one.right)


def mark(questions: Sequence[Question], answers: Sequence[Chosen | None]) -> int:
    """How many are right."""
    return sum(is_right(one, chosen) for one, chosen in zip(questions, answers, strict=True))


def passes(right: int, of: int, pass_mark: int) -> bool:
    """Whether ``right`` of ``of`` reach ``pass_mark`` per cent, without rounding."""
    return 100 * right >= pass_mark * of
