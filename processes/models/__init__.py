from processes.models.answering import HandOver, Transfer, TransferState, Trust
from processes.models.article import Alias, Article, Kind, Topic
from processes.models.attachment import Attachment, AttachmentUse, ProposalAttachment, Rendition
from processes.models.catalogue import (
    ArticleRole,
    ArticleTool,
    EntryKind,
    EntryProposal,
    EntryState,
    RoleName,
    Term,
    Tool,
    ToolStatus,
)
from processes.models.conversation import Comment, Consultation
from processes.models.decision import Action, Decision, Manner
from processes.models.follow import Follow
from processes.models.link import ArticleLink, ExternalLink, ExternalLinkUse, LinkState, Redraw
from processes.models.proposal import OPEN_STATES, Proposal, Significance, State
from processes.models.provenance import OldAddress, OldComment, Provenance
from processes.models.reading import Pin, Star, Visit
from processes.models.round import Origin, Round
from processes.models.rule_setting import Level, RuleSetting
from processes.models.search import SearchDocument, SearchEntry, SearchHead, SearchWord
from processes.models.searched import Search
from processes.models.tag import Tag, Tagging
from processes.models.template import ArticleTemplate, TemplateSection, TemplateVersion
from processes.models.version import VersionNumber
from processes.models.working_copy import WorkingCopy

__all__ = [
    "OPEN_STATES",
    "Action",
    "Alias",
    "Article",
    "ArticleLink",
    "ArticleRole",
    "ArticleTemplate",
    "ArticleTool",
    "Attachment",
    "AttachmentUse",
    "Comment",
    "Consultation",
    "Decision",
    "EntryKind",
    "EntryProposal",
    "EntryState",
    "ExternalLink",
    "ExternalLinkUse",
    "Follow",
    "HandOver",
    "Kind",
    "Level",
    "LinkState",
    "Manner",
    "OldAddress",
    "OldComment",
    "Origin",
    "Pin",
    "Proposal",
    "ProposalAttachment",
    "Provenance",
    "Redraw",
    "Rendition",
    "RoleName",
    "Round",
    "RuleSetting",
    "Search",
    "SearchDocument",
    "SearchEntry",
    "SearchHead",
    "SearchWord",
    "Significance",
    "Star",
    "State",
    "Tag",
    "Tagging",
    "TemplateSection",
    "TemplateVersion",
    "Term",
    "Tool",
    "ToolStatus",
    "Topic",
    "Transfer",
    "TransferState",
    "Trust",
    "VersionNumber",
    "Visit",
    "WorkingCopy",
]
