"""The maths: NumPy only, small enough to be projected in class.

Read in this order.

1. A neuron: `activations` (with `elementwise` and `bends` behind it), `neuron`, `line`,
   `hyperplane`, `layer`, `network`. `activation_shape` measures the bends, `stack` follows a
   point through layers. At every door stand the `checks`.
2. What a network is made of: `hinges` (with `separate_lines`) draw curves, `trees` (grown by
   `cart`) are networks too. `regions` answers where y = mx + b went, with `affine_maps` and
   `polygons`.
3. How weights are found: `datasets`, `regression`, `training`. Behind it `samples` and
   `parameters` lay out the numbers, `losses` and `optimizers` hold the rules, `backpropagation`
   finds the gradient, and `engine` repeats the step it wrote on a `tape`, with `recipes` for the
   common activations. `history` keeps the record, `divergence` explains a failure.
4. What depth and weights do: `landscape` looks at the loss without moving, `gradients` follows
   it back through many layers.
5. To take home: `export` (with `export_formulas`) and `notebook`.
"""
