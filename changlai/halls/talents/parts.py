"""Talent cards are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("talents", "乡村人才", "谁会什么、愿意帮什么，自愿登记，只有中心看得到", order=47)]
