"""Pages of the funds: what everyone reads, and the workbench of those who keep and sign."""
