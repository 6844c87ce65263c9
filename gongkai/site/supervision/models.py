"""The models of the room, where Django looks for them: each part keeps its own."""

from .orders.models import Event, Finding, Order, Proof, Scan, ScanRow  # noqa: F401
from .patrol.models import Hit  # noqa: F401
