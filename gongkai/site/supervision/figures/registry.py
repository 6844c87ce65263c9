"""Every figure by its code."""

from collections.abc import Mapping

from . import applications, disclosure, reports
from .figure import Figure


def figures() -> Mapping[str, Figure]:
    """Code → figure, in the order of the parts."""
    every = (*disclosure.FIGURES, *applications.FIGURES, *reports.FIGURES)
    return {one.code: one for one in every}
