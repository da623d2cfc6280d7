"""Yinling (银龄): software that runs a district's whole elder-care service system."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("yinling")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0.0.0"
