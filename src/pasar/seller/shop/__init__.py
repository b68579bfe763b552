"""How the shop looks, where it sends from, where its money goes, what customers say."""
