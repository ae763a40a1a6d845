"""Files of an old wiki, larger than anything else that is uploaded: to a disk, by admins alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def to_disk(view: View) -> View:
    """The view for admins alone, with what they send written to a disk instead of into memory.

    That has to be said before anything looks into the request, which the check of its token does:
    so first it is made sure who this is, then how it is read, and then comes the check.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def prepared(request: HttpRequest, **told: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return checked(request, **told)

    return admin.site.admin_view(prepared)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files → list[UploadedFile]."""

    def __init__(self, *, accept: str = "", **options: Any) -> None:
        chosen = ManyFilesInput(attrs={"accept": accept} if accept else {})
        super().__init__(widget=chosen, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(ManyFilesField, self).clean(one, initial) for one in given]
