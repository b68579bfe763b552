"""What a seller is owed for a cycle, with a statement that lists every movement.

Words: a *cycle* of a venture ends at the start of its settle day; a *statement* is one seller's account over a cycle:
what stood open, what came in and went off line by line, what is due; a *line* is one transfer of the ledger.
Promises: every transfer on a seller's account is on exactly one statement; a statement's net is the change of what the
ledger says the seller is owed; closing again changes nothing.
"""
