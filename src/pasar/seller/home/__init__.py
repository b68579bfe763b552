"""What is to do today, and how the shop does."""
