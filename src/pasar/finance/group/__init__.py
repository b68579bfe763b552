"""What the parent reads: every venture's figures, from the ledgers and from nothing else. Queries only."""
