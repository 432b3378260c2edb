package org.atelier.translation.style.adain;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.atelier.perception.FeatureExtractor;

/**
 * The frozen encoder of an {@link AdaIn}.
 *
 * @param extractor the network; it stays the caller's
 * @param taps where styles are compared in training, in order of depth; the last is what the
 *     decoder decodes
 */
public record StyleEncoder(FeatureExtractor extractor, List<String> taps) {
  /** Checks that there is a tap. */
  public StyleEncoder {
    taps = List.copyOf(taps);
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one tap, which is decoded");
    }
    taps.forEach(extractor::path);
  }

  /** The taps of the paper: relu1_1 to relu4_1 of a VGG-19. */
  public static List<String> vggTaps() {
    return List.of("relu1_1", "relu2_1", "relu3_1", "relu4_1");
  }

  /** The tap that is decoded. */
  public String last() {
    return taps.get(taps.size() - 1);
  }

  /** What is decoded, of pictures (N, 3, H, W) in [-1, 1]. */
  NDArray features(NDArray pictures) {
    return extractor.of(pictures, List.of(last())).get(last());
  }
}
