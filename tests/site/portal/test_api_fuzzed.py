"""Whatever is asked of the interface is answered as its own description says."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from gongkai.site.wsgi import application
from tests.site import items, reports

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]
HOST = {"Host": "testserver"}


@pytest.fixture
def _one_connection():
    """The application is asked directly, and must not close the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
def test_every_answer_is_as_described(county):
    items.published(county)
    reports.of_wangshu(county)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=HOST)
    asked = []
    for operation in (found.ok() for found in schema.get_all_operations()):
        asked.append(operation.path)

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def answers(case):
            case.call_and_validate(checks=CHECKS, headers=HOST)

        answers()
    assert len(asked) == 9
