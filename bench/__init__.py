"""Measurements against the bounds of the design, written to docs/benchmarks.md."""
