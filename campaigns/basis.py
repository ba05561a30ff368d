"""The clauses the use cases stand on, as ``doc#path``; a test proves that each exists in the pack."""

from __future__ import annotations

from typing import Final

OWN: Final = "own:definition"
DRAW: Final = "suixin-draw-1 §5"  # our published procedure, no clause

LEGAL_BASIS: Final = "sz-2018#二(一)1"  # a check without a legal basis is forbidden
CERTIFICATE: Final = "sz-2018#二(一)2"  # only people with an enforcement certificate
SPECIALTY: Final = "sz-2018#二(一)2"  # the inspector's expertise is on record
RANDOM: Final = "sz-2018#二(一)3"  # drawn by lot or machine, matched at random
SUBSTITUTES: Final = "sz-2018#二(一)3"  # who is prevented is replaced by procedure
RATES: Final = "sz-2018#二(一)3"  # ratio and frequency; more for risk, less for good credit
RECUSAL: Final = "sz-2018#二(三)2"
TWO_PEOPLE: Final = "sz-2018#二(三)2"  # at least two inspectors
JOINT: Final = "sz-2018#二(三)3"  # lead and responders, five departments, ten inspectors, the date
