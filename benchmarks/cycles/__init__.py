"""A whole monthly cycle of a district, database to database: how long, how much memory, and is every sum right?"""
