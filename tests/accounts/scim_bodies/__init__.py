"""Requests as Microsoft Entra and Okta document them, with the words of our own company.

Entra: “Develop and plan provisioning for a SCIM endpoint”, and “Known issues with SCIM 2.0 protocol
compliance” (with and without the flag aadOptscim062020). Okta: “Okta and SCIM Version 2.0”.
"""

from __future__ import annotations

from typing import Any

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

Body = dict[str, Any]


def patch(*operations: Body) -> Body:
    return {"schemas": [PATCH], "Operations": list(operations)}
