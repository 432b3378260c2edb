package org.atelier.cli.train.translation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.atelier.cli.command.Require;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.LearningRateOption;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that trains a model of translation. */
public final class TranslationOptions {
  private static final String AUGMENT = "augment";
  private static final String ENLARGE = "enlarge";

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Side of the pictures in pixels (default: 64).")
  @Nullable Integer size;

  @Option(
      names = "--filters",
      paramLabel = "N",
      description = "Feature maps of all networks next to the picture (default: the recipe's own).")
  @Nullable Integer filters;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();

  @Option(
      names = "--decay",
      paramLabel = "N,N",
      hideParamSyntax = true,
      split = ",",
      description =
          "Two numbers with a comma: steps at the full learning rate, and steps in which it then"
              + " falls to 0, such as 3000,3000; 0,0 if it shall not fall (default: it falls in the"
              + " second half of --steps; DiscoGAN's and that of runs by --epochs do not).")
  private long @Nullable [] decay;

  @Option(
      names = "--augment",
      description =
          "Scale pictures up by an eighth, cut a random part out, and mirror half of them, as the"
              + " papers do with photographs. Of a run that is resumed, as it was.")
  private boolean augment;

  @Option(
      names = "--enlarge",
      description =
          "Scale pictures up that are smaller than --image-size; without it they are refused.")
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
    Require.atLeast("The steps of --decay", decay[0], 0);
    Require.atLeast("The steps of --decay", decay[1], 0);
    return decay[1] == 0 ? Schedule.constant() : Schedule.linearDecay(decay[0], decay[1]);
  }

  /** With what a resumed run has of these. */
  Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(saved);
    kept.putIfAbsent(AUGMENT, String.valueOf(augment));
    kept.putIfAbsent(ENLARGE, String.valueOf(enlarge));
    return kept;
  }

  /** How pictures are brought to a model's size. */
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
