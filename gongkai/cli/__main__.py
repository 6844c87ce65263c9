"""``python -m gongkai.cli``."""

import sys

from . import main

sys.exit(main())
