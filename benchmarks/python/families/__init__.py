"""One module per family of models; its Java half is a line in org.atelier.benchmarks.Family.

A module offers
  SIZES                         picture sizes that are compared, in pixels
  BATCH                         examples a step
  VARIANTS                      {name: (label, precision)} of the PyTorch programs
  DEFAULT_VARIANTS              those that run when none is asked for; the first is the yardstick
  build(size, variant)          a function without arguments that does one training step and
                                returns the last loss, a tensor
  picture(size)                 height and width of the pictures, where they are no squares (optional)
  flops(size)                   floating-point operations of the convolutions of one step
"""
