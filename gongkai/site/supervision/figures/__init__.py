"""监督的数: named figures of organs in a span, each opening to the records behind it.

A rubric, a leader's page, a notice and a suggested problem all ask the same figures, so that no two
of them say different things of one organ. Each part of the room brings its own (``figures.py`` in
it); ``registry`` knows them all.
"""
