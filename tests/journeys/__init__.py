"""Journeys through a running market, in a real Chromium: what customers, sellers and operators do, page by page.

Everything is found by addresses, names and roles, never by words, so that the same journey runs in every language.
PASAR_JOURNEYS_AT=http://… tries a market that runs already instead of starting one.
"""
