package org.atelier.features.inception;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.features.tree.WithUnused;
import org.atelier.nn.GlobalPool;
import org.atelier.nn.Layer;
import org.atelier.nn.Linear;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * Inception v3 (Szegedy et al., arXiv:1512.00567) with the key names of torchvision: pictures (N,
 * 3, H, W) in [-1, 1], of sides of at least 75 pixels, to logits; both versions were trained at
 * 299.
 *
 * <p>Taps are torchvision's names, {@code Conv2d_1a_3x3}, …, {@code Mixed_5b}, …, {@code Mixed_7c},
 * the same in short, {@code conv1a} and {@code mixed5b}, and {@code pool1}, {@code pool2}, {@code
 * pooled} (the spatial mean, (N, 2048)) and {@code logits}.
 */
public final class InceptionV3 {
  /** The side for which the network was trained, in pixels. */
  public static final int SIZE = 299;

  /** The number of pooled features. */
  public static final int FEATURES = 2048;

  /** Average pooling whose means include the padding. */
  private static final Layer AVERAGE = Pool2d.average(3).withStride(1).withPadding(1);

  /** Average pooling that excludes the padding, as in TensorFlow. */
  private static final Layer INNER_AVERAGE =
      Pool2d.average(3).withStride(1).withPadding(1).ignoringPadding();

  private static final Layer MAXIMUM = Pool2d.max(3).withStride(1).withPadding(1);

  private InceptionV3() {}

  /**
   * Describes torchvision's network, of 1000 classes. Its file has the auxiliary classifier {@code
   * AuxLogits} too, which trained the network and is not part of this one.
   */
  public static FeatureArchitecture architecture() {
    return describe("Inception v3", AVERAGE, AVERAGE, () -> Linear.of(1000));
  }

  /**
   * Describes the network with which FID was published ({@code
   * pt_inception-2015-12-05-6726825d.pth}): its means exclude the padding, its last block pools
   * maxima, and its 1008 logits have no bias, as in the Inception Score.
   */
  public static FeatureArchitecture ofFid() {
    return describe(
        "Inception v3 (2015-12-05)", INNER_AVERAGE, MAXIMUM, () -> Linear.of(1008).withoutBias());
  }

  private static FeatureArchitecture describe(
      String name, Layer pool, Layer lastPool, Supplier<Layer> classifier) {
    return new FeatureArchitecture(
        name,
        () ->
            new WithUnused(
                Sequential.of(layers(pool, lastPool, classifier)),
                Map.of("AuxLogits", auxiliary())),
        InputNormalisation.symmetric(),
        taps(List.copyOf(layers(pool, lastPool, classifier).keySet())));
  }

  private static Map<String, Layer> layers(Layer pool, Layer lastPool, Supplier<Layer> classifier) {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("Conv2d_1a_3x3", InceptionConvolution.valid(32, 3, 2));
    layers.put("Conv2d_2a_3x3", InceptionConvolution.valid(32, 3, 1));
    layers.put("Conv2d_2b_3x3", InceptionConvolution.same(64, 3, 3));
    layers.put("maxpool1", InceptionBlock.halving());
    layers.put("Conv2d_3b_1x1", InceptionConvolution.valid(80, 1, 1));
    layers.put("Conv2d_4a_3x3", InceptionConvolution.valid(192, 3, 1));
    layers.put("maxpool2", InceptionBlock.halving());
    layers.put("Mixed_5b", InceptionBlock.a(32, pool));
    layers.put("Mixed_5c", InceptionBlock.a(64, pool));
    layers.put("Mixed_5d", InceptionBlock.a(64, pool));
    layers.put("Mixed_6a", InceptionBlock.b());
    layers.put("Mixed_6b", InceptionBlock.c(128, pool));
    layers.put("Mixed_6c", InceptionBlock.c(160, pool));
    layers.put("Mixed_6d", InceptionBlock.c(160, pool));
    layers.put("Mixed_6e", InceptionBlock.c(192, pool));
    layers.put("Mixed_7a", InceptionBlock.d());
    layers.put("Mixed_7b", InceptionBlock.e(pool));
    layers.put("Mixed_7c", InceptionBlock.e(lastPool));
    layers.put("avgpool", GlobalPool.average());
    layers.put("fc", classifier.get());
    return layers;
  }

  /** The auxiliary classifier, in the order and with the names of torchvision. */
  private static Layer auxiliary() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("conv0", InceptionConvolution.valid(128, 1, 1));
    layers.put("conv1", InceptionConvolution.valid(768, 5, 1));
    layers.put("fc", Linear.of(1000));
    return Sequential.of(layers);
  }

  private static Map<String, String> taps(List<String> layers) {
    var taps = new LinkedHashMap<String, String>();
    for (String layer : layers) {
      if (layer.startsWith("maxpool")) {
        taps.put(layer.substring("max".length()), layer);
      } else if (layer.equals("avgpool")) {
        taps.put("pooled", layer);
      } else if (layer.equals("fc")) {
        taps.put("logits", layer);
      } else {
        taps.put(layer, layer);
        taps.put(shortName(layer), layer);
      }
    }
    return taps;
  }

  /** {@code Mixed_5b} is {@code mixed5b}, {@code Conv2d_1a_3x3} is {@code conv1a}. */
  private static String shortName(String layer) {
    String[] parts = layer.toLowerCase(Locale.ROOT).split("_");
    return parts[0].replace("2d", "") + parts[1];
  }
}
