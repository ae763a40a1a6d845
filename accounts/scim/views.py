"""The addresses of SCIM. Each is thin: what is found and written is in `people` and `groups`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from scim2_models import (
    Context,
    ListResponse,
    NotFoundException,
    NotImplementedException,
    PatchOp,
    Resource,
    ResponseParameters,
    SearchRequest,
)

from accounts.scim import groups as kept_groups
from accounts.scim import members, mending, people
from accounts.scim.door import Caller, answer, directory
from accounts.scim.filtering import FURTHEST, selected
from accounts.scim.resources import MOST, PAGE, Group, Person
from accounts.scim.seeing import visible

ASKED = {"filter", "sortBy", "sortOrder", "startIndex", "count"}
SHOWN = {"attributes", "excludedAttributes"}


@directory("GET", "POST")
def users(request: HttpRequest, caller: Caller) -> HttpResponse:
    if request.method == "GET":
        return _found_people(caller, _named(request, ASKED | SHOWN))
    told = _told(Person, mending.resource(caller.body()), Context.RESOURCE_CREATION_REQUEST)
    person = people.create(caller, told)
    made = _one(request, people.as_resource(person, caller), Context.RESOURCE_CREATION_RESPONSE)
    made.status_code = 201
    made["Location"] = caller.address(f"Users/u-{person.pk}")
    return made


@directory("POST")
def search_users(request: HttpRequest, caller: Caller) -> HttpResponse:
    return _found_people(caller, caller.body())


@directory("GET", "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, caller: Caller, key: str) -> HttpResponse:
    if request.method == "DELETE":
        people.delete(caller, key)
        return HttpResponse(status=204)
    if request.method == "GET":
        person, context = people.get(caller, key), Context.RESOURCE_QUERY_RESPONSE
    elif request.method == "PUT":
        body = mending.resource(caller.body())
        told = _told(Person, body, Context.RESOURCE_REPLACEMENT_REQUEST)
        person, context = people.replace(caller, key, told), Context.RESOURCE_REPLACEMENT_RESPONSE
    else:
        body = mending.patch(caller.body())
        members.check_bearable(body)
        changes = _changes(Person, body)
        person, context = people.change(caller, key, changes), Context.RESOURCE_PATCH_RESPONSE
    return _one(request, people.as_resource(person, caller), context)


@directory("GET", "POST")
def groups(request: HttpRequest, caller: Caller) -> HttpResponse:
    if request.method == "GET":
        return _found_groups(caller, _named(request, ASKED | SHOWN))
    told = _told(Group, mending.resource(caller.body()), Context.RESOURCE_CREATION_REQUEST)
    group = kept_groups.create(caller, told)
    shown = kept_groups.as_resource(group, caller)
    made = _one(request, shown, Context.RESOURCE_CREATION_RESPONSE)
    made.status_code = 201
    made["Location"] = caller.address(f"Groups/g-{group.pk}")
    return made


@directory("POST")
def search_groups(request: HttpRequest, caller: Caller) -> HttpResponse:
    return _found_groups(caller, caller.body())


@directory("GET", "PUT", "PATCH", "DELETE")
def group(request: HttpRequest, caller: Caller, key: str) -> HttpResponse:
    match request.method:
        case "GET":
            shown = _parameters(request, Group)
            with_members = not _leaves_out(shown, "members")
            found = kept_groups.as_resource(kept_groups.get(caller, key), caller, with_members)
            return answer(
                found.model_dump(
                    scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=shown
                )
            )
        case "PUT":
            body = mending.resource(caller.body())
            told = _told(Group, body, Context.RESOURCE_REPLACEMENT_REQUEST)
            put = kept_groups.as_resource(kept_groups.replace(caller, key, told), caller)
            return _one(request, put, Context.RESOURCE_REPLACEMENT_RESPONSE)
        case "PATCH":
            # Its members may be thousands, and Entra asks for no answer.
            body = mending.patch(caller.body())
            into, out, others = members.members_moved(body)
            named = members.members_named(others)
            kept_groups.change(caller, key, _changes(Group, others), named, into, out)
        case "DELETE":
            kept_groups.delete(caller, key)
    return HttpResponse(status=204)


@directory("GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, caller: Caller, rest: str) -> HttpResponse:
    if rest in {"Bulk", "Me", ".search"}:
        raise NotImplementedException(detail=f"/{rest} is not supported here.")
    raise NotFoundException


def _found_people(caller: Caller, asked: dict[str, Any]) -> HttpResponse:
    search = SearchRequest[Person].model_validate(asked)
    rows = selected(visible(caller), search, people.COLUMNS)
    return _page(search, rows, lambda row: people.as_resource(row, caller))


def _found_groups(caller: Caller, asked: dict[str, Any]) -> HttpResponse:
    search = SearchRequest[Group].model_validate(asked)
    with_members = not _leaves_out(search, "members")
    rows = selected(kept_groups.visible(caller), search, kept_groups.COLUMNS)
    if with_members:
        rows = rows.prefetch_related("memberships")
    return _page(search, rows, lambda row: kept_groups.as_resource(row, caller, with_members))


def _page(search: SearchRequest[Any], rows: models.QuerySet[Any], shown: Any) -> HttpResponse:
    """One page: a query for how many there are, and one for these."""
    start = min(search.start_index_0 or 0, FURTHEST)
    count = min(PAGE if search.count is None else search.count, MOST)
    found = [shown(row) for row in rows[start : start + count]] if count else []
    listed = ListResponse[Person | Group](
        total_results=rows.count(),
        start_index=start + 1,
        items_per_page=len(found),
        resources=found,
    )
    content = listed.model_dump(
        scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=search
    )
    return answer({**content, "Resources": content.get("Resources") or []})


def _one(request: HttpRequest, resource: Resource[Any], context: Context) -> HttpResponse:
    shown = _parameters(request, type(resource))
    return answer(resource.model_dump(scim_ctx=context, response_parameters=shown))


def _parameters(request: HttpRequest, kind: type[Resource[Any]]) -> ResponseParameters[Any]:
    return ResponseParameters[kind].model_validate(_named(request, SHOWN))


def _leaves_out(shown: ResponseParameters[Any], attribute: str) -> bool:
    """Whether an answer goes without an attribute, so that it need not be fetched."""
    out = {str(path).rpartition(":")[2].lower() for path in shown.excluded_attributes or ()}
    only = [str(path).rpartition(":")[2].lower() for path in shown.attributes or ()]
    return attribute in out or bool(only and not any(one.startswith(attribute) for one in only))


def _named(request: HttpRequest, names: set[str]) -> dict[str, str]:
    """What is asked; a directory's own marks in the address (?aadOptscim062020) say nothing."""
    return {key: value for key, value in request.GET.items() if key in names}


def _told(kind: type[Any], body: dict[str, Any], context: Context) -> Any:
    return kind.model_validate(body, scim_ctx=context)


def _changes(kind: type[Any], body: dict[str, Any]) -> PatchOp[Any] | None:
    if not body["Operations"]:
        return None
    return PatchOp[kind].model_validate(body, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
