"""An identity provider that an admin entered; others come from the environment."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models


class ProviderKind(models.TextChoices):
    OIDC = "oidc", "OpenID Connect"
    GOOGLE = "google", "Google Workspace"
    ENTRA = "entra", "Microsoft Entra ID"
    SAML = "saml", "SAML 2.0"


class IdentityProvider(models.Model):
    """See accounts.providers, which makes one kind of thing of these and of the environment's.

    What is secret is stored sealed (accounts.sealing) and never shown again.
    """

    key = models.CharField(
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"\A[a-z][a-z0-9-]*\Z", "Small letters, digits and hyphens.")],
        help_text="Part of the addresses that the provider is told; it cannot be changed later.",
    )
    kind = models.CharField(max_length=10, choices=ProviderKind, default=ProviderKind.OIDC)
    name = models.CharField(max_length=80, help_text="On the button: “Sign in with …”.")
    is_active = models.BooleanField("in use", default=True)
    position = models.PositiveSmallIntegerField(default=0)
    issuer = models.CharField(max_length=200, blank=True)
    client_id = models.CharField(max_length=255, blank=True)
    sealed_secret = models.TextField(blank=True, editable=False)
    sealed_private_key = models.TextField(blank=True, editable=False)
    tenant = models.CharField(max_length=100, blank=True)
    hosted_domain = models.CharField(max_length=253, blank=True)
    domains = models.TextField(
        "e-mail domains", help_text="Whose addresses may sign in here, each matched exactly."
    )
    trust_email = models.BooleanField(default=False)
    # SAML: what its metadata says.
    entity_id = models.CharField(max_length=200, blank=True)
    sso_url = models.CharField(max_length=500, blank=True)
    slo_url = models.CharField(max_length=500, blank=True)
    certificates = models.TextField(blank=True)
    # Which claims mean what: see accounts.claims.
    mapping = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
