"""The entry of satisfaction in the workbench's menu."""

from typing import Any

from changlai.engines.faces.policies import SEE
from changlai.kernel.registry.contributions import MenuItem


def _sees(actor: Any) -> bool:
    return bool(actor.can(SEE))


MENU = [MenuItem("desk", "满意情况", "faces:desk_faces", "smile", 5, group="数据", shown=_sees)]
