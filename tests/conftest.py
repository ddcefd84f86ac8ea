"""What all tests share: the same examples every run, and which of them go to one worker."""

import pytest
from hypothesis import settings

# The same examples in every run: a failure is seen by the next person too.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one worker, which draws, loads and serves each thing once.

    Browser tests are few and long. They go one by one, after the files, to whoever is free.
    """
    for item in items:
        if not item.get_closest_marker("browser"):
            room = item.path.parent.name
            item.add_marker(pytest.mark.xdist_group(f"{room}/{item.path.stem}"))
