"""The Django app of files of devices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeviceFilesConfig(AppConfig):
    """Registers the templates under the label `devicefiles`; there are no tables."""

    name = "yinling.care.devicefiles"
    label = "devicefiles"
    verbose_name = _("设备名册")
