"""行政复议、行政诉讼 about disclosure (Art. 50(3), 51): terms, outcomes, columns of table four."""
