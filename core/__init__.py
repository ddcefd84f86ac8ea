"""The maths: NumPy only, small enough to be projected in class.

Read in this order: `activations`, `neuron`, `line`, `layer`, `network`.
"""
