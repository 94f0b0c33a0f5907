"""A village may do without brands."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("brands", "特色品牌", "红色记忆、绿色家园、幸福邻里，和村里自己定的品牌", order=62)]
