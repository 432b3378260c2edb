package org.atelier.cli.translate;

import java.io.IOException;
import java.nio.file.Path;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.sound.GriffinLim;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that make sounds from spectrograms. */
public final class SoundOptions {
  @Option(
      names = "--spectrogram",
      paramLabel = "FILE",
      description = "Picture of the sound's spectrogram, to be written, too (default: none).")
  private @Nullable Path spectrogram;

  @Range(from = 1, to = 10_000)
  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Iterations of the Griffin-Lim algorithm, which estimates the phases of a sound"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "64")
  private int rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the initial phases (default: 0).")
  private long seed;

  /** Refuses a spectrogram that cannot be written, or that is the input or the output. */
  public void check(Path in, Path out) {
    if (spectrogram == null) {
      return;
    }
    OutputFile.check("--spectrogram", spectrogram, OutputFile.PICTURES);
    OutputFile.requireNotInput("--spectrogram", spectrogram, in);
    if (OutputFile.real(spectrogram).equals(OutputFile.real(out))) {
      throw new UsageException(
          "--spectrogram and OUT expect two files, but both are %s; choose another name"
              .formatted(out));
    }
  }

  /** The algorithm that estimates phases. */
  public GriffinLim phases() {
    return GriffinLim.defaults().withRounds(rounds);
  }

  /** The seed of the initial phases. */
  public long seed() {
    return seed;
  }

  /** What computes a spectrogram, where it is wanted. */
  @FunctionalInterface
  public interface Spectrogram {
    /** Returns the spectrogram as a picture. */
    Picture get();
  }

  /** Writes the spectrogram if it is wanted. */
  public void write(Spectrogram picture) throws IOException {
    if (spectrogram != null) {
      Pictures.write(picture.get(), spectrogram);
    }
  }
}
