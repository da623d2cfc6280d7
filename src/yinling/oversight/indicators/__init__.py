"""指标: what a document asks for in numbers, what was reached, and whether that is enough.

Nouns: an *indicator* and its *targets* come from the pack; a *figure* (numerator and denominator) is counted from the
registers of adaptation and facilities or entered as an *observation* with its source; a *verdict* is met, not_met,
no_target or no_data. Verbs: judge (`domain`, the command `indicators_verdicts` for files), observe (`actions`).
Larger areas are sums of smaller ones, never means. It sets no target and changes no register that it counts.
"""
