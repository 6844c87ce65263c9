"""法: the Regulation on Open Government Information (政府信息公开条例, 2019) as code.

Standard library only: no Django, no network, no clock. A day is always an argument.
"""
