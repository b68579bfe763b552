"""What customers say about what they bought: one review a line, by who bought it, with the seller's answer."""
