"""The Django app of orders."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Registers the tables under the label `orders`."""

    name = "yinling.care.orders"
    label = "orders"
    verbose_name = _("服务订单")
