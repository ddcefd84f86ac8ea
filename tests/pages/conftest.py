"""What all visits share."""

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager


@pytest.fixture(autouse=True)
def _no_search_for_components(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each AppTest looks through all installed packages for components: 0.1 s, and none is used."""
    name = "discover_and_register_components"
    monkeypatch.setattr(BidiComponentManager, name, lambda *_, **__: None)
