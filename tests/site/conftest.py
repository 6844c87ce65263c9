"""What tests of the site share."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from gongkai.site.accounts.models import User
from tests import cast


@pytest.fixture
def lin(db: None) -> User:
    return cast.lin()


@pytest.fixture
def zhou(db: None) -> User:
    return cast.zhou()


@pytest.fixture
def office(lin: User) -> Client:
    """林晓's browser, signed in."""
    client = Client()
    client.force_login(lin)
    return client


@pytest.fixture
def county(db: None) -> cast.County:
    """云川县, 望舒镇, 听雨镇 and their officers."""
    return cast.county()


@pytest.fixture(autouse=True)
def _no_rate_is_used_up() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _every_page_is_made_anew(settings: Settings) -> None:
    """Tests change rows beside the acts; what the cache does is tested by itself."""
    settings.GONGKAI_PAGE_CACHE = False
