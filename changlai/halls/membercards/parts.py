"""Member cards are a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [
    Part("membercards", "党员形象栏", "党员的姓名、岗位、承诺，一项一项问过本人再公开", order=62)
]
