"""What all tests share: the same examples every run, and browser journeys kept together."""

import pytest
from hypothesis import settings

# The same examples in every run: a failure is seen by the next person too.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser journeys in one worker: they share a server, and some measure time."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
