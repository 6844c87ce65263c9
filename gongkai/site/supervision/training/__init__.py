"""培训: plans, materials, attendance, short tests, certificates (Art. 48)."""
