"""Registers documents with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """材料."""

    name = "yinling.foundation.documents"
    label = "documents"
    verbose_name = "材料"

    def ready(self) -> None:
        from yinling.foundation.documents import actions, queries  # noqa: PLC0415  models exist only now
        from yinling.gateways.resealing import reseal_store_with  # noqa: PLC0415

        reseal_store_with(
            "documents", waiting=lambda: queries.unsealed_by_present_key().count(), reseal=actions.reseal_files
        )
