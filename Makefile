# Trains what is shipped, from the repository alone: two cores, minutes. Needs the extra "train".
PYTHON ?= python

.PHONY: models
models:
	PYTHONPATH=. $(PYTHON) models/train.py
	PYTHONPATH=. $(PYTHON) models/rank.py
