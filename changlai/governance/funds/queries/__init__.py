"""Named reads of the funds: sources with what is left, lists, months, questions about a line."""
