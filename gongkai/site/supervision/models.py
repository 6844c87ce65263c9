"""The models of the room, where Django looks for them: each part keeps its own."""

from .patrol.models import Hit  # noqa: F401
