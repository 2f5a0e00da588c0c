"""The kit measured: `python -m tests.bench` prints each figure beside its floor, taken in the same run."""
