"""Getting goods to the customer: delivery options and their prices, parcels, labels, scans, cash collected at the door.

Words: a *rate card* is a carrier's tariff from zone to zone; a *parcel* is one tracked box with lines of one order; a
*scan* is what the carrier said about it. A carrier is one folder of `carriers/`.
Promises: a number the carrier (or a seller) gave is never refused for its shape; scans may come late, twice and out of
order, and never move an order back; a code we do not know is kept and shown, and moves nothing.
"""
