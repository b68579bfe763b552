"""Where banks and carriers tell us things: kept as their bytes, read by tasks."""
