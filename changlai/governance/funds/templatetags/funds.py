"""Cents on the page."""

from django import template

from changlai.engines.ledger.public import yuan as shown

register = template.Library()


@register.filter
def yuan(cents: int | None) -> str:
    """Return cents as yuan: 1,234.50."""
    return "" if cents is None else shown(cents)
