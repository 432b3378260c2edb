package org.atelier.nn;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Returns the outputs of layers at any depth of a tree: feature taps of perceptual losses. Layers
 * after the last tap do not run, and their parameters are not created; parameters keep their names.
 *
 * <p>A tap is named by the dotted path of its layer, as its parameters are: {@code "features.3"},
 * {@code "layer3.0.conv2"}; the empty path is the output of the whole tree. The tap of a layer with
 * several outputs is the first; that of a layer that is used several times is its first use.
 *
 * <p>A tapped value is not overwritten by an in-place activation that follows. (In some reference
 * implementations it is, so their tap of a convolution is that of the activation.)
 */
public final class Taps extends Layer {
  private final Layer layers;
  private final List<String> paths;
  private final Optional<String> start;

  private Taps(Layer layers, List<String> paths, Optional<String> start) {
    this.layers = child("", layers);
    this.paths = List.copyOf(paths);
    this.start = start;
    Set<String> existing = layers.layerPaths();
    if (paths.isEmpty() || !existing.containsAll(paths)) {
      throw new IllegalArgumentException(
          "expected taps among " + existing + ", but got " + this.paths);
    }
  }

  /**
   * Creates taps of the outputs of the layers at these paths.
   *
   * @param layers the tree, which is shared and not copied
   * @param paths dotted paths, in the order of the outputs
   * @throws IllegalArgumentException if there is no layer at such a path
   */
  public static Taps of(Layer layers, String... paths) {
    return new Taps(layers, List.of(paths), Optional.empty());
  }

  /**
   * Returns taps that continue from the output of a layer, which is their second input: the layers
   * before it do not run, as far as the taps do not depend on them by another way. The first input
   * is that of the whole tree. For evaluation mode.
   *
   * @param path the dotted path of the layer whose output is given
   */
  public Taps from(String path) {
    return new Taps(layers, paths, Optional.of(path));
  }

  @Override
  protected Values write(Script script, Values in) {
    if (start.isEmpty()) {
      return Values.of(script.tapping(layers, in, paths));
    }
    Value resumed = in.get(1, 2);
    return Values.of(script.tappingFrom(start.get(), resumed, layers, in.get(0, 2), paths));
  }
}
