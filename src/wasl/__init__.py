"""Wasl: the platform an organisation of member states runs on."""

__version__ = "0.1.0"
