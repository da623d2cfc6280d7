"""Many devices at once from a file (设备名册): all of them, or none with what is wrong by row and field.

Verb: register many. The devices themselves, and who lives with them, are those of the register below.
"""
