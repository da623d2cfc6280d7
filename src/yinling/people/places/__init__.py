"""Places: provinces, cities, counties, towns and villages by statistical code, with names and points.

Areas come from the national list of divisions; everything that concerns a place carries its code. Nothing here
is edited by hand: a new list is loaded beside the old codes, which the records that bear them keep.
"""
