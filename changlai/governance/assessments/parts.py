"""Assessments are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("assessments", "考核评估", "数字自己留底，村里自评、镇里评议、群众看得到", order=91)]
