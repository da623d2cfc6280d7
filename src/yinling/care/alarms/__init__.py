"""Calls for help (呼叫应急): one open alarm per source and kind, answered, sent to, ended and measured.

Nouns: an alarm, its steps, its timer, a dispatch, a pulse of those who watch. Verbs: raise_, acknowledge, hand_over,
send_responder, arrive, record_outcome, close, run_timers, watchdog. Nobody who calls waits for a person: what nobody
takes climbs its chain to the end and goes on saying so. Who can be sent is care/responders; what speaks, care/devices.
"""
