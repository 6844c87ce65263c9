"""What a room does on another's occasion: the daily job, the calendar of a person.

A room to the right cannot import one to the left of it. The left one names a function in its
apps.py (``hooks``: occasion → path), and whoever has the occasion calls all of that name.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string


def of(occasion: str) -> list[Callable[..., Any]]:
    """The functions for an occasion, in the order of the rooms."""
    paths = [getattr(config, "hooks", {}).get(occasion) for config in apps.get_app_configs()]
    return [import_string(path) for path in paths if path]
