"""A network's layers as a table."""


def describe(network):
    """Return one line for each layer: activation, shapes and number of parameters, as text."""
    rows = [("layer", "activation", "weights", "biases", "parameters")]
    for number, W in enumerate(network.weights, start=1):
        activation = network.output if number == len(network.weights) else network.hidden
        inputs, neurons = W.shape
        count = (inputs + 1) * neurons
        rows.append((f"{number}", activation, f"{W.shape}", f"({neurons},)", f"{count:,}"))
    total = sum(array.size for array in network.weights + network.biases)
    rows.append(("total", "", "", "", f"{total:,}"))
    return "\n".join(f"{a:<7}{b:<12}{c:<14}{d:<10}{e:>12}" for a, b, c, d, e in rows)
