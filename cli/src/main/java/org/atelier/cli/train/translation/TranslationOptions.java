package org.atelier.cli.train.translation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.LearningRateOption;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that the commands share which train translation models. */
public final class TranslationOptions {
  private static final String AUGMENT = "augment";
  private static final String ENLARGE = "enlarge";

  @Range(from = 4)
  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Side of the pictures in pixels (default: 64).")
  @Nullable Integer size;

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the layer next to the picture, in all networks (default: depends on"
              + " the model).")
  @Nullable Integer filters;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();

  @Range(from = 0, to = 1e15)
  @Option(
      names = "--decay",
      paramLabel = "N,N",
      hideParamSyntax = true,
      split = ",",
      description =
          "Linear decay of the learning rate: the number of steps at the full rate, a comma,"
              + " and the number of steps in which it then falls to 0, such as 3000,3000; 0,0 for a"
              + " constant rate (default: decay over the second half of --steps; constant for"
              + " DiscoGAN and with --epochs).")
  private long @Nullable [] decay;

  @Option(
      names = "--augment",
      description =
          "Data augmentation as in the papers: scale pictures up by an eighth, crop at random,"
              + " and mirror half of them. A resumed run keeps its choice.")
  private boolean augment;

  @Option(
      names = "--enlarge",
      description =
          "Scale up pictures that are smaller than --image-size, which are refused otherwise.")
  private boolean enlarge;

  Adam learningRate(Adam base) {
    return base.withLearningRate(learningRate.or(base.learningRate()));
  }

  /** The schedule that --decay gives, or null. */
  @Nullable Schedule decay() {
    if (decay == null) {
      return null;
    }
    if (decay.length != 2) {
      throw new UsageException("--decay expects two numbers such as 3000,3000, but got one");
    }
    return decay[1] == 0 ? Schedule.constant() : Schedule.linearDecay(decay[0], decay[1]);
  }

  /** Adds these options to a run's settings; a resumed run keeps its own. */
  Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(saved);
    keep(kept, AUGMENT, augment);
    keep(kept, ENLARGE, enlarge);
    return kept;
  }

  /** Keeps the value of a flag: true if it was given, else what was saved, or else false. */
  static void keep(Map<String, String> kept, String name, boolean given) {
    kept.put(name, String.valueOf(given || Boolean.parseBoolean(kept.get(name))));
  }

  /** How pictures are scaled and augmented for a model. */
  static ImageOptions images(Map<String, String> kept, int channels, int height, int width) {
    ImageOptions options =
        ImageOptions.defaults()
            .withChannels(channels)
            .withHeight(height)
            .withWidth(width)
            .withEnlarge(Boolean.parseBoolean(kept.get(ENLARGE)));
    return Boolean.parseBoolean(kept.get(AUGMENT))
        ? options.withAugmentation(
            Augmentation.none().withFlip(true).withEnlargeBy(Math.max(1, height / 8)))
        : options;
  }
}
