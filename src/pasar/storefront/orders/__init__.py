"""What was bought, where it is, where its money is, what it was like."""
