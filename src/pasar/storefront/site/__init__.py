"""Addresses outside every venture: sitemaps, robots, the service worker."""
