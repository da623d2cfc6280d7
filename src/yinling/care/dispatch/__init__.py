"""调度：the dispatcher's table: a day on a map and in bars, who could go, a sick call, one visit moved.

Nouns: board, lane, bar, standing, candidate. Verbs: call in sick, place, change a line of a proposal. Reckoning,
proposing and applying are care/dayplans; who goes is kept by care/visits. It has no tables of its own.
"""
