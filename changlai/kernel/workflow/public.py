"""Front door of workflows as data."""

from changlai.kernel.workflow.drawing import drawn
from changlai.kernel.workflow.values import State, Step, Workflow

__all__ = ["State", "Step", "Workflow", "drawn"]
