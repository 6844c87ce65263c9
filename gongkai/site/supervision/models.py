"""The models of the room, where Django looks for them: each part keeps its own."""

from .assessment.models import (  # noqa: F401
    Appeal,
    Assessment,
    Evidence,
    HandMark,
    Scheme,
    Score,
    SelfMark,
)
from .patrol.models import Hit  # noqa: F401
