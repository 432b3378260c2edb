package org.atelier.cli.dream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.translate.SoundOptions;
import org.atelier.cli.translate.SoundTranslation;
import org.atelier.sound.GriffinLim;
import org.atelier.sound.Sound;
import org.atelier.sound.Wav;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.dream.ChannelMean;
import org.atelier.translation.dream.ClassicDream;
import org.atelier.translation.dream.ClassicOptions;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.DreamObjective;
import org.atelier.translation.dream.LayerEnergy;
import org.atelier.translation.dream.SoundDream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dreams of a sound: {@code ./atelier dream-sound}. */
@Command(
    name = "dream-sound",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description =
        "DeepDream of a sound: changes its log-mel spectrogram such that features of the encoder"
            + " of a model of ./atelier train sounds grow, and estimates the sound.",
    footer = {"", Commands.EXIT_CODES})
public final class DreamSound implements Callable<Integer> {
  private static final String WAV = ".wav";

  @Parameters(index = "0", paramLabel = "IN", description = "WAV file.")
  private @Nullable Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "WAV file of the dream. An existing file is replaced.")
  private @Nullable Path out;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a run of ./atelier train sounds, or of one of its checkpoints.")
  private @Nullable Path model;

  @Option(
      names = "--layer",
      paramLabel = "PATH",
      description =
          "Layer of the generator from sounds to pictures (default: ${DEFAULT-VALUE}, in the"
              + " encoder).",
      defaultValue = "main.7")
  private String layer = "";

  @Range(from = 0)
  @Option(
      names = "--channel",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Channels of the layer, counted from 0 (default: all that the layer hears).")
  private @Nullable List<Integer> channels;

  @Range(from = 1, to = 100_000)
  @Option(names = "--steps", paramLabel = "N", description = "Steps (default: 40).")
  private @Nullable Integer steps;

  @Range(from = 0, above = true, to = 10)
  @Option(
      names = "--step-size",
      paramLabel = "X",
      description =
          "Mean change of the spectrogram in a step, where silence is -1 and full scale 1"
              + " (default: 0.02).")
  private @Nullable Double stepSize;

  @Mixin private final SoundOptions sounds = new SoundOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(in);
    Path to = Objects.requireNonNull(out);
    Path run = Objects.requireNonNull(model);
    OutputFile.check("OUT", to, List.of(WAV));
    OutputFile.requireNotInput("OUT", to, from);
    sounds.check(from, to);
    Inputs.folder("--model", TrainedModel.FOLDER, run);
    Inputs.file("IN", "a WAV file", from);
    Sound sound = UsageException.unless(() -> Wav.read(from));
    engine.prepare(null);
    try (TrainedModel trained = TrainedModel.open(run, engine.device())) {
      if (!(trained.model() instanceof DiscoGan gan)) {
        throw new UsageException(
            "dream-sound expects a run of ./atelier train sounds, but %s hears no sounds"
                .formatted(trained.title()));
      }
      SoundDream.Dreamt dreamt = dreamt(gan, sound);
      sounds.write(dreamt::after);
      Wav.write(dreamt.sound(), to);
      var screen = Objects.requireNonNull(spec).commandLine().getOut();
      screen.printf(
          Locale.ROOT,
          "%s: %.2f seconds at %d Hz%n",
          to,
          dreamt.sound().seconds(),
          dreamt.sound().sampleRate());
      screen.flush();
    }
    return Commands.DONE;
  }

  private SoundDream.Dreamt dreamt(DiscoGan gan, Sound sound) {
    GriffinLim phases = sounds.phases();
    var translation = SoundTranslation.of(gan, phases);
    DreamFeatures features =
        UsageException.unless(() -> DreamFeatures.of(gan.generator_B(), 1, List.of(layer)));
    DreamObjective objective =
        channels == null
            ? new LayerEnergy(layer)
            : new ChannelMean(layer, new LinkedHashSet<>(channels));
    ClassicOptions options = SoundDream.classic();
    options =
        options
            .withOctaves(
                options.octaves().withSteps(steps == null ? options.octaves().steps() : steps))
            .withStepSize(stepSize == null ? options.stepSize() : stepSize);
    var dream =
        new SoundDream(
            new ClassicDream(features, objective, options), translation.logMel().options(), phases);
    try (var shown = new DreamSteps(Objects.requireNonNull(spec).commandLine().getOut())) {
      return dream.of(sound, sounds.seed(), shown::step);
    }
  }
}
