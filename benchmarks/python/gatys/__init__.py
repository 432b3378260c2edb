"""Gatys' style transfer on the compressed VGG-19 in PyTorch, beside what Atelier made of the same pictures."""
