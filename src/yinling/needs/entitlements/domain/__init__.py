"""Deciding entitlements, pure: rules and facts in, decisions with Chinese reasons out; no file, no clock.

For one person (a page, a determination):
    programme = deciding.ready(rule, parameters, options)             # once; keep it
    decision = deciding.decide_one(programme, facts, cap_left_fen=…)  # name → value; None or absent = unknown
    reasons.reasons_of(programme, decision, fact_dictionary)          # tuple[Reason, …], in order
    deciding.tier_of(programme, decision), deciding.payable(…), deciding.drawn_fen(…), explaining.explain(…)
For files: `intake.take_in` and `take_alone` make columns and rejects from tables, `deciding.decide_batch` decides,
`outcome_table.outcome_table` makes the answer. One fact from text: `engines.rules.values.parse_value(fact, text)`.
"""
