"""What notebook 00 says of its results; run in its own names, after its last cell."""

# "535,818 numbers", "99.5 %", "5 mistakes in 1,000", "5 minutes": what is stored of the network
assert sum(w.size for w in network.weights) + sum(b.size for b in network.biases) == 535_818
assert 0.9945 < about["test_accuracy"] < 0.9955
assert 4.5 < about["seconds"] / 60 < 5.5

# "about 60 in 1,000" of the bundled digits
assert 0.935 < accuracy < 0.945
scatter = (accuracy * (1 - accuracy) / 300) ** 0.5
assert len(digits.test) == 300 and round(300 * (1 - accuracy)) == 18
assert (
    round(1000 * scatter) == 14
)  # "18 of 300; chance alone makes that uncertain by about 14 in 1,000"
