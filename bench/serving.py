"""Requests a second through the server: pages made from the database, filled from memory, kept.

The peer of a page is its own template with the same data already in memory, served by the same
server through the same middleware: what is left of its speed is what the database costs.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median
from time import monotonic, sleep

from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.models import Item

PORT = 18765
_CONNECTIONS, _SECONDS, _ROUNDS = 4, 2.0, 3
_SHARES = {"信息页": 0.3, "栏目列表第1页": 0.5, "栏目列表第1000页": 0.5}
_KEPT = 0.8


def table() -> list[str]:
    """The section of the report: every page beside its peer."""
    pages = _pages()
    lines = [
        "## 服务器：每秒请求数",
        "",
        f"granian 1个进程，{_CONNECTIONS}个连接同时请求，各测{_ROUNDS}轮每轮{_SECONDS:g}秒，取中位；"
        f"数据库中{Item.objects.count()}条信息。“内存”是同一服务器、同一中间件、同一模板，数据已在内存。",
        "",
        "| 页面 | 不留存 | 内存 | 比 | 下限 | 占比 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    with _serving(kept=False):
        for name, address in pages.items():
            page, peer = _beside(address, f"/memory{address}")
            share = _SHARES[name]
            lines.append(_row(name, page, peer, share))
    lines += ["", "| 页面 | 已留存 | 内存 | 比 | 下限 | 占比 |", "|---|---:|---:|---:|---:|---:|"]
    with _serving(kept=True):
        for name, address in pages.items():
            page, peer = _beside(address, f"/memory{address}")
            lines.append(_row(name, page, peer, _KEPT))
    return lines


def _row(name: str, page: float, peer: float, share: float) -> str:
    reached = page / peer
    return f"| {name} | {page:.0f} | {peer:.0f} | {reached:.0%} | {share:.0%} | {share / reached:.2f} |"


def _pages() -> dict[str, str]:
    item = Item.objects.public().filter(organ__slug="wangshu").latest("pk")
    column = Column.objects.get(organ__slug="wangshu", name="统计信息")
    return {
        "信息页": f"/i/{item.pk}/",
        "栏目列表第1页": f"/o/wangshu/catalogue/{column.pk}/",
        "栏目列表第1000页": f"/o/wangshu/catalogue/{column.pk}/?page=1000",
    }


@contextmanager
def _serving(*, kept: bool) -> Iterator[None]:
    """The site on the database of the measurements, with the pages from memory beside it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.serving_settings",
        "GONGKAI_PAGE_CACHE": str(kept).lower(),
        "GONGKAI_HOSTS": "127.0.0.1,testserver",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(PORT), "--workers", "1", "--blocking-threads", "4", "--log-level", "error"]
    server = subprocess.Popen([*command, "bench.serving_wsgi:application"], env=environment)
    try:
        _wait()
        yield
    finally:
        server.terminate()
        server.wait()


def _wait() -> None:
    until = monotonic() + 30
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
            return
        except OSError:
            sleep(0.1)
    raise TimeoutError


def _beside(*addresses: str) -> list[float]:
    """Requests a second of each, in turn, so that a change of the machine's speed meets all alike."""
    for address in addresses:
        _ask(address, once=True)
    rounds: list[list[float]] = []
    for _ in range(_ROUNDS):
        rounds.append([_rate(address) for address in addresses])
    return [median(rates) for rates in zip(*rounds, strict=True)]


def _rate(address: str) -> float:
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        start = monotonic()
        counts = list(pool.map(_ask, [address] * _CONNECTIONS))
        return sum(counts) / (monotonic() - start)


def _ask(address: str, *, once: bool = False) -> int:
    """Ask again and again over one connection; answers how often."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    count, until = 0, monotonic() + _SECONDS
    with socket.create_connection(("127.0.0.1", PORT), timeout=10) as connection:
        while monotonic() < until:
            connection.sendall(request)
            _read_answer(connection)
            count += 1
            if once:
                break
    return count


def _read_answer(connection: socket.socket) -> None:
    held = b""
    while b"\r\n\r\n" not in held:
        held += connection.recv(65536)
    head, _blank, body = held.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:100]
    names = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    left = int(names[b"content-length"]) - len(body)
    while left > 0:
        left -= len(connection.recv(65536))
