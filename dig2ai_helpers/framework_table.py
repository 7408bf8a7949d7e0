"""What PyTorch and Keras cost beside our own network: a stored table of measurements.

`python -m benchmarks.frameworks` makes the table, and says how it measures.
"""

import csv
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "frameworks.csv"


def framework_costs() -> dict[tuple[str, ...], float]:
    """Return what was measured.

    Returns
    -------
    dict
        ("import", library): seconds; ("memory", library): megabytes after the import;
        ("batches", way): seconds to put together the batches of an epoch;
        ("epoch", library, neurons, batch size): seconds for 55,000 images;
        ("compile", "PyTorch", neurons, batch size): seconds until `torch.compile` has
        translated a network; and ("compiled", ...): seconds for 55,000 images then.

    Examples
    --------
    >>> costs = framework_costs()
    >>> costs["epoch", "ours", "128", "64"] < costs["epoch", "ours", "128", "1"]
    True
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            tuple(part for part in row[:-1] if part): float(row[-1])
            for row in list(csv.reader(file))[1:]
        }
