"""Flash sales and campaigns: what a seller offers in them."""
