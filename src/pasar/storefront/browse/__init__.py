"""Finding things: home, categories, search, listing, shop."""
