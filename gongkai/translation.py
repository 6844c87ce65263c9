"""Messages of the libraries and the command line, marked for translation.

The source language is Chinese (zh-hans); a catalogue in ``gongkai/locale`` may translate it.
"""

from gettext import translation
from pathlib import Path

_catalogue = translation("gongkai", localedir=Path(__file__).with_name("locale"), fallback=True)

_ = _catalogue.gettext
