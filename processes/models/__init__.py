from processes.models.article import Alias, Article, Kind, Topic
from processes.models.attachment import Attachment, AttachmentUse, ProposalAttachment, Rendition
from processes.models.decision import Action, Decision
from processes.models.link import ArticleLink, ExternalLink, ExternalLinkUse, LinkState, Redraw
from processes.models.proposal import OPEN_STATES, Proposal, Significance, State
from processes.models.search import SearchDocument, SearchEntry
from processes.models.version import VersionNumber

__all__ = [
    "OPEN_STATES",
    "Action",
    "Alias",
    "Article",
    "ArticleLink",
    "Attachment",
    "AttachmentUse",
    "Decision",
    "ExternalLink",
    "ExternalLinkUse",
    "Kind",
    "LinkState",
    "Proposal",
    "ProposalAttachment",
    "Redraw",
    "Rendition",
    "SearchDocument",
    "SearchEntry",
    "Significance",
    "State",
    "Topic",
    "VersionNumber",
]
