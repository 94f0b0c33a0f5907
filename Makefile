# Two commands are enough to begin: `make run` and `make test`. `make help` lists the rest.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11, \
	$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))

ifeq ($(PYTHON),)
$(error 需要 Python 3.11 或更新的版本,请先安装。 Python 3.11 or newer is needed)
endif

.DEFAULT_GOAL := help
.PHONY: help run test check samples bench lock

help: ## list the commands
	@$(PYTHON) -m tools.help $(firstword $(MAKEFILE_LIST))

run: ## start a working village: HOST, PORT, VAR_DIR may be set
	@$(PYTHON) -m tools.run

test: ## everything that must hold: checks, suite on SQLite and PostgreSQL, browser
	@$(PYTHON) -m tools.test

check: ## style, types, storeys, templates, tenancy, deploy settings, migrations
	@$(PYTHON) -m tools.check

samples: ## run the real messages beside the project through the importer
	@$(PYTHON) -m tools.samples

bench: ## print latency, query counts and throughput beside their bare twins
	@$(PYTHON) -m tools.bench

lock: ## write the lock files from pyproject.toml and package.json (UPGRADE=1 takes newer versions)
	@$(PYTHON) -m tools.lock
