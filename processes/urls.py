"""Addresses: the site's own first, then `/<department>/<slug>/…`.

Every first part used here is among `accounts.models.department.RESERVED_SLUGS`.
"""

from django.urls import include, path

from processes.views import (
    articles,
    attachments,
    departments,
    history,
    home,
    people,
    proposals,
    reviews,
    search,
)

proposal_urls = [
    path("", proposals.proposal, name="proposal"),
    path("edit/", proposals.proposal_edit, name="proposal_edit"),
    path("submit/", proposals.proposal_submit, name="proposal_submit"),
    path("withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("take-back/", proposals.proposal_take_back, name="proposal_take_back"),
    path("approve/", reviews.proposal_approve, name="proposal_approve"),
    path("return/", reviews.proposal_return, name="proposal_return"),
    path("decline/", reviews.proposal_decline, name="proposal_decline"),
]

article_urls = [
    path("", articles.article, name="article"),
    path("propose/", proposals.propose, name="propose"),
    path("history/", history.history, name="history"),
    path("history/<int:number>/", history.version, name="version"),
    path("compare/", history.compare, name="compare"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("new/", proposals.new_article, name="new_article"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", include(proposal_urls)),
    path("reviews/", reviews.reviews, name="reviews"),
    path("people/<int:pk>/", people.person, name="person"),
    path("attachments/<uuid:key>/<str:name>", attachments.attachment, name="attachment"),
    path("<slug:department>/", departments.department, name="department"),
    path("<slug:department>/<slug:slug>/", include(article_urls)),
]
