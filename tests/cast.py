"""The people of the tests, always the same."""

from typing import Any

from gongkai.site.accounts.models import User

PASSWORD = "Wangshu-2020"


def user(username: str, name: str, **fields: Any) -> User:
    """A user who may sign in with PASSWORD."""
    return User.objects.create_user(username, PASSWORD, name=name, **fields)


def lin() -> User:
    """林晓, disclosure officer of 望舒镇."""
    return user("lin.xiao", "林晓")


def zhou() -> User:
    """周敏, secrecy reviewer of 望舒镇."""
    return user("zhou.min", "周敏")
