# Everything a person or the CI machine runs. `make` alone lists it.
PYTHON ?= python3
VENV ?= .venv

BIN := $(VENV)/bin
# -qq leaves the errors visible.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.PHONY: help run test bench check format
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/app.stamp ## open the app (make run ARGS="--server.port 8600")
	$(BIN)/streamlit run app.py $(ARGS)

test: check ## set up what is missing, then check and test everything
	@chromium="$$(scripts/chromium $(BIN)/python)" \
		&& CHROMIUM="$$chromium" $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/dev.stamp ## formatting, lint and types only
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .

format: $(VENV)/dev.stamp ## put the formatting right
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev.stamp ## measure speed beside what one would use instead
	@chromium="$$(scripts/chromium $(BIN)/python)" \
		&& CHROMIUM="$$chromium" $(BIN)/python -m benchmarks $(ARGS)

# A stamp is touched only when its step has succeeded, so a broken-off set-up starts again.
$(VENV)/made.stamp:
	@scripts/environment $(PYTHON) $(VENV)
	@touch $@

$(VENV)/app.stamp: requirements.txt $(VENV)/made.stamp
	@echo "Installing requirements.txt"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt $(VENV)/made.stamp
	@echo "Installing requirements-dev.txt (some minutes the first time)"
	@$(PIP) -r requirements-dev.txt
	@touch $(VENV)/app.stamp $@
