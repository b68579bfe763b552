"""A customer's money in the market."""
