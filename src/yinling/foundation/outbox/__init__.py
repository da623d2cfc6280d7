"""消息: what happened, who was told, and what would have left the house.

Nouns: an event (kept in the transaction in which it happened, with everyone who answers it), a notice (to a
user, an older person, or a role in an area or organisation), a reading, a message (SMS, WeChat: a stand-in that
says so). Verbs: subscribe, announce, notify, mark_read. Who answers which event is written in project/wiring.py
alone.
"""
