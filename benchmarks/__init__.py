"""What is measured, against the bars of the design; ``python -m benchmarks`` prints the ratios."""
