"""Our own JSON: the object of ``gongkai report read --json``."""

import json
from decimal import Decimal

from gongkai.translation import _

from ..report import Report
from .decoding import decoded
from .document import Unreadable


def read(data: bytes) -> Report:
    """The report the object tells of. Raises Unreadable for other JSON."""
    try:
        report = Report.from_dict(json.loads(decoded(data), parse_float=Decimal))
        json.dumps(report.as_dict(), ensure_ascii=False).encode()  # half a character is no text
        return report
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("这个JSON文件不是年度报告：{reason}").format(reason=error)) from error
