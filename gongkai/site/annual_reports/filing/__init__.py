"""报送: a published report goes to the competent office, comes back with remarks, is accepted."""
