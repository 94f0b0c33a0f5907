"""A village may do without publishing."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("publishing", "公告和文化墙", "公告、指南、文化墙、村里的故事、展示窗口", 60)]
