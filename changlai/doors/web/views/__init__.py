"""The views of the web door, one file for each corner of the house."""
