"""What every room may lean on: money, ids, the clock, errors, SQL files, the event stream, the audit trail.

Nothing of Pasar's own subject is in here, and nothing in here imports another room.
"""
