"""Rows of the cases engine, by noun."""

from changlai.engines.cases.models.answers import (
    CallBack,
    PublicAnswer,
    Rating,
    RedactionOriginal,
    ReplyTemplate,
)
from changlai.engines.cases.models.case import Case, CaseFile, CaseStep
from changlai.engines.cases.models.guards import CaseLook, ExcludedFromRate, ProgressTry
from changlai.engines.cases.models.hands import CoHandler, Follower, UpwardGrant
from changlai.engines.cases.models.kinds import Category, KindVersion, ServiceLevel

__all__ = [
    "CallBack",
    "Case",
    "CaseFile",
    "CaseLook",
    "CaseStep",
    "Category",
    "CoHandler",
    "ExcludedFromRate",
    "Follower",
    "KindVersion",
    "ProgressTry",
    "PublicAnswer",
    "Rating",
    "RedactionOriginal",
    "ReplyTemplate",
    "ServiceLevel",
    "UpwardGrant",
]
