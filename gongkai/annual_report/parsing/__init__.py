"""解析: a file becomes grids and text (one module a kind of file); grids and text become a Report.

``document`` says what a reader hands over; ``placing`` puts it in its place, the same way for
every kind of file.
"""
