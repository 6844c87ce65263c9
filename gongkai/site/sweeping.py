"""Files that no row names: an act failed after it had written one. They open to nobody, and go.

A room names in its apps.py (``kept_files``) the folders it writes to and the rows that name the
files in them. A file of today is left alone: its transaction may still be under way.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage

_YOUNG = timedelta(days=1)


def run(at: datetime) -> int:
    """Delete what nobody names; answers how many files."""
    done = 0
    for config in apps.get_app_configs():
        for folder, rows in getattr(config, "kept_files", {}).items():
            named: set[str] = set()
            for model, field in rows:
                named.update(config.get_model(model)._default_manager.values_list(field, flat=True))
            for name in _files(folder):
                if name not in named and default_storage.get_modified_time(name) < at - _YOUNG:
                    default_storage.delete(name)
                    done += 1
    return done


def _files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for one in folders:
        yield from _files(f"{folder}/{one}")
