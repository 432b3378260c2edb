package org.atelier.cli.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.sound.Sound;
import org.atelier.sound.Wav;
import org.atelier.translation.discogan.DiscoGan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Translates a sound to a picture, or a picture to a sound: {@code ./atelier translate-sound}. */
@Command(
    name = "translate-sound",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description =
        "Translates a sound to a picture or a picture to a sound (IN.wav OUT.png, or IN.png"
            + " OUT.wav), with a model of ./atelier train sounds.",
    footer = {"", Commands.EXIT_CODES})
public final class TranslateSound implements Callable<Integer> {
  private static final String WAV = ".wav";

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      required = true,
      description = "Folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description =
          "Input: a WAV file, of which the first second is used, or a picture, centre-cropped"
              + " and scaled to the model's size.")
  private @Nullable Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description =
          "Output: a picture as .png, .jpg or .tif, or a sound as .wav. An existing file is"
              + " replaced.")
  private @Nullable Path out;

  @Mixin private final SoundOptions sounds = new SoundOptions();
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(in);
    Path to = Objects.requireNonNull(out);
    boolean fromSound = OutputFile.endsWith(from, WAV);
    OutputFile.check("OUT", to, fromSound ? OutputFile.PICTURES : List.of(WAV));
    OutputFile.requireNotInput("OUT", to, from);
    sounds.check(from, to);
    Path run = Objects.requireNonNull(model);
    Inputs.folder("--model", TrainedModel.FOLDER, run);
    Inputs.file("IN", fromSound ? "a WAV file" : "a WAV file or a picture", from);
    Sound sound = fromSound ? UsageException.unless(() -> Wav.read(from)) : null;
    Picture picture = fromSound ? null : UsageException.unless(() -> Pictures.read(from));
    engine.prepare(null);
    try (TrainedModel trained = TrainedModel.open(run, engine.device())) {
      if (!(trained.model() instanceof DiscoGan gan)) {
        throw new UsageException(
            "translate-sound expects a run of ./atelier train sounds, but %s translates no sounds"
                .formatted(trained.title()));
      }
      var translation = SoundTranslation.of(gan, sounds.phases());
      if (sound != null) {
        write(translation, sound, to);
      } else {
        write(translation, translation.fitted(Objects.requireNonNull(picture)), to);
      }
    }
    return Commands.DONE;
  }

  private void write(SoundTranslation translation, Sound sound, Path to) throws IOException {
    Picture made = translation.picture(sound);
    sounds.write(() -> translation.logMel().picture(sound));
    Pictures.write(made, to);
    var seen = translation.logMel().options();
    say(
        "%s: %d×%d pixels, made of the first %.2f of %.2f seconds%n",
        to,
        made.width(),
        made.height(),
        Math.min(sound.seconds(), (double) seen.samples() / seen.sampleRate()),
        sound.seconds());
  }

  private void write(SoundTranslation translation, Picture picture, Path to) throws IOException {
    Sound made =
        translation.sound(translation.toSpectrograms(List.of(picture)).get(0), sounds.seed());
    sounds.write(() -> translation.logMel().picture(made));
    Wav.write(made, to);
    say("%s: %.2f seconds at %d Hz%n", to, made.seconds(), made.sampleRate());
  }

  private void say(String format, Object... values) {
    var screen = Objects.requireNonNull(spec).commandLine().getOut();
    screen.printf(Locale.ROOT, format, values);
    screen.flush();
  }
}
