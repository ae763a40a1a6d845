"""SCIM 2.0 (RFC 7643, RFC 7644): through it a provider's directory keeps people and groups here.

`urls` → `views`, which are thin → `people` and `groups`, which find and write → `facts`,
`membership` and `rights`, what it means here: written as what a sign-in says is → `reading`,
`resources` (what we serve, and how it looks) and `filtering`. `door` lets nobody in without a
token; `mending` puts right what directories are known to send otherwise than the standard says.
"""
