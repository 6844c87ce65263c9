"""The words of a letter: sealed with its case, and the digest by which layers approve exactly these."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ...sealing import seal, unseal
from ..letter_models import Letter
from ..step_models import CaseFile


def place(letter: Letter) -> str:
    """What the words and files of a letter are sealed for."""
    return f"letter:{letter.application_id}"


def write(letter: Letter, fields: Mapping[str, Any], files: Iterable[CaseFile]) -> None:
    """Put its own words into a letter, and the digest of these and of what goes out with it."""
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    letter.sealed = seal(text, place(letter))
    letter.digest = _digest(letter, text, files)


def fields_of(letter: Letter) -> dict[str, Any]:
    """The words of its own, as they were drafted; none once they are destroyed."""
    if not letter.sealed:
        return {}
    found: dict[str, Any] = json.loads(unseal(letter.sealed, place(letter)))
    return found


def enclosed(letter: Letter) -> list[CaseFile]:
    """What goes out with a letter; proofs of its service do not."""
    return list(letter.files.exclude(kind=CaseFile.Kind.PROOF))


def digest_of(letter: Letter) -> str:
    """The digest as it is now: another than ``letter.digest`` where an enclosure was changed."""
    return _digest(letter, unseal(letter.sealed, place(letter)), enclosed(letter))


def _digest(letter: Letter, text: str, files: Iterable[CaseFile]) -> str:
    parts = [letter.kind, text, *sorted(file.digest for file in files)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
