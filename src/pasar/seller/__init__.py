"""The seller centre: what a shop's people work with, divided by journey."""
