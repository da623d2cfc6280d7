"""The other side of the receivers: what a device sends over the network, and how it hears the answer.

For simulations, benchmarks and the try-out of a line; each way waits for its answer and says how long that took.
"""
