"""The law, pure: nothing here reads a clock, a file or a database.

Read in this order: ``words`` (the vocabulary), ``facts`` (what is known), ``pack`` (what a rule
is), ``language`` (when one applies), ``directory``, ``selectors`` and ``responsibility`` (who),
``calculation`` (what, by when, on which clause), ``reconciliation`` (what changes when the facts
do), ``fulfilment`` and ``ladders``. ``loading`` and ``lint`` read a pack's text.
"""
