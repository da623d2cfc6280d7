"""接收口：whether anybody hears the devices.

Nouns: inlet, outage. Verbs: report open, watch. A line (DC-09, SCAIP, JSON) is down where no receiver takes it, or
where receivers are there and nothing reaches them. Whoever watches devices asks here first: while a line is down, no
device of it is called silent. It knows no device; the caller says which lines are in use.
"""
