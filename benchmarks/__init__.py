"""What `make bench` runs: each figure beside a named reference measured in the same minutes on the same machine.

    python -m benchmarks                  all of them
    python -m benchmarks batches pages    some
    python -m benchmarks --json FILE      the figures for programs too
    python -m benchmarks --strict         exit with 1 when a goal is missed

Figures differ from machine to machine, and on a busy one from minute to minute. What is compared is the ratio to
the reference: both are measured in turns (A B A B …), each pair gives a ratio, and the median counts.
"""
