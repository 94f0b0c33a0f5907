"""Named reads of disclosure: what is due, who signed, what is shown, what is asked."""
