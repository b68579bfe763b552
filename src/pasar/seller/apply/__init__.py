"""Asking to sell."""
