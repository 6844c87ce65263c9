"""Every figure by its code."""

from collections.abc import Mapping

from ..voices.figures import FIGURES as VOICES
from .figure import Figure


def figures() -> Mapping[str, Figure]:
    """Code → figure, in the order of the parts."""
    return {figure.code: figure for figure in (*VOICES,)}
