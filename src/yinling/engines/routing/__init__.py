"""Routing: stops and shifts become plans of a day. `days_*` plan a district, `pairs_*` solve the public benchmark."""
