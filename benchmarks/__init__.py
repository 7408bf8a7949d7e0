"""Speed and memory beside other libraries, in one run: python -m benchmarks."""
