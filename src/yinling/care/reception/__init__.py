"""接收: what devices say over the network comes in here, and what a simulated device says goes out.

Nouns: push (a signed HTTP message, taken once). Verbs: keep reports, keep signs of life, take a push. Frames are read
and answered by gateways/receivers; what they mean, and whose they are, is known to care/devices, which keeps them.
"""
