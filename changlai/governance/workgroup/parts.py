"""The work group is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("workgroup", "分工和任务", "谁管什么、一年做哪些事，数得出来的自己完成", order=94)]
