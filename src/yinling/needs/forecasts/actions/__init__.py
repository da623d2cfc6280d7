"""Verbs of forecasts."""

from yinling.needs.forecasts.actions.scenarios import Asked, ScenarioRefused, compute, replay, save
from yinling.needs.forecasts.actions.snapshots import start_snapshot, take, take_in_background

__all__ = ["Asked", "ScenarioRefused", "compute", "replay", "save", "start_snapshot", "take", "take_in_background"]
