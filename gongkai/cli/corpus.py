"""gongkai corpus: many reports at once. Nothing here is loaded before a corpus command runs."""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gongkai.annual_report import kinds
from gongkai.translation import _

from .refused import Refused

_MAIN = (
    ("applications.received_new.total", _("新收")),
    ("applications.carried_in.total", _("上年结转")),
    ("applications.handled_total.total", _("总计")),
    ("applications.granted.total", _("予以公开")),
    ("applications.carried_out.total", _("结转下年")),
    ("remedies.review.total", _("复议")),
    ("remedies.suit_direct.total", _("诉讼（直接）")),
    ("remedies.suit_after_review.total", _("诉讼（复议后）")),
)
_BY = {"parent": _("上级"), "level": _("层级"), "year": _("年度")}
_WORST = 20
_STEPS = 20


def add(commands: Any) -> None:
    """The commands below ``gongkai corpus``."""

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        found: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
        found.set_defaults(run=run)
        return found

    build = command("build", _build, _("读取一个文件夹里的全部报告，写成一个Parquet文件"))
    build.add_argument("folder", type=Path, metavar=_("文件夹"))
    build.add_argument("out", type=Path, metavar=_("输出文件"))
    build.add_argument("--organs", type=Path, metavar=_("机关表"), help=_("CSV，列为机关、上级、层级"))
    build.add_argument("--again", action="store_true", help=_("不用以前的结果，全部重读"))
    build.add_argument("--workers", type=int, metavar=_("进程数"), help=_("默认每核一个"))
    for name, run, help in (
        ("check", _check, _("各种核验意见的份数，错误最多的报告")),
        ("sum", _sum, _("逐格合计")),
        ("stats", _stats, _("公开率、不予公开的构成、纠错率、结转率")),
    ):
        one = command(name, run, help)
        one.add_argument("corpus", type=Path, metavar=_("语料文件"))
        one.add_argument("--json", action="store_true", help=_("输出JSON"))
        if run is not _check:
            one.add_argument(
                "--by",
                choices=tuple(_BY),
                required=run is _sum,
                metavar=_("分组"),
                help="parent | level | year",
            )
        if run is _sum:
            one.add_argument("-o", dest="out", type=Path, metavar=_("输出文件"), help=_("全部单元格写入CSV"))


def _build(chosen: argparse.Namespace) -> int:
    corpus = kinds.corpus()
    if not chosen.folder.is_dir():
        raise Refused(_("{path}：没有这个文件夹").format(path=chosen.folder))
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused(_("--workers应是正整数"))
    table = chosen.organs or chosen.folder / corpus.ORGANS_FILE
    try:
        organs = corpus.OrgansOf.from_csv(table) if chosen.organs or table.exists() else corpus.OrgansOf()
        built = corpus.build(
            chosen.folder.resolve(),
            chosen.out.resolve(),
            organs=organs,
            again=chosen.again,
            workers=chosen.workers,
            progress=_Progress(),
        )
    except corpus.NotACorpus as error:
        raise Refused(str(error)) from error
    if not built.reports and not built.refused:
        raise Refused(_("{path}：文件夹里没有文件").format(path=chosen.folder))
    print(
        _("已写入{out}：报告{reports}份，未能读取{refused}份，沿用以前结果{kept}份").format(
            out=chosen.out, reports=built.reports, refused=built.refused, kept=built.kept
        )
    )
    if built.refused:
        print(_("未能读取的文件和原因：{path}").format(path=chosen.out.with_suffix(".refused.csv")))
    return 0


class _Progress:
    """A bar on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self.told = -1

    def __call__(self, done: int, all: int) -> None:
        step = done * _STEPS // all if all else _STEPS
        if sys.stderr.isatty():
            bar = "█" * step + "·" * (_STEPS - step)
            end = "\n" if done == all else ""
            print(f"\r{bar} {done}/{all}", end=end, file=sys.stderr, flush=True)
        elif step != self.told:
            print(f"{done}/{all}", file=sys.stderr, flush=True)
        self.told = step


def _check(chosen: argparse.Namespace) -> int:
    corpus, table = _opened(chosen.corpus)
    codes = _rows(corpus.codes(table))
    worst = _rows(corpus.worst(table, _WORST))
    if chosen.json:
        _print_json({"reports": int(table.count().execute()), "findings": codes, "worst": worst})
        return 0
    print(_("核验意见（份数）"))
    for row in codes:
        print(f"{row['reports']:>8}  {row['code']}")
    if worst:
        print(_("\n错误最多的报告"))
    for row in worst:
        print(
            _("错误{errors} 提醒{warnings}  {organ} {year}  {path}").format(
                errors=row["errors"],
                warnings=row["warnings"],
                organ=row["organ"] or "",
                year=row["year"] or "",
                path=row["path"],
            )
        )
    return 0


def _sum(chosen: argparse.Namespace) -> int:
    corpus, table = _opened(chosen.corpus)
    rows = _rows(corpus.sums(table, chosen.by))
    if chosen.out:
        _write_csv(chosen.out, rows)
        print(_("已写入{path}").format(path=chosen.out))
    if chosen.json:
        _print_json(rows)
    elif not chosen.out:
        heads = [_BY[chosen.by], _("份数"), *(words for _cell, words in _MAIN)]
        lines = [
            [
                _key(row[chosen.by]),
                str(row["reports"]),
                *(_shown(row[corpus.column(cell)]) for cell, _words in _MAIN),
            ]
            for row in rows
        ]
        _print_table(heads, lines)
    return 0


def _stats(chosen: argparse.Namespace) -> int:
    corpus, table = _opened(chosen.corpus)
    rows = _rows(corpus.stats(table, chosen.by))
    if chosen.json:
        _print_json(rows)
        return 0
    heads = [_BY[chosen.by]] if chosen.by else []
    lines = [
        [
            *([_key(row[chosen.by])] if chosen.by else []),
            str(row["reports"]),
            *(_rate(row[f"{name}_rate"]) for name in corpus.RATES),
        ]
        for row in rows
    ]
    _print_table([*heads, _("份数"), *corpus.RATES.values()], lines)
    print(_("办结或审结不足{count}件的不算比率").format(count=corpus.SMALL))
    return 0


def _opened(path: Path) -> tuple[Any, Any]:
    corpus = kinds.corpus()
    if not path.is_file():
        raise Refused(_("{path}：没有这个文件").format(path=path))
    try:
        return corpus, corpus.opened(path)
    except corpus.NotACorpus as error:
        raise Refused(str(error)) from error


def _rows(expression: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return rows


def _key(value: object) -> str:
    return _("（未注明）") if value is None else str(value)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _rate(value: float | None) -> str:
    return _("样本不足") if value is None else f"{value:.1%}"


def _print_table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    print("｜".join(heads))
    for line in lines:
        print("｜".join(line))


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0] if rows else ())
        writer.writerows(["" if value is None else value for value in row.values()] for row in rows)


def _print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=2, default=float))
