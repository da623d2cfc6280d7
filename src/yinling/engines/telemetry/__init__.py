"""Device telemetry: frames of SIA DC-09, SCAIP and JSON become reports, and reports become frames.

Bytes in, values out: it knows accounts, codes and values, not whose device it is nor what a code means. Whatever
arrives, a reader gives a value or raises `FrameFault`, in time and memory bounded by the longest frame.
"""
