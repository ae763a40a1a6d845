"""Addresses: the site's own first, then `/<department>/<slug>/…`.

Every first part used here is among `accounts.models.department.RESERVED_SLUGS`.
"""

from django.urls import include, path

from processes.views import (
    articles,
    attachments,
    confirming,
    departments,
    filing,
    following,
    history,
    home,
    library,
    links,
    people,
    previews,
    proposals,
    reviews,
    search,
    uploads,
    wanted,
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
    path("links/", links.article_links, name="article_links"),
    path("links/propose/", links.propose_link, name="propose_link"),
    path("move/", filing.move, name="move"),
    path("confirm/", confirming.confirm_unchanged, name="confirm_unchanged"),
    path("archive/", filing.archive, name="archive"),
    path("restore/", filing.restore, name="restore"),
]

library_urls = [
    path("", library.libraries, name="libraries"),
    path("<slug:department>/", library.library, name="library"),
    path("<slug:department>/<uuid:key>/", library.library_item, name="library_item"),
    path(
        "<slug:department>/<uuid:key>/replaced/<uuid:new>/",
        library.library_replaced,
        name="library_replaced",
    ),
]

attachment_urls = [
    path("<str:name>", attachments.attachment, name="attachment"),
    path("<int:width>/<str:name>", attachments.rendition, name="rendition"),
    path("still/<str:name>", attachments.still, name="still"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("new/", proposals.new_article, name="new_article"),
    path("preview/", previews.preview, name="preview"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", include(proposal_urls)),
    path("reviews/", reviews.reviews, name="reviews"),
    path("wanted/", wanted.wanted, name="wanted"),
    path("me/following/", following.following, name="following"),
    path("reports/links/", links.link_report, name="link_report"),
    path("pictures/", include(library_urls)),
    path("people/<int:pk>/", people.person, name="person"),
    path("attachments/", uploads.upload, name="attachments"),
    path("attachments/new/", uploads.new, name="attachment_new"),
    path("attachments/<uuid:key>/", include(attachment_urls)),
    path("<slug:department>/", departments.department, name="department"),
    path("<slug:department>/<slug:slug>/", include(article_urls)),
]
