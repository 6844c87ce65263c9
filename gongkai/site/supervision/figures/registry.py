"""Every figure by its code."""

from collections.abc import Mapping
from functools import cache

from django.utils.module_loading import import_string

from .figure import Figure

PARTS: tuple[str, ...] = tuple(
    f"gongkai.site.supervision.{part}.FIGURES"
    for part in (
        "figures.disclosure",
        "figures.applications",
        "figures.reports",
        "patrol.figures",
        "orders.figures",
        "points.figures",
        "voices.figures",
        "training.figures",
        "briefing.figures",
    )
)
"""The figures of the parts, by their paths: a part knows ``Figure``, and is not known here."""


@cache
def figures() -> Mapping[str, Figure]:
    """Code → figure, in the order of the parts."""
    return {figure.code: figure for path in PARTS for figure in import_string(path)}
