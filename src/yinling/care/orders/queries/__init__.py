"""Questions about orders and rests."""

from yinling.care.orders.models import OfHome

__all__ = ["OfHome"]
