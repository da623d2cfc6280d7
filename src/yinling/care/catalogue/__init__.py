"""服务目录：what can be done for a person at home or in the community, by whom, for how much.

Nouns: *item* (one service: of the policy files, or added by the district), *price* (the district's ceiling, or a
provider's own, from a day on), *package* (items together). Verbs: add or change an item, withdraw it, set a price. It
knows no plan and no visit.
"""
