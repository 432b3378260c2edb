package org.atelier.features.vgg;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Pool2d;
import org.atelier.nn.Sequential;
import org.atelier.options.OptionChecks;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.InputNormalisation;

/**
 * The VGG-19 of naoto0804/pytorch-AdaIN ({@code vgg_normalised.pth}; Huang and Belongie,
 * arXiv:1703.06868): weights scaled so that the mean activation of each filter is 1, a 1×1
 * convolution of RGB in [0, 1] first, reflection padding before each 3×3 convolution, and pooling
 * that rounds up. Keys are the indices of one sequence, {@code 0.weight} to {@code 51.bias}; taps
 * are {@code conv1_1}, {@code relu1_1}, …, {@code pool1}, …, {@code relu5_4}.
 */
public final class NormalisedVgg {
  private static final int[] WIDTHS = {64, 128, 256, 512, 512};

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, String> taps = new LinkedHashMap<>();

  private NormalisedVgg(int divisor) {
    add("colours", Conv2d.of(3, 1));
    VggOptions.Depth depth = VggOptions.Depth.VGG19;
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      if (stage > 0) {
        add("pool" + stage, Pool2d.max(2).roundingUp());
      }
      for (int i = 1; i <= depth.convolutions().get(stage); i++) {
        String place = (stage + 1) + "_" + i;
        layers.put(Integer.toString(layers.size()), Pad.reflection(1));
        add("conv" + place, Conv2d.of(WIDTHS[stage] / divisor, 3));
        add("relu" + place, Activation.relu());
      }
    }
  }

  private void add(String name, Layer layer) {
    String index = Integer.toString(layers.size());
    layers.put(index, layer);
    taps.put(name, index);
  }

  /** Describes the published network. */
  public static FeatureArchitecture architecture() {
    return architecture(1);
  }

  /**
   * Describes the network with its widths divided.
   *
   * @param divisor a divisor of 64
   */
  public static FeatureArchitecture architecture(int divisor) {
    if (WIDTHS[0] % OptionChecks.atLeast(1, "divisor", divisor) != 0) {
      throw new IllegalArgumentException("divisor must divide 64, but was " + divisor);
    }
    return new FeatureArchitecture(
        "normalised VGG-19",
        () -> Sequential.of(new NormalisedVgg(divisor).layers),
        InputNormalisation.unit(),
        new NormalisedVgg(divisor).taps);
  }
}
