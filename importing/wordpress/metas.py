"""The keys of what plugins and themes keep beside a page that say something of the page. Pure."""

from __future__ import annotations

# What plugins keep beside a page that only some may read.
CLOSING = frozenset(
    "_members_access_role rcp_user_level rcp_access_level rcp_subscription_level _wpmem_block"
    " _is_paid groups-read groups-groups_read_post _groups-read _jetpack_newsletter_access"
    " um_content_restriction _restrict_content _ppwp_post_passwords ppwp_protected"
    " _wc_memberships_restricted passster_activate_protection _epl_restricted".split()
)
# Where page builders keep the text of a page.
ELEMENTOR = "_elementor_data"
BUILDERS = {
    ELEMENTOR: "Elementor",
    "_bricks_page_content_2": "Bricks",
    "ct_builder_shortcodes": "Oxygen",
    "_ct_builder_json": "Oxygen",
    "_fl_builder_data": "Beaver Builder",
    "_breakdance_data": "Breakdance",
    "panels_data": "SiteOrigin",
    "tve_updated_post": "Thrive Architect",
    "brizy_post_uid": "Brizy",
    "_cornerstone_data": "Cornerstone",
    "_themify_builder_settings_json": "Themify",
    "vcv-pageContent": "Visual Composer",
}
FOOTNOTES = "footnotes"
_FORUMS = {"_bbp_forum_id", "_bbp_reply_to"}
TELLING = (
    frozenset(
        "_thumbnail_id _wp_attached_file _wp_attachment_image_alt _wp_attachment_metadata"
        " _wp_old_date _wp_old_slug _yoast_wpseo_primary_category"
        " rank_math_primary_category".split()
    )
    | CLOSING
    | BUILDERS.keys()
    | {FOOTNOTES}
    | _FORUMS
)
