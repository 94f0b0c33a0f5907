"""The canteen is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("canteen", "博爱食堂", "一周菜单、订餐、送餐、留样和进货查验、结算", order=55)]
