"""Where the times are shown that an engine keeps for the counter."""

from changlai.kernel.registry.contributions import RecordPage

RECORD_PAGES = [RecordPage("counter_appointment", "counter:time")]
