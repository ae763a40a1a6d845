"""Links that lead out of the wiki, and whether anything is still there.

recording.py   which addresses the live pages hold
forgetting.py  the addresses that none of them holds any more
checking.py    whose turn it is to be asked, and what an answer means for a link
asking.py      one address asked over the network, as harmlessly as that can be done
fetching.py    a picture of another site, to be kept here
networks.py    which machines may be asked at all
pacing.py      not more than one request per host and second
jobs.py        the job that does it every hour
"""

from processes.outside.checking import DEAD_AFTER, Checked, check_due
from processes.outside.fetching import Fetcher, NoAnswer, NotFetched
from processes.outside.forgetting import forget_unused
from processes.outside.jobs import check_outside_links
from processes.outside.recording import is_recorded, record

__all__ = [
    "DEAD_AFTER",
    "Checked",
    "Fetcher",
    "NoAnswer",
    "NotFetched",
    "check_due",
    "check_outside_links",
    "forget_unused",
    "is_recorded",
    "record",
]
