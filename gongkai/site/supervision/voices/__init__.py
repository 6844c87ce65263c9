"""投诉、建议、社会评议、责任追究: what the public and others say of the work (Art. 9, 46, 47, 51)."""
