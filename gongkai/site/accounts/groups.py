"""Groups of people for whom stricter rules of signing in hold; the rooms that know them say who.

A room's AppConfig lists them as ``groups``: name → where to find a function (user, day) → bool.
"""

from datetime import date

from django.apps import apps
from django.utils.module_loading import import_string

from .models import User

ADMINISTRATORS = "administrators"
EVERYONE = "all"


def belongs(user: User, group: str, *, on: date) -> bool:
    """True where a room counts the user into ``group`` on a day."""
    found = (getattr(config, "groups", {}).get(group) for config in apps.get_app_configs())
    return any(import_string(path)(user, on=on) for path in found if path)
