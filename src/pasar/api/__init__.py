"""What other systems call: providers' notices first."""
