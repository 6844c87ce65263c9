"""Every figure by its code."""

from collections.abc import Mapping
from functools import cache

from django.utils.module_loading import import_string

from .figure import Figure

PARTS: tuple[str, ...] = ("gongkai.site.supervision.voices.figures.FIGURES",)
"""Figures of the parts, by their paths: a part knows ``Figure``, and is not known here."""


@cache
def figures() -> Mapping[str, Figure]:
    """Code → figure, in the order of the parts."""
    return {figure.code: figure for part in PARTS for figure in import_string(part)}
