"""Flash sales and campaigns: what runs, what comes, the line for what is left."""
