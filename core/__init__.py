"""The maths: NumPy only, small enough to be projected in class.

Read in this order: `activations`, `neuron`, `line`, `layer`, `network`. Then, how weights are
found: `regression`, `training`, and behind it `losses`, `optimizers`, `backpropagation` and
`engine`; `gradients` shows what depth does to them.
"""
