"""A program that knows the standard, and not us, tries every endpoint over the network."""

from __future__ import annotations

import random
import uuid
from typing import Any

import httpx2
import pytest

from tests.accounts.scim_client import Directory

# Whether somebody is in is always told, also where the directory takes back that it said so.
KNOWN = {("User", "check_remove_attribute", "'active'")}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_the_endpoint_is_as_the_standard_says(
    live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Takes seconds to load, which every process of a run would do while it looks for tests.
    from scim2_client.engines.httpx2 import SyncSCIMClient
    from scim2_tester import Status, check_server

    settings.SITE_URL = live_server.url
    random.seed(1)
    _use_addresses_of_the_company(monkeypatch)
    with httpx2.Client(
        base_url=f"{live_server.url}/scim/v2", headers=Directory().headers, timeout=30
    ) as client:
        results = check_server(SyncSCIMClient(client))
    wrong = [
        (result.resource_type, result.title, result.reason)
        for result in results
        if result.status in {Status.ERROR, Status.DEVIATION}
    ]
    assert [one for one in wrong if not _is_known(one)] == []
    assert sum(result.status == Status.SUCCESS for result in results) >= 75


def _is_known(one: tuple[Any, ...]) -> bool:
    return any(one[:2] == known[:2] and known[2] in one[2] for known in KNOWN)


def _use_addresses_of_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tester makes addresses up, of domains that may not come in."""
    from scim2_tester import filling

    example = filling.get_random_example_value

    def chosen(path: Any) -> Any:
        binding = path.resolve()
        model = binding.target_model.__name__.lower() if binding and binding.target_model else ""
        if "email" in model and binding.target_field_name == "value":
            return f"{uuid.uuid4()}@example.com"
        return example(path)

    monkeypatch.setattr(filling, "get_random_example_value", chosen)
