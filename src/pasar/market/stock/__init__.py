"""What can be sold: units on hand and reserved, by SKU and warehouse.

Words: a *level* is the units of one SKU at one warehouse; a *reservation* holds units for one order line until they
are dispatched (claimed) or given back (released); a *movement* is one change of what is on hand, append-only; units
may be *set aside* on a shelf of their own, a level whose warehouse is below zero, and brought back.
Promises: free = on hand - reserved, never below zero; on hand is the sum of the movements; reserved is the sum of the
reservations still held. Rows are locked in the order of (SKU, warehouse), so two baskets never deadlock.
"""
