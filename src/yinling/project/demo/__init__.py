"""The demo district: invented people from `demo/`, carried through the product's own verbs."""
