"""How hard the laws are tried, and on which documents.

`HYPOTHESIS_PROFILE=long` tries them for an hour rather than for seconds; `DESIGNBOOK_CORPUS` names a
folder of real documents that are read besides our own samples.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("short", max_examples=100, deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.register_profile("long", max_examples=20_000, deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
