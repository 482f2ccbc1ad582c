"""What people see.

Its rooms, from the top: ``demo``, ``app`` (starts everything), ``shell`` (how pages follow one
another), ``session`` (a session planned, run, gone on with), the pages, ``client`` (the patient's
screen), ``sound``, ``plots`` and ``forms`` (what several pages are made of), ``window``,
``widgets`` and ``words``. What is lower knows nothing of what is higher.
"""
