"""Statements and payouts."""
