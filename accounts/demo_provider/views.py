from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import pages
from accounts.claims import EntryRefused
from accounts.demo_provider.cast import load_company
from accounts.demo_provider.provider import DemoProvider


@login_not_required
@never_cache
@require_POST
def sign_in_as(request: HttpRequest, person_id: str = "") -> HttpResponse:
    """Signs in as one of the demo company's people, through the same code as single sign-on."""
    if not settings.DEMO:
        raise Http404
    company = load_company(settings.DEMO_CAST)
    someone = company.people.get(person_id or request.POST.get("person", ""))
    if someone is None:
        raise Http404("The demo company has no such person.")
    try:
        login = DemoProvider(request).vouch_for(request, someone, company)
        login.state = {"process": AuthProcess.LOGIN, "next": get_next_redirect_url(request)}
        return complete_social_login(request, login)
    except EntryRefused as refusal:
        return pages.refused(request, refusal.reason)
