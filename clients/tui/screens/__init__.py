"""One screen a module, its styles beside it in a `.tcss` of the same name.

A screen named in `keys.ACTIONS` is made by the app: with the obligation under the cursor when the
action needs a row (`IncidentScreen(row)`), without arguments otherwise (`IntakeScreen()`).
"""
