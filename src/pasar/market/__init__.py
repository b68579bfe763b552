"""The trade itself: people, listings, stock, baskets, orders, fulfilment. Order: docs/architecture.md."""
