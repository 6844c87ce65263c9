"""指标字典: it covers every cell of every form and variant, and changes under a new version only."""

import hashlib
import json

import pytest

from gongkai.annual_report import formats, metrics

SEALED = {"1.0": "789c982be62165f2"}
"""Version → what it says of cells and rates. A change is a new version, with a line in metrics.toml."""


@pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}{form.variant or ''}")
def test_every_cell_of_every_form_and_variant_is_in_it(form):
    known = {metric.id: metric for metric in metrics.every()}
    name = f"{form.id}/{form.variant}" if form.variant else form.id
    for id, cell in form.cells.items():
        metric = known[id]
        assert name in metric.forms
        assert metric.row and metric.heading and metric.unit and metric.table == cell.table.title
        assert metric.whole == cell.column.whole


def test_it_names_no_form_for_a_cell_that_the_form_does_not_have():
    cells = {f"{form.id}/{form.variant}".removesuffix("/None"): form.cells for form in formats.every()}
    for metric in metrics.every():
        assert all(metric.id in cells[name] for name in metric.forms), metric.id


def test_derived_metrics_are_of_cells_there_are():
    for one in metrics.derived():
        cells = (*one.plus, *one.base_plus, *one.base_minus)
        assert one.plus and one.base_plus and set(cells) <= set(metrics.cells()), one.id


def test_the_disclosure_rate_is_of_what_was_given_wholly_or_in_part():
    rate = next(one for one in metrics.derived() if one.label == "公开率")
    assert rate.plus == ("applications.granted.total", "applications.partly_granted.total")
    assert rate.base_plus == ("applications.handled_total.total",)


def test_what_it_says_changes_only_with_its_version():
    said = {name: metrics.dictionary()[name] for name in ("cells", "derived", "forms")}
    seal = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
    assert SEALED[metrics.version()] == seal
    assert [change["version"] for change in metrics.dictionary()["changes"]] == list(SEALED)
