"""Listings from files of other systems: CSV or JSON lines, plain or gzip, of any length.

Words: a *mapping* says what a file's columns mean, a *run* is one file being brought in, a *reject* is a row that
cannot be taken, with the reason.
Promises: a file that is broken as a whole changes nothing; a row is taken whole or not at all; a killed run goes on
where its last committed batch ended; the same file twice changes nothing; no address in a file is ever fetched.
"""
