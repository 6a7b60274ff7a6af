"""Composition only: settings, addresses, the ASGI application."""
