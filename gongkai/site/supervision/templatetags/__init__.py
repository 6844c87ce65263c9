"""Tags of the templates of supervision."""
