"""Where money is kept true: the ledger and what stands on it. Order of the packages: docs/architecture.md."""
