"""Pure rules of orders: what a state allows, which days are due."""
