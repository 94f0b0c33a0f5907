"""Checklists are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("checklists", "阵地对照", "照着一张表看看中心差在哪，系统知道的不用填", order=92)]
