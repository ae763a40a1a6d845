"""The addresses at which SCIM says of itself what it can (RFC 7644, section 4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from scim2_models import Context, ForbiddenException, ListResponse, NotFoundException, Resource

from accounts.scim.door import Caller, answer, directory
from accounts.scim.resources import CONFIG, SERVICE, Person


@directory("GET")
def config(request: HttpRequest, caller: Caller) -> HttpResponse:
    return answer(_described(CONFIG, caller, "ServiceProviderConfig"))


@directory("GET")
def resource_types(request: HttpRequest, caller: Caller) -> HttpResponse:
    _refuse_filter(request)
    return _all(
        [_described(one, caller, f"ResourceTypes/{one.id}") for one in SERVICE.resource_types]
    )


@directory("GET")
def resource_type(request: HttpRequest, caller: Caller, key: str) -> HttpResponse:
    found = next((one for one in SERVICE.resource_types if one.id == key), None)
    if found is None:
        raise NotFoundException
    return answer(_described(found, caller, f"ResourceTypes/{found.id}"))


@directory("GET")
def schemas(request: HttpRequest, caller: Caller) -> HttpResponse:
    _refuse_filter(request)
    return _all([_described(one, caller, f"Schemas/{one.id}") for one in SERVICE.schemas])


@directory("GET")
def schema(request: HttpRequest, caller: Caller, key: str) -> HttpResponse:
    found = next((one for one in SERVICE.schemas if str(one.id).lower() == key.lower()), None)
    if found is None:
        raise NotFoundException
    return answer(_described(found, caller, f"Schemas/{found.id}"))


def _described(one: Resource[Any], caller: Caller, path: str) -> dict[str, Any]:
    content = one.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    kind = type(one).__name__
    return {**content, "meta": {"resourceType": kind, "location": caller.address(path)}}


def _all(found: list[dict[str, Any]]) -> HttpResponse:
    count = len(found)
    listed = ListResponse[Person](total_results=count, start_index=1, items_per_page=count)
    return answer({**listed.model_dump(), "Resources": found})


def _refuse_filter(request: HttpRequest) -> None:
    if "filter" in request.GET:  # RFC 7644, section 4
        raise ForbiddenException(detail="What is served is listed as a whole.")
