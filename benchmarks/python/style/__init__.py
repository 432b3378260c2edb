"""WCT and style swap on the compressed VGG-19 in PyTorch, beside what Atelier computed of the same pictures."""
