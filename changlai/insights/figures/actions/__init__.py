"""What figures does: work cards out, keep the reporting tree."""
