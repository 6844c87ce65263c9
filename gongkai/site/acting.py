"""An act from a page: done, or the form says why not and keeps what was typed."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from .organs.actions import Refused


def done(request: HttpRequest, form: forms.BaseForm, act: Callable[[], object], words: str | Promise) -> bool:
    """True where the form is right and the act was done, and ``words`` told of it."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, str(words))
    return True
