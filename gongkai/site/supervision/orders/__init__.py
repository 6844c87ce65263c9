"""整改: what is found becomes an order with a ground, a place and a last day, and is looked at again."""
