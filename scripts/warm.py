"""Compile the solver's inner loops into their cache, so that the first schedule need not wait for it."""

from __future__ import annotations

from solver import warm_up

if __name__ == "__main__":
    warm_up()
