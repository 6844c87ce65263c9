"""Every figure by its code."""

from collections.abc import Mapping

from django.utils.module_loading import import_string

from .figure import Figure

PARTS = ("gongkai.site.supervision.briefing.figures.FIGURES",)
"""The figures of the parts, by their paths: a part knows ``Figure``, and is not known here."""


def figures() -> Mapping[str, Figure]:
    """Code → figure, in the order of the parts."""
    return {figure.code: figure for path in PARTS for figure in import_string(path)}
