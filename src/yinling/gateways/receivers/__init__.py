"""Receivers of devices' messages: sockets that bytes come in by, and the answer that goes back once they are durable.

DC-09 over TCP and UDP, SCAIP in SIP messages, MQTT. They know frames and time, not whose device it is nor what a code
means: whoever runs them says what keeps a report, and which reports are mere signs of life.
"""
