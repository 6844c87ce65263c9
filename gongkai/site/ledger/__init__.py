"""The ledger 操作台账: an append-only, hash-chained record of every act.

Rooms write with ``from gongkai.site.ledger import actions as ledger`` and
``ledger.record(case, "extended", user=user, on=on)``; what follows the acts in order (search,
notices) reads ``ledger.after(number)``.
"""
