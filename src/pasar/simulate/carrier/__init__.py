"""The demo carrier: books parcels, scans them along the way, brings some back, collects cash and hands it on.

A process and a database of its own, written from the carrier's side: its codes are its own and the market's adapter
translates them. `core` is the carrier, `web` its HTTP face, `app` its process.
"""
