"""考核方案和计分: what a scheme of assessment is as data, and how it marks what is known of an organ.

A scheme is read from TOML or JSON (``files``), looked through (``checking``) and applied to facts
(``marking``); the result explains every point to the single thing that cost it (``result``). Two
schemes are compared in ``comparison``. Everything is counted in exact decimals.
"""

from .checking import Problem, problems
from .comparison import Change, compare
from .files import Unreadable, read, to_data, to_toml
from .marking import mark
from .result import Cost, Fact, Facts, HandMark, Hit, Line, Result, Veto
from .scheme import (
    Area,
    Band,
    Bands,
    Bonus,
    ByHand,
    Deduction,
    Grade,
    Indicator,
    Linear,
    Method,
    Scheme,
    Threshold,
    VetoRule,
)

__all__ = [
    "Area",
    "Band",
    "Bands",
    "Bonus",
    "ByHand",
    "Change",
    "Cost",
    "Deduction",
    "Fact",
    "Facts",
    "Grade",
    "HandMark",
    "Hit",
    "Indicator",
    "Line",
    "Linear",
    "Method",
    "Problem",
    "Result",
    "Scheme",
    "Threshold",
    "Unreadable",
    "Veto",
    "VetoRule",
    "compare",
    "mark",
    "problems",
    "read",
    "to_data",
    "to_toml",
]
