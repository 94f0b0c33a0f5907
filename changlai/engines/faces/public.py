"""Front door of faces: ask after a service, and declare a service for the page of satisfaction.

A hall reacts to its own fact of being done with `ask(…)`, lists a `FaceSource` in its own
`faces.FACES`, and puts `{% load faces %}{% face_tap "kind" row.pk %}` on its page of the thing
for residents, `{% face_slip "kind" row.pk %}` on the one for staff.
"""

from changlai.engines.faces.actions import Closed, ask, enter_face, take_back, tap_face
from changlai.engines.faces.models import Asked
from changlai.engines.faces.policies import visible_asked
from changlai.engines.faces.queries import asked_of, face_figures
from changlai.engines.faces.sources import FaceCounts, FaceFigure, FaceSource
from changlai.engines.faces.states import Face

__all__ = [
    "Asked",
    "Closed",
    "Face",
    "FaceCounts",
    "FaceFigure",
    "FaceSource",
    "ask",
    "asked_of",
    "enter_face",
    "face_figures",
    "take_back",
    "tap_face",
    "visible_asked",
]
