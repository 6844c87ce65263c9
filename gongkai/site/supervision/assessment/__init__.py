"""考核: schemes as data, scores that explain themselves, self-assessment, appeal, result."""
