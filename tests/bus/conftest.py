"""The adapters under the contract, fresh and empty for each test."""

import pytest

from tests.bus.adapters import ADAPTERS


@pytest.fixture(params=sorted(ADAPTERS))
def adapter(request, tmp_path):
    adapter = ADAPTERS[request.param](tmp_path)
    yield adapter
    adapter.close()
