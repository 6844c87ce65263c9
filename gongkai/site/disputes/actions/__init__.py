"""Every act on a dispute. Each one transaction, one line of the ledger."""
