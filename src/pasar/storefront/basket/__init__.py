"""What is wanted, over many shops."""
