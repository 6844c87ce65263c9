"""政府信息公开工作年度报告（条例第四十九、五十条）as a document: read, check, write, add up.

No Django, no database, no network: a library that could stand alone.
"""
