package org.atelier.translation.style.adain;

import java.util.ArrayList;
import java.util.List;
import org.atelier.nn.Activation;
import org.atelier.nn.Conv2d;
import org.atelier.nn.Layer;
import org.atelier.nn.Pad;
import org.atelier.nn.Sequential;
import org.atelier.nn.Upsample;
import org.atelier.options.OptionChecks;

/**
 * A decoder that mirrors an encoder: levels from the deepest to that of the picture, with an
 * enlargement by repeated pixels between them. Each is some 3×3 convolutions with reflection
 * padding and ReLU, the last of which has the width of the next level; the very last gives RGB in
 * [0, 1] and has no ReLU. Key names are the indices of one sequence, as in pytorch-AdaIN.
 *
 * @param widths the channels of each level
 * @param convolutions the number of convolutions of each level, at least 1
 */
public record MirrorDecoder(List<Integer> widths, List<Integer> convolutions) {
  private static final int MOST_LEVELS = 8;

  /** Checks that there are as many of both. */
  public MirrorDecoder {
    widths = List.copyOf(widths);
    convolutions = List.copyOf(convolutions);
    if (widths.isEmpty() || widths.size() > MOST_LEVELS || widths.size() != convolutions.size()) {
      throw new IllegalArgumentException(
          "widths and convolutions must have one number for each of 1 to %s levels, but were %s and %s"
              .formatted(MOST_LEVELS, widths, convolutions));
    }
    widths.forEach(width -> OptionChecks.layerWidth(width));
    convolutions.forEach(count -> OptionChecks.atLeast(1, "convolutions", count));
  }

  /** The mirror image of VGG-19 down to relu4_1, as in pytorch-AdaIN. */
  public static MirrorDecoder ofVgg() {
    return ofVgg(List.of(512, 256, 128, 64));
  }

  /**
   * The mirror image of a VGG-19 of other widths down to relu4_1.
   *
   * @param widths of the stages 4, 3, 2 and 1
   */
  public static MirrorDecoder ofVgg(List<Integer> widths) {
    return new MirrorDecoder(widths, List.of(1, 4, 2, 2));
  }

  /** What sides of pictures must be a multiple of. */
  int multiple() {
    return 1 << (widths.size() - 1);
  }

  /** From features (N, C, H, W) to pictures (N, 3, H · multiple, W · multiple) in [-1, 1]. */
  Layer layers() {
    List<Layer> layers = new ArrayList<>();
    int levels = widths.size();
    for (int level = 0; level < levels; level++) {
      if (level > 0) {
        layers.add(Upsample.nearest(2));
      }
      int count = convolutions.get(level);
      for (int i = 0; i < count; i++) {
        boolean last = level == levels - 1 && i == count - 1;
        boolean narrows = i == count - 1 && level < levels - 1;
        layers.add(Pad.reflection(1));
        layers.add(Conv2d.of(last ? 3 : widths.get(narrows ? level + 1 : level), 3));
        layers.add(last ? Layer.of("torch.sub(torch.mul({0}, 2.), 1.)") : Activation.relu());
      }
    }
    return Sequential.of(layers.toArray(Layer[]::new));
  }
}
