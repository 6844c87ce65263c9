"""Every act on an application: permission, lock, the law, rows, one ledger line, one transaction."""
