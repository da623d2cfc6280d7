"""Pure rules of visits: which days are due, what a state allows, when proof is enough, when a visit is late."""
