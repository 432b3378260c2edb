package org.atelier.cli.train.style;

import ai.djl.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.features.Architectures;
import org.atelier.perception.FeatureArchitecture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.adain.MirrorDecoder;
import org.atelier.translation.style.adain.StyleEncoder;

/** The encoder of an AdaIN, which its run records by name, and the decoder that mirrors it. */
public final class AdaInEncoder {
  private static final String FEATURES = "features";

  /** Linear bottlenecks of the bundled network; the last is at a quarter of the resolution. */
  private static final List<String> BUNDLED_TAPS =
      List.of("conv0.dense", "block00.project", "block02.add");

  private static final MirrorDecoder OF_BUNDLED =
      new MirrorDecoder(List.of(64, 48, 32), List.of(2, 2, 2));

  private AdaInEncoder() {}

  /** Records a choice in a run's settings. */
  static void keep(Map<String, String> kept, ExtractorChoice choice) {
    if (choice.isGiven() || !kept.containsKey(FEATURES)) {
      kept.put(FEATURES, choice.recorded());
    }
  }

  /**
   * The network that a run has recorded.
   *
   * @param kept the run's settings
   */
  public static ExtractorChoice recorded(Map<String, String> kept) {
    return ExtractorChoice.of(kept.getOrDefault(FEATURES, Architectures.BUNDLED));
  }

  private static List<String> taps(ExtractorChoice choice) {
    return choice.name().equals(Architectures.BUNDLED) ? BUNDLED_TAPS : StyleEncoder.vggTaps();
  }

  /**
   * Opens the encoder; the caller closes its extractor.
   *
   * @throws IOException if its weights cannot be had
   */
  public static StyleEncoder open(ExtractorChoice choice, Device device) throws IOException {
    List<String> taps = taps(choice);
    return new StyleEncoder(choice.open(taps, device), taps);
  }

  /**
   * The options with the decoder that mirrors an encoder.
   *
   * @throws IOException if the encoder's weights cannot be had
   */
  static AdaInOptions mirrored(AdaInOptions options, ExtractorChoice choice) throws IOException {
    List<String> taps = taps(choice);
    FeatureArchitecture architecture = choice.architecture();
    try (FeatureExtractor probe = FeatureExtractor.random(architecture, taps, Device.cpu())) {
      List<Integer> widths = new ArrayList<>();
      taps.forEach(tap -> widths.add(Math.toIntExact(probe.channels(tap))));
      Collections.reverse(widths);
      boolean bundled = choice.name().equals(Architectures.BUNDLED);
      return options
          .withDecoder(bundled ? OF_BUNDLED : MirrorDecoder.ofVgg(widths))
          .withChannels(widths.get(0));
    }
  }
}
