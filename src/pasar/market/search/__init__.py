"""Finding listings: what people type, in six languages, to what shops sell, in milliseconds.

Words: a *document* is a listing as the index knows it; a *request* what a visitor asks for; *pending* a listing whose
document is older than its row. PostgreSQL stays the truth: an index can be thrown away and built again, and whoever
shows results reads prices and stock from the database.
Promises: a change is searchable within a second; nothing that a visitor types raises; pages neither repeat nor skip.
"""
