"""The provider, carers and visits of the day plans."""

from tests.care.dayplans.conftest import carer, clerk, office, provider, visits, worker, workers

__all__ = ["carer", "clerk", "office", "provider", "visits", "worker", "workers"]
