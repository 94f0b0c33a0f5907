"""The gig station is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [
    Part("jobs", "零工驿站", "谁家要人、谁想干活，核实过的活才挂出来，说好了才给电话", order=45)
]
