"""What higher rooms show on the page of an application: each says so in its ``apps.py``.

``case_panel`` there is the dotted name of a function of the application, the person who looks and
the day. It answers a template and its context, or None where there is nothing for this person.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.module_loading import import_string

from .models import Application

if TYPE_CHECKING:
    from ..accounts.models import User

Panel = tuple[str, dict[str, Any]]


def shown(application: Application, user: "User", *, on: date) -> list[Panel]:
    """Templates to include on the page of a case, each with its context, which it knows as ``panel``."""
    found = (make(application, user, on) for make in _panels())
    return [panel for panel in found if panel is not None]


@cache
def _panels() -> tuple[Callable[[Application, "User", date], Panel | None], ...]:
    names = (getattr(config, "case_panel", "") for config in apps.get_app_configs())
    return tuple(import_string(name) for name in names if name)
