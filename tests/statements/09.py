"""What notebook 09 says of its results, on either set of digits."""

import numpy as np

# The first picture, and section 7's tables
costs = framework_costs()
epochs = {key[1:]: seconds for key, seconds in costs.items() if key[0] == "epoch"}
for batch in ("1", "64", "1024"):  # with 128 neurons NumPy is the fastest
    assert epochs["ours", "128", batch] == min(
        epochs[name, "128", batch] for name in ("ours", "PyTorch", "Keras")
    )
for batch in ("1", "64"):  # with 1,024 it is not for the largest batches
    assert epochs["ours", "1024", batch] < epochs["PyTorch", "1024", batch]
assert 1 < epochs["ours", "1024", "1024"] / epochs["PyTorch", "1024", "1024"] < 1.05
told = {
    ("128", "1"): (7.3, 23, 110), ("128", "64"): (0.4, 0.8, 2.0), ("128", "1024"): (0.3, 0.4, 0.5),
    ("1024", "1"): (28, 47, 136), ("1024", "64"): (2.9, 3.4, 5.2),
    ("1024", "1024"): (2.6, 2.5, 3.0),
}  # fmt: skip
for place, seconds in told.items():
    for name, value in zip(("ours", "PyTorch", "Keras"), seconds, strict=True):
        assert round(epochs[name, *place], 0 if value > 10 else 1) == value
steps_in_ms = [epochs[name, "128", "1"] / 55_000 * 1000 for name in ("ours", "PyTorch", "Keras")]
assert [round(ms, 2) for ms in steps_in_ms[:2]] == [0.13, 0.42] and round(steps_in_ms[2]) == 2
assert [round(costs["import", name], 1) for name in ("ours", "PyTorch", "Keras")] == [0.1, 1.4, 4.7]
assert [round(costs["memory", name]) for name in ("ours", "PyTorch", "Keras")] == [35, 553, 877]
assert [round(costs["batches", name], 2) for name in ("ours", "DataLoader")] == [0.02, 0.23]
assert [round(costs["compile", "PyTorch", n, "64"]) for n in ("128", "1024")] == [6, 6]
assert [costs["compiled", "PyTorch", "128", "64"], epochs["PyTorch", "128", "64"]] == [0.877, 0.763]

# Section 4
assert all(
    np.allclose(parameter.slope, gradient)
    for parameter, gradient in zip(parameters, in_pairs(dW, db), strict=True)
)

# Sections 3, 5 and 8, where the frameworks are
if not frameworks.missing():
    on_test = home.evaluate(digits.test.images, digits.test.labels)[1]
    assert on_test > (0.98 if digits.name == "bundled" else 0.94)
