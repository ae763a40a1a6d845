"""What happens to people and departments that others above may have to follow."""

from django.dispatch import Signal

# A department opened or closed, or moved in the tree: its pages, and those below it, have other
# readers now. Sent in the same transaction, with `department`.
readership_changed = Signal()

# A department has another address or name. Sent in the same transaction, with `department`.
address_changed = Signal()

# Somebody was deactivated, or is active again. Sent in the same transaction, while their row is
# locked, with `person` and `by` (who did it, or None).
person_left = Signal()
person_returned = Signal()

# A picture of somebody is to be fetched. Sent in the same transaction, with `person`; what is
# asked of others for it waits until that is over.
portrait_wanted = Signal()

# Somebody who left is not known by name any more. Sent in the same transaction, with `person` (as
# they are called now) and `by`.
person_anonymised = Signal()
