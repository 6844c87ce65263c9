"""工作要点: the year's points, split into tasks with evidence; the self-check report on them."""
