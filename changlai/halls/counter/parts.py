"""The counter is a part that a village may do without."""

from changlai.kernel.registry.contributions import Part

PARTS = [Part("counter", "便民服务", "办事指南、帮办代办、缺什么一次告诉", order=10)]
