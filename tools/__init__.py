"""Scripts behind `make`; what runs before .venv exists uses the standard library alone."""
