# Trains what is shipped, from the repository alone: two cores, minutes. Needs the extra "train".
PYTHON ?= python

.PHONY: models
models:
	PYTHONPATH=. $(PYTHON) models/train.py
	OMP_NUM_THREADS=1 PYTHONPATH=. $(PYTHON) models/rank.py

# Trains all twice and compares bytes and scores with what is shipped.
.PHONY: compare-models
compare-models:
	PYTHONPATH=. $(PYTHON) models/compare.py
