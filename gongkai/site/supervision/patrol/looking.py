"""Whether what the night found still stands."""

from datetime import date

from .models import Hit


def still_found(hit: Hit, _on: date) -> bool:
    """What the last look of the night said."""
    return hit.gone_on is None
