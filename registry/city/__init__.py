"""A city to play in: made up, true to the field, the same rows from the same seed."""

from __future__ import annotations

from .city import City, make_city
from .loading import load_city

__all__ = ["City", "load_city", "make_city"]
