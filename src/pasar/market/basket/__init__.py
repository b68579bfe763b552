"""What a customer, or a guest, wants: lines of SKU and units, over many sellers, with a selection to buy now.

A guest's basket hangs on a random token that only the browser keeps; the database has its hash. At sign-in it merges
into the customer's. What is *saved for later* stays the owner's but out of what is bought; a SKU is in one place or
the other. Prices in here are only what was last seen, to say what changed; nothing is charged by them.
"""
