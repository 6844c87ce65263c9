"""更换数据密钥: everything the room keeps sealed."""

from .. import resealing
from ..sealing import Change
from .models import Claimant, DisputeFile


def reseal(change: Change) -> int:
    """Everything of the room under the new key; answers how many rows were changed."""
    return resealing.each(
        Claimant, lambda row: resealing.text(row, f"claimant:{row.pk}", change)
    ) + resealing.each(DisputeFile, lambda row: resealing.file(row, f"dispute:{row.dispute_id}", change))
