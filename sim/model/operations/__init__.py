"""The way of an order: desk, stock, warehouse, vehicles."""
