"""Help, terms, privacy, reporting a listing."""
