"""The models of the room, where Django looks for them: each part keeps its own."""

from .briefing.models import Notice, Passage, Reading  # noqa: F401
from .patrol.models import Hit  # noqa: F401
