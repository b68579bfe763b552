"""What happens after the goods arrived: refunds decided by an operator, in whole or in part."""
