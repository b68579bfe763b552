"""Vouchers: the centre where they are collected, one's own, and those that products and shops show."""
