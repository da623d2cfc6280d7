"""Registers books with Django."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """账簿."""

    name = "yinling.foundation.books"
    label = "books"
    verbose_name = "账簿"
