"""The settings of the site, with the addresses of the measurement beside its own."""

from gongkai.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.serving_urls"
