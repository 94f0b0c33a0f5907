"""The village's money is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("funds", "资金", "钱从哪来、花在哪，两个人复核，按月逐笔公开", order=80)]
