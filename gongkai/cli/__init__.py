"""The command line 命令行: the two libraries without a site.

Exit status: 0 done, 1 ``report check`` found an error, 2 could not be read or bad usage.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from gongkai.annual_report import aggregation, comparison, kinds, reading, reconciliation
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.reconciliation.findings import SEVERITIES, Finding
from gongkai.annual_report.report import CERTAIN, DOUBTFUL, READ, Report
from gongkai.translation import _

from . import clock, corpus
from .refused import Refused

DONE, FOUND_ERROR, BAD = 0, 1, 2
_FEW_BLANKS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without Chinese still gets an answer
            stream.reconfigure(errors="backslashreplace")
    try:
        chosen = _parser().parse_args(arguments)
        status = int(chosen.run(chosen))
        sys.stdout.flush()
        return status
    except Refused as refused:
        print(refused, file=sys.stderr)
        return BAD
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read the output has stopped; be quiet
        return DONE
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        print(_("写不出结果：{reason}").format(reason=reading.unwritable(error)), file=sys.stderr)
        return BAD


def _read_command(chosen: argparse.Namespace) -> int:
    report = _read(chosen.file)
    if chosen.json:
        told = {"explain": _explained(report)} if chosen.explain else {}
        _print_json({**report.as_dict(), **told})
    elif chosen.explain:
        _print_explained(report)
    else:
        _print_report(report)
    return DONE


GRADES = {CERTAIN: _("可信"), READ: _("已读"), DOUBTFUL: _("存疑")}


def _explained(report: Report) -> dict[str, dict[str, str]]:
    """For every cell read: what is printed, where it stands, how sure it is, and why it was put there."""
    return {
        id: {
            "printed": report.printed(id),
            "where": str(report.places.get(id, "")),
            "grade": report.grades.get(id, ""),
            "reason": report.reasons.get(id) or _("行、列的名称与格式一致"),
        }
        for id in report.cells
    }


def _print_explained(report: Report) -> None:
    print(f"{report.title}  {_form_name(report)}")
    form = report.form
    for id, told in _explained(report).items():
        assert form is not None
        print(
            _("{cell}  {printed}  〔{where}〕  {grade}：{reason}  {id}").format(
                cell=form.cells[id].label,
                printed=told["printed"] or _("空白"),
                where=told["where"],
                grade=GRADES.get(told["grade"], ""),
                reason=told["reason"],
                id=id,
            )
        )
    _print_unread(report)


def _print_unread(report: Report) -> None:
    for unread in report.unread:
        print(
            _("未读出：{where} {text}（{reason}）").format(
                where=unread.place or "", text=_short(unread.text), reason=unread.reason
            )
        )


def _check_command(chosen: argparse.Namespace) -> int:
    report = _read(chosen.file)
    previous = _read(chosen.previous) if chosen.previous else None
    try:
        findings = reconciliation.check(report, previous)
    except reconciliation.NotThePreviousYear as error:
        assert previous is not None
        raise Refused(
            _("{previous}是{found}年的报告，{file}是{year}年的；--previous应是上一年的报告").format(
                previous=chosen.previous, found=previous.year, file=chosen.file, year=report.year
            )
        ) from error
    errors, warnings = (
        sum(finding.severity == severity for finding in findings)
        for severity in (reconciliation.ERROR, reconciliation.WARNING)
    )
    if chosen.json:
        _print_json({"findings": [f.as_dict() for f in findings], "errors": errors, "warnings": warnings})
    else:
        _print_findings(report, findings, errors, warnings)
    return FOUND_ERROR if errors else DONE


def _convert_command(chosen: argparse.Namespace) -> int:
    kind = _kind(chosen.out)
    _write(chosen.out, kind, _read(chosen.file))
    return DONE


def _sum_command(chosen: argparse.Namespace) -> int:
    kind = _kind(chosen.out)
    reports = [_read(path) for path in chosen.files]
    try:
        total = aggregation.total(reports)
    except aggregation.DifferentForms as error:
        raise Refused(_different_forms(chosen.files, reports)) from error
    for warning in _sum_warnings(reports, total):
        print(warning, file=sys.stderr)
    _write(chosen.out, kind, total)
    return DONE


def _compare_command(chosen: argparse.Namespace) -> int:
    found = comparison.compare(_read(chosen.old), _read(chosen.new))
    if chosen.json:
        _print_json(found.as_dict())
    else:
        _print_comparison(found)
    return DONE


def _read(path: Path) -> Report:
    try:
        return reading.read_file(path)
    except Unreadable as error:
        raise Refused(f"{path}：{error}") from error


def _kind(path: Path) -> str:
    kind = path.suffix.lower().removeprefix(".")
    if kind not in kinds.WRITERS:
        suffixes = "、".join(f".{kind}" for kind in kinds.WRITERS)
        raise Refused(_("{path}：文件名应以{suffixes}之一结尾").format(path=path, suffixes=suffixes))
    return kind


def _write(path: Path, kind: str, report: Report) -> None:
    data = kinds.writer(kind)(report)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Refused(
            _("{path}：写不了文件：{reason}").format(path=path, reason=reading.unwritable(error))
        ) from error
    print(_("已写入{path}").format(path=path))


def _different_forms(paths: Sequence[Path], reports: Sequence[Report]) -> str:
    lines = [_("格式不同的报告不能合计：")]
    for path, report in zip(paths, reports, strict=True):
        lines.append(f"  {path}  {_form_name(report)}")
    return "\n".join(lines)


def _sum_warnings(reports: Sequence[Report], total: Report) -> list[str]:
    names = [(report.organ, report.year) for report in reports]
    warnings = [
        _("提醒：“{organ}”{year}年的报告出现了{count}次，已重复计入").format(
            organ=organ, year=year, count=names.count((organ, year))
        )
        for organ, year in dict.fromkeys(names)
        if names.count((organ, year)) > 1
    ]
    if len({report.year for report in reports}) > 1:
        warnings.append(_("提醒：各份报告的年度不同，合计不写年度"))
    if total.unread:
        warnings.append(
            _("提醒：有{count}个单元格因个别报告没有读出而未作合计").format(count=len(total.unread))
        )
    return warnings


def _form_name(report: Report) -> str:
    if report.format is None:
        return _("统一格式之前的报告")
    form = report.form
    assert form is not None
    variant = f"，{report.variant}" if report.variant else ""
    return _("{id}年版（{document}{variant}）").format(id=form.id, document=form.document, variant=variant)


def _print_report(report: Report) -> None:
    print(report.title)
    print(_("格式：{name}").format(name=_form_name(report)))
    form = report.form
    for table in form.tables if form else ():
        print(f"\n{table.title}")
        for block in table.blocks:
            print(f"  {block.caption or ''}  {'｜'.join(column.label for column in block.columns)}".rstrip())
            for row in block.rows:
                shown = (report.printed(f"{table.id}.{row.id}.{column.id}") for column in block.columns)
                print(f"    {row.label}  {'｜'.join(text or _('空白') for text in shown)}")
    print()
    for section in report.sections:
        print(_("{title}（{count}字）").format(title=section.title, count=len(section.text)))
    print(_("落款：{by} {on}").format(by=report.signed_by or _("无"), on=report.signed_on or "").rstrip())
    _print_unread(report)


def _print_findings(report: Report, findings: Sequence[Finding], errors: int, warnings: int) -> None:
    print(f"{report.title}  {_form_name(report)}")
    if report.form is None:
        print(_("2019年统一格式之前的报告没有统一的表格，不作核验"))
    blanks = [finding for finding in findings if finding.severity == reconciliation.INFO]
    for finding in findings:
        if finding.severity == reconciliation.INFO and len(blanks) > _FEW_BLANKS:
            continue
        where = f"  〔{finding.where}〕" if finding.where else ""
        print(f"{SEVERITIES[finding.severity]}  {finding.message}{where}  {finding.code}")
    if len(blanks) > _FEW_BLANKS:
        print(_("提示  另有{count}条提示（多为空白单元格），加--json列出").format(count=len(blanks)))
    print(_("错误{errors}个，提醒{warnings}个").format(errors=errors, warnings=warnings))


def _print_comparison(found: comparison.Comparison) -> None:
    if not found:
        print(_("两份报告的表格和各节没有差别"))
    for cell in found.cells:
        print(f"{cell.row}·{cell.column}  {_absent(cell.old)} → {_absent(cell.new)}  {cell.cell}")
    for section in found.sections:
        print(f"{section.title}  {_length(section.old)} → {_length(section.new)}")


def _absent(text: str | None) -> str:
    return _("无此栏") if text is None else text or _("空白")


def _length(text: str | None) -> str:
    return _("无此节") if text is None else _("{count}字").format(count=len(text))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2))


class _Parser(argparse.ArgumentParser):
    """argparse with its words in Chinese; a wrong call ends with status 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, allow_abbrev=False, **options)
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")
        self.add_argument("-h", "--help", action="help", help=_("显示这段说明"))

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{_in_chinese(message)}\n{self.format_usage().strip()}")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)


_SAID = (
    (r"the following arguments are required: (.*)", _("缺少参数：{0}")),
    (r"unrecognized arguments: (.*)", _("不认识的参数：{0}")),
    (r"argument (\S+): invalid choice: (\S+) \(.*\)", _("{0}没有{1}这一项")),
    (r"argument (\S+): (“.*)", "{0}：{1}"),
    (r"argument (\S+): expected .*", _("{0}后面缺少内容")),
)


def _in_chinese(message: str) -> str:
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, message)
        if found:
            return words.format(*found.groups())
    return _("用法不对：{message}").format(message=message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="gongkai",
        description=_(
            "公开：政府信息公开工作年度报告的读取、核验、转换、汇总、对照和成批处理，法定期限的计算"
        ),
    )
    rooms = parser.add_subparsers(title=_("命令"), metavar=_("命令"), required=True)
    report = rooms.add_parser("report", help=_("年度报告"))
    commands = report.add_subparsers(title=_("命令"), metavar=_("命令"), required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    file: dict[str, Any] = {"type": Path, "metavar": _("文件")}
    as_json: dict[str, Any] = {"action": "store_true", "help": _("输出JSON")}
    read = add("read", _read_command, _("读取一份已公布的报告"))
    read.add_argument("file", **file)
    read.add_argument("--json", **as_json)
    read.add_argument("--explain", action="store_true", help=_("逐格说明出处、可信程度和放在这里的理由"))
    check = add("check", _check_command, _("核验一份报告：勾稽关系、章节、用语"))
    check.add_argument("file", **file)
    check.add_argument("--previous", type=Path, metavar=_("上年文件"), help=_("同一机关上一年的报告"))
    check.add_argument("--json", **as_json)
    convert = add("convert", _convert_command, _("转换成另一种文件，按文件名结尾决定种类"))
    convert.add_argument("file", **file)
    convert.add_argument("out", type=Path, metavar=_("输出文件"))
    total = add("sum", _sum_command, _("把同一格式的几份报告逐格相加"))
    total.add_argument("files", nargs="+", **file)
    total.add_argument(
        "-o", dest="out", type=Path, required=True, metavar=_("输出文件"), help=_("合计写入的文件")
    )
    corpus.add(
        rooms.add_parser("corpus", help=_("成批的报告")).add_subparsers(
            title=_("命令"), metavar=_("命令"), required=True
        )
    )
    clock.add(
        rooms.add_parser("clock", help=_("法定期限")).add_subparsers(
            title=_("命令"), metavar=_("命令"), required=True
        )
    )
    clock.add_fee(
        rooms.add_parser("fee", help=_("信息处理费")).add_subparsers(
            title=_("命令"), metavar=_("命令"), required=True
        )
    )
    compare = add("compare", _compare_command, _("列出两份报告不同的单元格和章节"))
    compare.add_argument("old", type=Path, metavar=_("旧文件"))
    compare.add_argument("new", type=Path, metavar=_("新文件"))
    compare.add_argument("--json", **as_json)
    return parser
