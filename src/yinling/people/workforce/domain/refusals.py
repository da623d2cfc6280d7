"""Why something is not done, in words to a person."""


class NotAllowed(Exception):
    """The actor's role, organisation or area does not cover this."""


class WorkerRefused(ValueError):
    """The details cannot be taken; `field` names the one that is at fault, empty if it is the whole."""

    def __init__(self, words: str, *, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field
