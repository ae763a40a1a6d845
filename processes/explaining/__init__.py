"""Why somebody may read a page or decide on it, in words.

The rules themselves are `Article.objects.visible_to` and `permissions.deciders`; what is said here
follows them step by step, and tests compare the two for everybody.
"""

from processes.explaining.deciding import why_decide
from processes.explaining.doors import way_in
from processes.explaining.readers import counted, readers
from processes.explaining.reason import Answer, Reason
from processes.explaining.seeing import why_see

__all__ = ["Answer", "Reason", "counted", "readers", "way_in", "why_decide", "why_see"]
