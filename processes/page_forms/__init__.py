"""The forms of a whole page: its text, and folded away where it belongs and who answers for it."""

from processes.page_forms.base import PageForm
from processes.page_forms.known import ChangeForm
from processes.page_forms.new import NewArticleForm

__all__ = ["ChangeForm", "NewArticleForm", "PageForm"]
