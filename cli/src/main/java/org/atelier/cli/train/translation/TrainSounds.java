package org.atelier.cli.train.translation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.run.RunSettings;
import org.atelier.cli.train.LearningRateOption;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.cli.translate.SoundTranslation;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.model.GenerativeModel;
import org.atelier.sound.GriffinLim;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.DiscoGanOptions;
import org.atelier.translation.discogan.ReconstructionRate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a {@link DiscoGan} between log-mel spectrograms of sounds and emoji: {@code ./atelier
 * train sounds}.
 */
@Command(
    name = "sounds",
    description =
        "Trains a DiscoGAN that translates between sounds, as log-mel spectrograms, and"
            + " emoji, without pairs (arXiv:1703.05192).")
public final class TrainSounds extends TrainCommand<DiscoGanOptions, UnpairedImages, DiscoGan> {
  private static final String CATEGORY = "Smileys & Emotion";

  private static final Recipe<DiscoGanOptions> RECIPE =
      new Recipe<>(
          "noto",
          DiscoGanOptions.defaults()
              .withDomains(new Domains(new Domain(1, 64, 64), Domain.rgb(32)))
              .withFilters(16)
              .withReconstructionRate(new ReconstructionRate(0.01, 0.5, 150))
              .withOptimizer(DiscoGanOptions.defaults().optimizer().withLearningRate(5e-4)),
          TrainingOptions.defaults().withBatchSize(16).withSteps(3000).withCheckpointEvery(500),
          100);

  @Option(
      names = "--sounds",
      paramLabel = "FOLDER",
      description =
          "Folder of WAV files, of which the first second is used (default: the embedded"
              + " sounds).")
  private @Nullable String sounds;

  @Option(
      names = "--category",
      paramLabel = "NAME",
      description =
          "Category of emoji, where --data is a set of emoji; all for all of them (default: "
              + CATEGORY
              + ").")
  private @Nullable String category;

  @Range(from = 4)
  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Side of the pictures in pixels, a multiple of 16 (default:"
              + " ${bundle:default.b.height}).")
  private @Nullable Integer size;

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the layer next to the picture, in all networks (default:"
              + " ${bundle:default.filters}).")
  private @Nullable Integer filters;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();

  @Range(from = 0)
  @Option(
      names = "--switch-at",
      paramLabel = "N",
      description =
          "GAN curriculum: steps after which the reconstruction rate rises from 0.01 to 0.5"
              + " (default: ${bundle:default.ganCurriculum}).")
  private @Nullable Long switchAt;

  private @Nullable SoundsAndPictures source;

  /** The command with its recipe. */
  public TrainSounds() {
    super(DiscoGanOptions.class, RECIPE, DiscoGan::new);
  }

  @Override
  protected DiscoGanOptions applyTo(DiscoGanOptions base) {
    DiscoGanOptions options = base;
    if (size != null) {
      options = options.withDomains(base.domains().withB(Domain.rgb(size)));
    }
    if (filters != null) {
      options = options.withFilters(filters);
    }
    options =
        options.withOptimizer(
            base.optimizer().withLearningRate(learningRate.or(base.optimizer().learningRate())));
    if (switchAt != null) {
      options =
          options.withReconstructionRate(base.reconstructionRate().withGanCurriculum(switchAt));
    }
    return options;
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    if (sounds != null && !sounds.equals(SoundsAndPictures.EMBEDDED)) {
      Inputs.folder("--sounds", "a folder of WAV files", Path.of(sounds));
    }
    return SoundsAndPictures.kept(saved, sounds, category);
  }

  @Override
  protected TrainingSource<DiscoGanOptions, UnpairedImages> open(
      String name, Map<String, String> kept) throws IOException {
    String wanted = kept.get(SoundsAndPictures.CATEGORY);
    if (wanted == null && SoundsAndPictures.areEmoji(name)) {
      wanted = CATEGORY;
    }
    source =
        SoundsAndPictures.open(
            Objects.requireNonNull(kept.get(RunSettings.SOUNDS)), name, wanted, badPictures());
    return source;
  }

  @Override
  protected LoopListener drawing(DiscoGan model, TrainingData<UnpairedImages> data, int every)
      throws IOException {
    return new SoundGrid(translation(model), source(), every);
  }

  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      DiscoGan model, TrainingData<UnpairedImages> data) {
    return trained -> {
      try {
        return SoundTrial.of(translation(model), source()).score();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  protected void conclude(DiscoGan model, PrintWriter out) throws IOException {
    SoundTrial.of(translation(model), source()).print(out);
  }

  @Override
  protected String next(Path run) {
    return """
      sounds     %s
    Translate a sound:  ./atelier translate-sound --model %s in.wav out.png
    Translate an emoji: ./atelier translate-sound --model %s in.png out.wav\
    """
        .formatted(run.resolve(SoundGrid.FOLDER), run, run);
  }

  private static SoundTranslation translation(DiscoGan model) {
    // Half the iterations of translate-sound: a run writes many sounds for monitoring only.
    return SoundTranslation.of(model, GriffinLim.defaults().withRounds(32));
  }

  private SoundsAndPictures source() {
    return Objects.requireNonNull(source, "open comes first");
  }
}
