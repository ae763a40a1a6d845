"""The form of an identity provider: the fields of its kind, and secrets that only go in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts import claims
from accounts.models import IdentityProvider
from accounts.provider_rows import as_provider
from accounts.providers.client_keys import check_private_key
from accounts.providers.environment import domains_in
from accounts.providers.presets import faults
from accounts.providers.provider import ENTRA, GOOGLE, OIDC, SAML
from accounts.providers.saml_metadata import certificates_in, read_metadata
from accounts.sealing import Unsealable, seal

LARGEST = 512 * 1024
KEEP = "Leave it empty to keep the one that is stored."
PROOF = ("client_id", "secret", "forget_secret", "private_key", "forget_private_key")
OF_KIND = {
    OIDC: ("issuer", *PROOF, "trust_email"),
    GOOGLE: ("hosted_domain", "client_id", "secret"),
    ENTRA: ("tenant", *PROOF, "trust_email"),
    SAML: (
        *("metadata", "entity_id", "sso_url", "slo_url", "certificates"),
        *("private_key", "forget_private_key"),
    ),
}
FOR_ALL = ("name", "key", "is_active", "position", "domains")
# What a fault of a provider is called in this form.
FIELDS = {f"saml.{name}": name for name in ("entity_id", "sso_url", "certificates")}
HELP = {
    "name": "On the button: “Continue with …”.",
    "position": "The smallest number stands first.",
    "issuer": "Its address as its own discovery document spells it, without /.well-known/….",
    "client_id": "What the provider knows the wiki by.",
    "tenant": "The id of your directory, as Entra shows it under Overview.",
    "hosted_domain": "The Workspace’s main domain. Empty: each of the domains above is taken for"
    " one.",
    "trust_email": "Count every address as verified. Only for a directory in which nobody but the"
    " company can write addresses.",
    "mapping": "Which claims mean what, as JSON; {} for what is usual. See docs/sso.md, Claims.",
    "entity_id": "The provider’s own name in its metadata.",
    "certificates": "In PEM, one after another: the present one and the next.",
}


class ProviderForm(forms.ModelForm):
    secret = forms.CharField(
        label="Client secret",
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
    )
    forget_secret = forms.BooleanField(label="Forget the stored secret", required=False)
    private_key = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    forget_private_key = forms.BooleanField(label="Forget the stored key", required=False)
    metadata = forms.FileField(
        label="Metadata",
        required=False,
        help_text="The provider’s metadata file (XML): it fills in what stands below.",
    )

    class Meta:
        model = IdentityProvider
        fields = (
            *("key", "kind", "name", "is_active", "position", "issuer", "client_id", "tenant"),
            *("hosted_domain", "domains", "trust_email", "entity_id", "sso_url", "slo_url"),
            *("certificates", "mapping"),
        )
        widgets = {
            "kind": forms.HiddenInput,
            "domains": forms.Textarea(attrs={"rows": 2}),
            "certificates": forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
            "mapping": forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        }
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        stored = {"secret": row.sealed_secret, "private_key": row.sealed_private_key}
        for name, sealed in stored.items():
            if name in self.fields:
                self.fields[name].help_text = f"One is stored. {KEEP}" if sealed else "None yet."
            if not sealed:
                self.fields.pop(f"forget_{name}", None)
        if "private_key" in self.fields:
            self.fields["private_key"].help_text += (
                " In PEM, with its certificate below it: instead of a secret, or to sign SAML"
                " requests."
            )
        for name in ("key", "kind"):
            if row.pk and name in self.fields:
                self.fields[name].disabled = True

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if any(key == given.key for given in settings.PROVIDERS):
            raise ValidationError("The environment names a provider with this key.")
        return key

    def clean_tenant(self) -> str:
        return str(self.cleaned_data["tenant"]).strip().lower()

    def clean_domains(self) -> str:
        return "\n".join(sorted(domains_in(self.cleaned_data["domains"])))

    def clean_certificates(self) -> str:
        return "\n".join(certificates_in(self.cleaned_data["certificates"]))

    def clean_private_key(self) -> str:
        pem: str = self.cleaned_data["private_key"]
        try:
            check_private_key(pem)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return pem

    def clean_mapping(self) -> dict[str, Any]:
        mapping = self.cleaned_data["mapping"]
        if mapping in (None, ""):
            return {}
        if not isinstance(mapping, dict):
            raise ValidationError("It must be an object: {…}.")
        if told := claims.check_mapping(mapping):
            raise ValidationError(told)
        return mapping

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._read_metadata(cleaned)
        return cleaned

    def _post_clean(self) -> None:
        """Once the row has what was typed, it is looked at as the sign-in will see it."""
        super()._post_clean()
        _seal(self.instance, self.cleaned_data)
        if self.errors:
            return
        try:
            found = list(faults(as_provider(self.instance)))
        except Unsealable:
            self.add_error(None, "The stored secret was sealed with another key: enter it anew.")
            return
        for field, sentence in found:
            name = FIELDS.get(field, field)
            said = sentence if sentence.startswith("“") else f"It {sentence}"
            self.add_error(name if name in self.fields else None, said)
        self._check_address()

    def _check_address(self) -> None:
        """Whoever changes where a stored secret is sent to would read it there."""
        if "issuer" not in self.fields:
            return
        issuer = self.cleaned_data["issuer"]
        if settings.SECURE and not issuer.startswith("https://"):
            self.add_error("issuer", "It must begin with https://, as everything is read there.")
        is_kept = self.instance.sealed_secret and not self.cleaned_data["secret"]
        if self.instance.pk and is_kept and "issuer" in self.changed_data:
            self.add_error("secret", "Enter it again: it would be sent to another address.")

    def _read_metadata(self, cleaned: dict[str, Any]) -> None:
        upload = cleaned.get("metadata")
        if not upload:
            return
        try:
            if upload.size > LARGEST:
                raise ValueError("It is too large for metadata.")
            side = read_metadata(upload.read())
        except ValueError as error:
            self.add_error("metadata", str(error))
            return
        cleaned["entity_id"], cleaned["sso_url"] = side.entity_id, side.sso_url
        cleaned["slo_url"], cleaned["certificates"] = side.slo_url, "\n".join(side.certificates)


def _seal(row: IdentityProvider, typed: dict[str, Any]) -> None:
    for name in ("secret", "private_key"):
        if text := typed.get(name):
            setattr(row, f"sealed_{name}", seal(text))
        elif typed.get(f"forget_{name}"):
            setattr(row, f"sealed_{name}", "")
