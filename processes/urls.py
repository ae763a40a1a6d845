"""Addresses: the site's own first, then `/<department>/<slug>/…`.

Every first part used here is among `accounts.models.department.RESERVED_SLUGS`.
"""

from django.urls import include, path

from processes.views import (
    approving_several,
    articles,
    attachments,
    checking,
    compare,
    confirming,
    conversation,
    corrections,
    departments,
    entries,
    feeds,
    filing,
    following,
    glossary,
    hand_overs,
    history,
    home,
    imported,
    library,
    lines,
    links,
    log,
    me,
    merging,
    naming,
    offers,
    old_discussion,
    opensearch,
    ordering,
    parts,
    pasting,
    people,
    portraits,
    previews,
    proposals,
    queue,
    quick,
    restoring,
    reviews,
    rounds,
    search,
    searching,
    starring,
    suggestions,
    tags,
    titles,
    tools,
    trust,
    uploads,
    versions,
    wanted,
    why,
    working_copies,
    writing,
)

proposal_urls = [
    path("", proposals.proposal, name="proposal"),
    path("edit/", writing.proposal_edit, name="proposal_edit"),
    path("merge/", merging.proposal_merge, name="proposal_merge"),
    path("catch-up/", merging.proposal_catch_up, name="proposal_catch_up"),
    path("submit/", proposals.proposal_submit, name="proposal_submit"),
    path("withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("take-back/", proposals.proposal_take_back, name="proposal_take_back"),
    path("approve/", reviews.proposal_approve, name="proposal_approve"),
    path("comments/", conversation.proposal_comment, name="proposal_comment"),
    path("comments/<int:comment>/resolve/", conversation.comment_resolve, name="comment_resolve"),
    path("consult/", conversation.proposal_consult, name="proposal_consult"),
    path("claim/", queue.proposal_claim, name="proposal_claim"),
    path("release/", queue.proposal_release, name="proposal_release"),
    path("return/", reviews.proposal_return, name="proposal_return"),
    path("decline/", reviews.proposal_decline, name="proposal_decline"),
    path("undo/", reviews.proposal_undo, name="proposal_undo"),
    path("correct/", corrections.proposal_correct, name="proposal_correct"),
    path("part/", parts.proposal_part, name="proposal_part"),
    path("source/", rounds.proposal_source, name="proposal_source"),
    path("rounds/<int:number>/", rounds.proposal_round, name="proposal_round"),
]

article_urls = [
    path("", articles.article, name="article"),
    path("propose/", writing.propose, name="propose"),
    path("history/", history.history, name="history"),
    path("history/log/", log.log, name="log"),
    path("history/log.csv", log.log_csv, name="log_csv"),
    path("history/lines/", lines.lines, name="lines"),
    path("history/<int:number>/", versions.version, name="version"),
    path("history/<int:number>/restore/", restoring.restore_version, name="restore_version"),
    path("compare/", compare.compare, name="compare"),
    path("links/", links.article_links, name="article_links"),
    path("discussion/", old_discussion.old_discussion, name="old_discussion"),
    path("tags/", tags.set_tags, name="set_tags"),
    path("links/propose/", links.propose_link, name="propose_link"),
    path("access/", why.why, name="why"),
    path("move/", filing.move, name="move"),
    path("hand-over/", hand_overs.hand_over_page, name="hand_over_page"),
    path("confirm/", confirming.confirm_unchanged, name="confirm_unchanged"),
    path("archive/", filing.archive, name="archive"),
    path("restore/", filing.restore, name="restore"),
]

# Under /me/.
offer_urls = [
    path("", offers.offers, name="offers"),
    path("<int:pk>/", offers.offer, name="offer"),
    path("<int:pk>/accept/", offers.offer_accept, name="offer_accept"),
    path("<int:pk>/refuse/", offers.offer_refuse, name="offer_refuse"),
    path("<int:pk>/cancel/", offers.offer_cancel, name="offer_cancel"),
]

# Under /me/arrange/<department>/.
arranging_urls = [
    path("", ordering.arrange, name="arrange"),
    path("order/", ordering.arrange_move, name="arrange_move"),
    path("pins/", ordering.arrange_pins, name="arrange_pins"),
]

# Under /me/writing/: what the editor keeps of texts that are no proposal yet.
writing_urls = [
    path("", working_copies.begin, name="working_copies"),
    path("token/", working_copies.token, name="writing_token"),
    path("together/", working_copies.together, name="writing_together"),
    path("<uuid:key>/", working_copies.working_copy, name="working_copy"),
    path("<uuid:key>/drop/", working_copies.drop, name="working_copy_drop"),
]

hand_over_urls = [
    path("", hand_overs.hand_overs, name="hand_overs"),
    path("<int:pk>/", hand_overs.hand_over, name="hand_over"),
    path("<int:pk>/close/", hand_overs.hand_over_close, name="hand_over_close"),
    path("<int:pk>/texts/<slug:key>/", hand_overs.hand_over_text, name="hand_over_text"),
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

glossary_urls = [
    path("", glossary.glossary, name="glossary"),
    path("new/", glossary.term_new, name="term_new"),
    path("<int:pk>/propose/", glossary.term_propose, name="term_propose"),
]

tool_urls = [
    path("", tools.tools, name="tools"),
    path("new/", tools.tool_new, name="tool_new"),
    path("<slug:slug>/", tools.tool, name="tool"),
    path("<slug:slug>/propose/", tools.tool_propose, name="tool_propose"),
]

# Under /feeds/<token>/, where the token stands for a person.
feed_urls = [
    path("", feeds.site_feed, name="site_feed"),
    path("<slug:department>/", feeds.department_feed, name="department_feed"),
    path("<slug:department>/<slug:slug>/", feeds.article_feed, name="article_feed"),
]

# Under /reviews/.
entry_urls = [
    path("", entries.entries, name="entries"),
    path("<int:pk>/", entries.entry_proposal, name="entry_proposal"),
    path("<int:pk>/approve/", entries.entry_approve, name="entry_approve"),
    path("<int:pk>/decline/", entries.entry_decline, name="entry_decline"),
    path("<int:pk>/withdraw/", entries.entry_withdraw, name="entry_withdraw"),
]

attachment_urls = [
    path("<str:name>", attachments.attachment, name="attachment"),
    path("<int:width>/<str:name>", attachments.rendition, name="rendition"),
    path("still/<str:name>", attachments.still, name="still"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/opened/", searching.search_opened, name="search_opened"),
    path("search/quick/", quick.quick_find, name="quick_find"),
    path("search/opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("search/titles/", titles.title_find, name="title_find"),
    path("search/who/", naming.who_find, name="who_find"),
    path("search/tools/", naming.tool_find, name="tool_find"),
    path("search/suggest/", suggestions.suggest, name="suggest"),
    path("new/", writing.new_article, name="new_article"),
    path("preview/", previews.preview, name="preview"),
    path("preview/paste/", pasting.paste, name="paste"),
    path("preview/check/", checking.check, name="check"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", include(proposal_urls)),
    path("reviews/", queue.reviews, name="reviews"),
    path("reviews/approve/", approving_several.reviews_approve, name="reviews_approve"),
    path("reviews/approved/", approving_several.reviews_approved, name="reviews_approved"),
    path("reviews/entries/", include(entry_urls)),
    path("glossary/", include(glossary_urls)),
    path("tools/", include(tool_urls)),
    path("wanted/", wanted.wanted, name="wanted"),
    path("me/", me.me, name="me"),
    path("me/offers/", include(offer_urls)),
    path("me/writing/", include(writing_urls)),
    path("me/trust/", trust.trust, name="trust"),
    path("me/trust/<int:pk>/end/", trust.trust_end, name="trust_end"),
    path("me/hand-overs/", include(hand_over_urls)),
    path("me/arrange/<slug:department>/", include(arranging_urls)),
    path("me/following/", following.following, name="following"),
    path("me/stars/", starring.stars, name="stars"),
    path("me/feeds/", feeds.my_feeds, name="feeds"),
    path("feeds/<str:token>/", include(feed_urls)),
    path("reports/links/", links.link_report, name="link_report"),
    path("reports/imported/", imported.imported, name="imported"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<slug:slug>/", tags.tag, name="tag"),
    path("pictures/", include(library_urls)),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/picture/", portraits.picture, name="person_picture"),
    path("people/<int:pk>/access/", why.why_person, name="why_person"),
    path("attachments/", uploads.upload, name="attachments"),
    path("attachments/new/", uploads.new, name="attachment_new"),
    path("attachments/<uuid:key>/", include(attachment_urls)),
    path("<slug:department>/", departments.department, name="department"),
    path("<slug:department>/<slug:slug>/", include(article_urls)),
]
