package org.atelier.features;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.nn.Layer;
import org.atelier.nn.Taps;
import org.atelier.nn.script.Window;
import org.atelier.perception.FeatureArchitecture;

/**
 * What a tap of a network gives, as far as the architecture tells.
 *
 * @param name the name that people use
 * @param path the dotted path of the layer whose output it is
 * @param channels the number of channels
 * @param window its receptive field and stride; of kernels that are not square, their width counts
 */
public record TapDescription(String name, String path, long channels, Window window) {
  /** The pictures from which channels and windows are computed; no array is created. */
  private static final Shape PICTURE = new Shape(1, 3, 256, 256);

  /** Describes all named taps of a network, in its order, without creating its weights. */
  public static List<TapDescription> of(FeatureArchitecture architecture) {
    Map<String, String> names = architecture.taps();
    Layer layers = architecture.layers().get();
    Taps taps = Taps.of(layers, names.values().toArray(String[]::new));
    taps.footprint(architecture.name(), PICTURE);
    Shape[] shapes = taps.getOutputShapes(new Shape[] {PICTURE});
    List<Window> windows = taps.receptiveFields(PICTURE);
    var described = new ArrayList<TapDescription>();
    for (Map.Entry<String, String> name : names.entrySet()) {
      int i = described.size();
      described.add(
          new TapDescription(name.getKey(), name.getValue(), shapes[i].get(1), windows.get(i)));
    }
    return described;
  }
}
