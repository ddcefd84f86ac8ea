"""The maths: NumPy only, small enough to be projected in class.

Read in this order.

1. A neuron: `activations` (with `elementwise` and `bends` behind it), `neuron`, `line`,
   `hyperplane`, `layer`, `network`. `activation_shape` measures the bends, `activation_source`
   writes them as NumPy, and `stack` follows a point through layers. `checks` reads the arguments
   of all of them, `rounding` gives their sums as they come out by hand, `scale` keeps huge and
   tiny numbers from overflowing.
2. What a network is made of: `hinges` (with `separate_lines` and `connected_lines`) draw curves,
   and `trees` (grown by `cart`) are networks too. `regions` answers where y = mx + b went, with
   `affine_maps` and `polygons`.
3. How weights are found: `datasets`, `regression`, and the room `training`.
4. What depth and weights do: `landscape` looks at the loss without moving, `gradients` follows
   it back through many layers.
5. To take home: the room `export` writes a network as code.

The two rooms are packages with a reading order of their own. Of the other modules only `landscape`
loads one of them, so a first lesson does not pay for training.
"""
