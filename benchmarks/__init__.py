"""Benchmarks: one folder per engine, each with its question, one command and a stored baseline."""
