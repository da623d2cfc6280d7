"""Rules as data: expressions, dated parameters and decision tables become decisions for one case and for millions.

Nouns: a `Rule` is written (`definition.read_rule`), a `BoundRule` has its readings chosen (`bound.bind`), a
`Decision` is the answer for one case (`one.decide_one`), a `Batch` for many (`batch.decide_batch`). Both ask
`BoundRule.resolve`, so they agree. Money is int fen. Unknown is None for one case, a false `known` in a column.
"""
