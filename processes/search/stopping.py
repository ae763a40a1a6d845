"""Small words that nearly every text holds. They are not asked for where others are."""

from __future__ import annotations

from processes.text.rendering import fold

_ENGLISH = """
a about after again all also always am among an and any anybody anyone anything are aren as at be
because been before being best between both but by can cannot can't could couldn create d did didn
do does doesn doing don done down during each else ever every for from get getting give given go
goes going gone got had has hasn have haven having he her here hers him his how however i if in
into is isn it its just let like ll m make may me might mine more most much must my need needs no
nobody nor not now of off on once one only or other our ours out over own people per please quite
rather re really s same say see shall she should shouldn show since so some somebody someone
something still such t tell than that the their theirs them then there these they thing things
this those through to too under until up upon us use used using ve very via want wants was wasn
way we were weren what whatever when where whether which while who whom whose why will with within
without won would wouldn write you your yours
"""
_FRENCH = """
à ai alors après as au aucun aussi autre autres aux avait avant avec avez avoir avons c ça car ce
ceci cela ces cet cette ceux chaque chez ci comme comment d dans de depuis des dois doit donc dont
du elle elles en encore entre es est et étaient était étant été être eu eux fait faire faut il ils
j je jusque l la là le les leur leurs lorsque lui m ma mais me même mes moi moins mon n ne ni nos
notre nous on ont ou où par parce pas pendant peu peut plus pour pourquoi qu quand que quel quelle
quelles quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout
toute toutes très tu un une vers vos votre vous y
"""
SMALL_WORDS = frozenset(word for word in fold(_ENGLISH + _FRENCH).replace("'", " ").split())
