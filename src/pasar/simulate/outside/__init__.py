"""What the simulated bank and carrier share: a store of their own, a small HTTP face, and notices that travel badly.

They stand for companies that the market does not control, so they use nothing of its tables: only HTTP, a
signature, and the kernel's ids and arithmetic.
"""
