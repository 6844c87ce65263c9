"""What stands between the right password and being signed in."""

from allauth.account.stages import LoginStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from . import second_factor
from .models import SecondFactor, User


class CodeStage(LoginStage):
    """动态口令: asked of everyone who has a second factor."""

    key = "second_factor"
    urlname = "accounts:code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return (redirect(self.urlname) if self.factor() else None), True

    def is_resumable(self, request: HttpRequest) -> bool:
        """The sign-in page stays open to who wants to begin again, under another name say."""
        return False

    def factor(self) -> SecondFactor | None:
        """That of the person whose password was right."""
        user = self.login.user
        return second_factor.of(user) if isinstance(user, User) else None
