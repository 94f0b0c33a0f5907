"""The verbs of the funds: write a voucher, sign it, publish a month, ask about a line."""
