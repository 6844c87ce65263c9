"""研判: a leader's minute, notices, league tables, problems told from figures."""
