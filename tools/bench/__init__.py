"""`make bench`: how fast the house is, each figure beside a bare twin measured in the same run."""
