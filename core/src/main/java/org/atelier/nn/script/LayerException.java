package org.atelier.nn.script;

/**
 * Thrown when an input does not fit a layer. The message begins with the layer's path: {@code
 * "discriminator.2: expected 64 channels, but got 3"}.
 */
public final class LayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  LayerException(String path, IllegalArgumentException cause) {
    super(path + ": " + cause.getMessage(), cause);
  }
}
