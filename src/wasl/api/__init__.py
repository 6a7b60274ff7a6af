"""The rooms' routers joined under /api/v1."""
