"""Rosters: files of departments on their way into a register, chunk by chunk, and who sent them.

Nouns: source, batch, fault. Verbs: upload, confirm columns, preview, apply, cancel. What a row means and where it goes
is for the taker to say: the register above gives one to `actions.take_with`.
"""
