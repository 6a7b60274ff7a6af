"""The demonstration: its world, whom one can be in it, the tour, a clock that can be moved. Only in a demo's home."""
