"""监督: work points, patrols, orders, assessment, voices of the public, training (Art. 9, 46-48, 51)."""
