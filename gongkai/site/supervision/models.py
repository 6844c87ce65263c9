"""The models of the room, where Django looks for them: each part keeps its own."""

from .patrol.models import Hit  # noqa: F401
from .training.models import (  # noqa: F401
    Attendance,
    Training,
    TrainingCertificate,
    TrainingCount,
    TrainingMaterial,
    TrainingPaper,
    TrainingQuestion,
    TrainingRule,
    TrainingTest,
)
