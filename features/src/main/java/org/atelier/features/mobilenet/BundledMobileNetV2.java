package org.atelier.features.mobilenet;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.atelier.model.network.Network;
import org.atelier.nn.Layer;
import org.atelier.nn.Sequential;
import org.atelier.nn.Taps;
import org.atelier.optim.Sgd;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.perception.InputNormalisation;
import org.atelier.weights.WeightsException;

/**
 * The backbone of a MobileNetV2 (Sandler et al., arXiv:1801.04381) that was trained for object
 * detection on Open Images, with its weights: pictures (N, 3, H, W), RGB in [-1, 1], of any size;
 * at least 96 pixels are recommended, it was trained at 300. Batch normalisation is folded into the
 * convolutions.
 *
 * <p>Taps, in order of depth:
 *
 * <ul>
 *   <li>{@code conv0.dense}: the 32 filters of the first layer at every pixel, before ReLU6 and
 *       with mirrored borders; 20 of them are all zero. {@code conv0}: as the network has it.
 *   <li>{@code block01.expand}, {@code block01.depthwise}, {@code block01.project}, {@code
 *       block02.add} and so on for blocks 00 to 16: the first two after ReLU6, in [0, 6]; {@code
 *       project} and the sum {@code add} of a residual block are linear, of few channels.
 *   <li>{@code block00} to {@code block16}: what a block gives to the next.
 *   <li>{@code conv1}: 1280 channels after ReLU6, whose spatial mean is the embedding.
 * </ul>
 */
public final class BundledMobileNetV2 {
  /** The SHA-256 of the file of weights. */
  public static final String HASH = BundledWeights.HASH;

  /** Output channels and stride of each block; all except the first have expansion factor 6. */
  private static final int[][] BLOCKS = {
    {16, 1}, {24, 2}, {24, 1}, {32, 2}, {32, 1}, {32, 1}, {64, 2}, {64, 1}, {64, 1}, {64, 1},
    {96, 1}, {96, 1}, {96, 1}, {160, 2}, {160, 1}, {160, 1}, {320, 1}
  };

  private static final int STEM = 32;
  private static final int EMBEDDING = 1280;

  private BundledMobileNetV2() {}

  /** Describes the network. */
  public static FeatureArchitecture architecture() {
    return new FeatureArchitecture(
        "MobileNetV2", BundledMobileNetV2::network, InputNormalisation.symmetric(), taps());
  }

  private static Layer network() {
    var layers = new LinkedHashMap<String, Layer>();
    layers.put("conv0", new Stem(STEM));
    int channels = STEM;
    for (int i = 0; i < BLOCKS.length; i++) {
      int expanded = i == 0 ? channels : 6 * channels;
      layers.put(block(i), new InvertedResidual(channels, expanded, BLOCKS[i][0], BLOCKS[i][1]));
      channels = BLOCKS[i][0];
    }
    layers.put("conv1", SameConv2d.of(EMBEDDING, 1, 1, true));
    return Sequential.of(layers);
  }

  private static String block(int index) {
    return String.format(Locale.ROOT, "block%02d", index);
  }

  private static Map<String, String> taps() {
    var taps = new LinkedHashMap<String, String>();
    put(taps, "conv0.dense");
    put(taps, "conv0");
    for (int i = 0; i < BLOCKS.length; i++) {
      if (i > 0) {
        put(taps, block(i) + ".expand");
      }
      put(taps, block(i) + ".depthwise");
      put(taps, block(i) + ".project");
      if (i > 0 && BLOCKS[i][1] == 1 && BLOCKS[i][0] == BLOCKS[i - 1][0]) {
        put(taps, block(i) + ".add");
      }
      put(taps, block(i));
    }
    put(taps, "conv1");
    return taps;
  }

  private static void put(Map<String, String> taps, String path) {
    taps.put(path, path);
  }

  /**
   * Creates the network with the bundled weights, as far as its last tap.
   *
   * @param taps all taps that will be asked for
   * @param device the device of the weights and of the pictures
   * @throws IllegalArgumentException if there is no such tap; the message lists similar names
   */
  public static FeatureExtractor extractor(Collection<String> taps, Device device) {
    try {
      return FeatureExtractor.load(architecture(), taps, BundledWeights.published(), device);
    } catch (WeightsException e) {
      throw new UncheckedIOException("The jar of atelier-features is damaged", e);
    }
  }

  /**
   * Creates the network with the bundled weights as a {@link Network}, for objectives that compare
   * its outputs, such as that of an inversion. Not for training.
   *
   * @param device the device of the weights
   * @param height the height H of the pictures (N, 3, H, W)
   * @param width the width W of the pictures
   * @param taps dotted paths of the layers whose outputs it gives, in this order
   */
  public static Network network(Device device, int height, int width, String... taps) {
    var network =
        new Network(
            "MobileNetV2", Taps.of(network(), taps), Sgd.of(1e-3), new Shape(3, height, width));
    network.initialize(0, device);
    try {
      BundledWeights.published().into(network);
    } catch (WeightsException e) {
      network.close();
      throw new UncheckedIOException("The jar of atelier-features is damaged", e);
    }
    return network;
  }
}
