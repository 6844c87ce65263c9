"""A telephone of the tests: computes codes by itself, as a real one does."""

import hmac
from base64 import b32decode
from datetime import datetime

from gongkai.site.accounts import second_factor
from gongkai.site.accounts.models import User

ADDRESS = "192.0.2.1"


class Telephone:
    """Has taken over the secret of a person."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.replace(" ", "")

    def code(self, at: datetime, ahead: int = 0) -> str:
        """The code shown at a time, or that many half-minutes later."""
        step = int(at.timestamp()) // 30 + ahead
        digest = hmac.digest(b32decode(self.secret), step.to_bytes(8, "big"), "sha1")
        offset = digest[-1] & 15
        return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def activated(user: User, at: datetime) -> tuple[Telephone, list[str]]:
    """The person has activated a second factor: their telephone, their recovery codes."""
    sealed = second_factor.new_secret(user)
    telephone = Telephone(second_factor.plain(user, sealed))
    codes = second_factor.activate(user, sealed, telephone.code(at), at=at, address=ADDRESS)
    return telephone, codes
