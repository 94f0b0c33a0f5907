"""Where the things that an engine keeps are shown."""

from changlai.kernel.registry.contributions import RecordPage

RECORD_PAGES = [
    RecordPage("activity", "gatherings:activity"),
    RecordPage("appointment", "gatherings:appointment"),
]
