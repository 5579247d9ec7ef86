"""Rosters as spreadsheets: bytes to cells, cells to typed rows, rows to a plan of what to write."""
