"""Questions about plans, and those about services and prices that pages and visits ask too."""

from yinling.care.catalogue.queries import ServiceLine, price_fen, service, services
from yinling.care.plans.queries.due import DueItem, items_on

__all__ = ["DueItem", "ServiceLine", "items_on", "price_fen", "service", "services"]
