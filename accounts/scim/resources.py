"""What we serve: the people and groups of SCIM, as far as the wiki has use for them.

What a directory sends beside it (telephone numbers, addresses, roles) is taken and forgotten: what
is not kept cannot leak. /Schemas says the same as these classes, as it is made of them.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PAGE, MOST = 100, 200


class Name(ComplexAttribute):
    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    value: Annotated[str | None, Required.true] = None
    type: str | None = None
    primary: bool | None = None


class User(Resource[Any]):
    """A person. The address is the primary e-mail; without any, the user name must be one."""

    __schema__ = URN(USER)

    external_id: Annotated[str | None, Mutability.read_write, CaseExact.true] = None
    user_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    name: Name | None = None
    display_name: str | None = None
    title: str | None = None
    locale: str | None = None
    active: bool | None = None
    emails: Annotated[list[Email] | None, Required.true] = None


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None


class EnterpriseUser(Extension):
    """Where somebody works, and for whom."""

    __schema__ = URN(ENTERPRISE)

    department: str | None = None
    manager: Manager | None = None


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )


class Group(Resource[Any]):
    """People named together. Its members are people; groups in groups are not served."""

    __schema__ = URN(GROUP)

    external_id: Annotated[str | None, Mutability.read_write, CaseExact.true] = None
    display_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    members: list[Member] | None = None


Person = User[EnterpriseUser]

CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=MOST),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=False),
    authentication_schemes=[
        AuthenticationScheme(
            type="oauthbearertoken",
            name="Access token",
            description="A token that an administrator of the wiki made, as a bearer token.",
            spec_uri="https://www.rfc-editor.org/rfc/rfc6750",
            primary=True,
        )
    ],
)

# What Entra sends otherwise than the standard says, see docs/sso.md.
POLICY = ScimPolicy(
    unknown=ScimPolicy.Unknown.ignore,
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)

SERVICE = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[ResourceType.from_resource(Person), ResourceType.from_resource(Group)],
    config=CONFIG,
    policy=POLICY,
)
