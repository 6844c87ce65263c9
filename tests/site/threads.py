"""Acts at the same moment, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection


def outcomes(*works: Callable[[], Any]) -> list[Any]:
    """What each work answered or raised, all begun together."""
    found: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(at: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            found[at] = work()
        except BaseException as error:
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def at_once(*works: Callable[[], Any]) -> None:
    """Run all together; the first failure is raised."""
    for outcome in outcomes(*works):
        if isinstance(outcome, BaseException):
            raise outcome


def meet_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Two who both get through ``module.name`` go on together.

    Where a lock keeps the second from getting through, the first waits a moment in vain.
    """
    original, meeting = getattr(module, name), threading.Barrier(2)

    def and_wait(*args: Any, **kwargs: Any) -> Any:
        answer = original(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(0.4)
        return answer

    monkeypatch.setattr(module, name, and_wait)
