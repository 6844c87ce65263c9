"""报表: what organs hand in beside the annual report, counted from the same records."""
