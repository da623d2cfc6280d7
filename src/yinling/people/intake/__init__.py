"""人员名册导入: a provider's people by a file instead of one by one.

Nouns: roster file, column. Verbs: upload, preview, take whole, put aside. A file with one wrong row is not taken at
all. What a worker is stands in workforce; rosters of older people go another way, by rosters.
"""
