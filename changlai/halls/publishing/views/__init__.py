"""Pages of publishing: what everybody reads, and the clips on the workbench."""
