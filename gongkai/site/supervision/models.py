"""The models of the room, where Django looks for them: each part keeps its own."""

from .patrol.models import Hit  # noqa: F401
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
