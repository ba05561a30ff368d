"""The HTTP door: ``api.main:app`` is the ASGI application, contract §4 its promise."""
