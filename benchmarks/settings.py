"""The product's settings for the bare view: only the addresses are others. The product is measured with its own."""

from portal.settings import *  # noqa: F403, TID251 — nothing but this line differs

ROOT_URLCONF = "benchmarks.urls"
