"""The day's question whether all is well: when it is asked, asked again, and when somebody goes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Minutes from midnight; `tries` times in all."""

    ask_at: int
    visit_at: int
    repeat_minutes: int
    tries: int

    @property
    def moments(self) -> list[int]:
        """When it is asked, each before somebody goes."""
        asked = [self.ask_at + number * self.repeat_minutes for number in range(self.tries)]
        return [minute for minute in asked if minute < self.visit_at]

    def tries_by(self, minute: int) -> int:
        """How often it should have been asked by a minute of the day."""
        return sum(moment <= minute for moment in self.moments)

    def is_over(self, minute: int) -> bool:
        """Whether somebody must go now."""
        return minute >= self.visit_at
