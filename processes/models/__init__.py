from processes.models.answering import HandOver, Transfer, TransferState, Trust
from processes.models.article import Alias, Article, Kind, Topic
from processes.models.attachment import Attachment, AttachmentUse, ProposalAttachment, Rendition
from processes.models.conversation import Comment, Consultation
from processes.models.decision import Action, Decision, Manner
from processes.models.follow import Follow
from processes.models.link import ArticleLink, ExternalLink, ExternalLinkUse, LinkState, Redraw
from processes.models.proposal import OPEN_STATES, Proposal, Significance, State
from processes.models.round import Origin, Round
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
    "Comment",
    "Consultation",
    "Decision",
    "ExternalLink",
    "ExternalLinkUse",
    "Follow",
    "HandOver",
    "Kind",
    "LinkState",
    "Manner",
    "Origin",
    "Proposal",
    "ProposalAttachment",
    "Redraw",
    "Rendition",
    "Round",
    "SearchDocument",
    "SearchEntry",
    "Significance",
    "State",
    "Topic",
    "Transfer",
    "TransferState",
    "Trust",
    "VersionNumber",
]
