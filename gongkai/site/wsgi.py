"""What the server runs: ``granian --interface wsgi gongkai.site.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.site.settings")

application = get_wsgi_application()
