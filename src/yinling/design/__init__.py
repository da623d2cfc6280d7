"""The look of Yinling: tokens, components, base templates, and how a page declares its audience."""
