"""The models of the room, where Django looks for them: each part keeps its own."""

from .patrol.models import Hit  # noqa: F401
from .points.models import (  # noqa: F401
    PointAmendment,
    SelfCheck,
    SelfCheckText,
    Task,
    TaskEvidence,
    TaskStep,
    WorkPlan,
    WorkPoint,
)
