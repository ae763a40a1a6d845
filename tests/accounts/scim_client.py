"""A directory's program, speaking to the endpoint in a test."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from accounts import tokens

BASE = "/scim/v2/"


class Directory:
    """`post("Users", body)` and so on; `said` is the last answer read."""

    def __init__(self, provider: str = "sso") -> None:
        self.token, text = tokens.make("Directory", provider, None)
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {text}"}

    def send(self, method: str, path: str, body: object = None, **query: str) -> Any:
        response = self.client.generic(
            method.upper(),
            BASE + path,
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode(),
            content_type="application/scim+json; charset=utf-8",
            query_params=query,
            headers=self.headers,
        )
        if response.content:
            response.said = json.loads(response.content)
        return response

    def get(self, path: str, **query: str) -> Any:
        return self.send("get", path, **query)

    def post(self, path: str, body: object) -> Any:
        return self.send("post", path, body)

    def put(self, path: str, body: object) -> Any:
        return self.send("put", path, body)

    def patch(self, path: str, body: object) -> Any:
        return self.send("patch", path, body)

    def delete(self, path: str) -> Any:
        return self.send("delete", path)

    def made(self, path: str, body: object) -> str:
        """The id of what was made."""
        response = self.post(path, body)
        assert response.status_code == 201, response.said
        return response.said["id"]
