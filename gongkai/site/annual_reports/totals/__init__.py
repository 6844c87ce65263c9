"""汇总: totals over the hierarchy of what the competent offices have accepted."""

from .counting import take

__all__ = ["take"]
