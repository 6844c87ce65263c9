"""The models of the room, where Django looks for them: each part keeps its own."""

from .patrol.models import Hit, OutsideLink, Reading, Run, Spell, Visit  # noqa: F401
