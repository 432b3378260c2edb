package org.atelier.features.vgg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.features.tree.WithUnused;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * The VGG-19 that Collaborative Distillation compressed sixteen times (Wang et al.,
 * arXiv:2003.08436): the encoders {@code 1SE.pth} to {@code 5SE.pth}, one for each depth, with 16
 * (24 in the first encoder), 32, 64, 128 and 128 channels. A 1×1 convolution maps RGB in [0, 1] to
 * what the first layer takes; the 3×3 convolutions have reflection padding.
 *
 * <p>Keys are {@code conv0.weight}, {@code conv11.weight}, …. The files have {@code convK1_aux}
 * too, by which they were trained; a network has no use for them. Taps are {@code conv1_1}, {@code
 * relu1_1}, …, {@code pool1}, …, down to {@code reluK_1} of the K-th encoder.
 */
public final class CompressedVgg {
  /** The number of encoders. */
  public static final int LEVELS = 5;

  private static final List<Integer> WIDTHS = List.of(16, 32, 64, 128, 128);

  /** The first encoder kept more channels than the first stage of the others. */
  private static final int FIRST_WIDTH_ALONE = 24;

  private static final List<Integer> ORIGINAL_WIDTHS = List.of(64, 128, 256, 512, 512);
  private static final List<Integer> CONVOLUTIONS = List.of(2, 2, 4, 4, 1);

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, Layer> unused = new LinkedHashMap<>();
  private final Map<String, String> taps = new LinkedHashMap<>();

  private CompressedVgg(int level) {
    add("conv0", "conv0", Conv2d.of(3, 1));
    for (int stage = 1; stage <= level; stage++) {
      int count = stage == level ? 1 : CONVOLUTIONS.get(stage - 1);
      int width = level == 1 ? FIRST_WIDTH_ALONE : WIDTHS.get(stage - 1);
      for (int i = 1; i <= count; i++) {
        String key = "" + stage + i;
        String place = stage + "_" + i;
        add("conv" + place, "conv" + key, BorderConv2d.reflecting(width));
        add("relu" + place, "relu" + key, Activation.relu());
      }
      unused.put("conv" + stage + "1_aux", Conv2d.of(ORIGINAL_WIDTHS.get(stage - 1), 1));
      if (stage < level) {
        add("pool" + stage, "pool" + stage, Pool2d.max(2));
      }
    }
  }

  private void add(String tap, String name, Layer layer) {
    layers.put(name, layer);
    taps.put(tap, name);
  }

  private Layer tree() {
    return new WithUnused(Sequential.of(layers), unused);
  }

  /**
   * Describes an encoder.
   *
   * @param level 1 to 5: the last tap is {@code relu1_1} to {@code relu5_1}
   */
  public static FeatureArchitecture encoder(int level) {
    if (level < 1 || level > LEVELS) {
      throw new IllegalArgumentException("level must be from 1 to 5, but was " + level);
    }
    return new FeatureArchitecture(
        "compressed VGG-19, encoder " + level,
        () -> new CompressedVgg(level).tree(),
        InputNormalisation.unit(),
        new CompressedVgg(level).taps);
  }
}
