"""The counter of the demo village: what was entrusted to it, and who came to its windows."""

from changlai.halls.counter.demo import changes, queue, requests
from changlai.kernel.registry.contributions import DemoAct

DEMO = [
    DemoAct(code="counter", order=52, play=requests.play),
    DemoAct(code="counter_changes", order=54, play=changes.play),
    DemoAct(code="counter_queue", order=53, play=queue.play),
]
