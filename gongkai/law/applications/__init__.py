"""Chapter IV 依申请公开: receipt (27-31), correction (30), consultation (32, 34), reply (33), fees (42)."""
