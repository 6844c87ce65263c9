"""JSON: the object of ``gongkai report read --json``."""

import json

from ..report import Report


def render(report: Report) -> bytes:
    """UTF-8, indented, keys in the order of the contract."""
    return (json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n").encode()
