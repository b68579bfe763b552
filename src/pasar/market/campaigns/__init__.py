"""When goods cost less for a while: campaigns of a venture, and flash sales of few pieces at a set hour.

Words: a *campaign* is a window of time (11.11) in which sellers may *enrol* SKUs at a campaign price; a *slot* is the
hours of one flash sale; a seller *nominates* units of a SKU for it, an operator approves, and the nomination is then an
*item* of the slot with a *quota*; a *taking* is units of a quota that one order line has; the *line* is who waits for
units of an item, in the order in which the server heard them, and whoever's turn it is *is called*.
Promises: a price counts as cut only below the lowest of the days before (`rules.lowest`); 0 <= sold + offered <= quota;
nobody takes more of an item than it allows one customer; units of a quota lie on a shelf of their own in stock while
the slot runs, and come back to the seller's exactly once; a unit given back goes to whoever is next in line.
"""
