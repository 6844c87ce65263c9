"""Addresses of the pages behind records: resolved once, for a figure may have thousands of them."""

from collections.abc import Callable

from django.urls import reverse

_PLACE = 987654321


def pages(name: str) -> Callable[[int], str]:
    """Key → the address of the page called ``name``."""
    before, after = reverse(name, kwargs={"pk": _PLACE}).split(str(_PLACE))
    return lambda key: f"{before}{key}{after}"
