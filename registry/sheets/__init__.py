"""Spreadsheets as they come: bytes to rows, cells to values, every fault named."""
