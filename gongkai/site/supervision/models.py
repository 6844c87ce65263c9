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
from .briefing.models import Acknowledgement, Notice, Passage  # noqa: F401
from .orders.models import Event, Finding, Order, Proof, Scan, ScanRow  # noqa: F401
from .patrol.models import Hit, OutsideLink, Reading, Run, Spell, Visit  # noqa: F401
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
from .voices.models import (  # noqa: F401
    Complaint,
    ComplaintFile,
    ComplaintStep,
    Statement,
    Suggestion,
    VoiceTerms,
)
from .voices.register_models import (  # noqa: F401
    Accountability,
    Round,
    RoundAnswer,
    RoundQuestion,
    RoundReply,
)
