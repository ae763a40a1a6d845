"""Single sign-on by OpenID Connect: allauth's protocol, our reading of its answer.

allauth sends people to the provider and back (authorisation code, state bound to the session,
PKCE). What it leaves out is here: a nonce, the signature of the id token, keys instead of secrets,
several providers at once. What the answer says about a person is read by `accounts.claims` alone:
allauth's own reading takes the text "false" for a verified address and fails on an unusual subject.
"""
