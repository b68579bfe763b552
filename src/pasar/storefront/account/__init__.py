"""Signing up and in, the person, their addresses."""
