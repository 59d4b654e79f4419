"""What customers remember, how they judge an order, and which firm they choose."""
