package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.atelier.cli.command.DelayOption;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ClassOption;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.sample.LatentName;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentDecoder;
import org.atelier.latent.Traversal;
import org.atelier.monitoring.SampleGrid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Varies one latent dimension at a time: {@code ./atelier traverse}. */
@Command(
    name = "traverse",
    description =
        "Latent traversal: varies one dimension of a latent at a time, all others fixed, to"
            + " show what it controls. Draws a row for each dimension, or one of them as a GIF.")
public final class Traverse extends ModelCommand {
  private static final int MOST_STEPS = 1000;
  private static final int MOST_ROWS = 64;

  @Option(
      names = "--from",
      paramLabel = "LATENT|PICTURE",
      description =
          "Latent whose dimensions are varied: a seed, a seed and an index (7:3), a file of"
              + " ./atelier invert, or a picture, for a model with an encoder (default: 0 in all"
              + " dimensions).")
  private @Nullable String from;

  @Range(from = 0)
  @Option(
      names = "--values",
      paramLabel = "N",
      split = ",",
      description = "Latent dimensions to vary, by number from 0 (default: all, at most 64).")
  private @Nullable List<Integer> values;

  @Range(from = 0, above = true, to = 100)
  @Option(
      names = "--range",
      paramLabel = "X",
      description = "Vary each dimension from -X to X (default: ${DEFAULT-VALUE}).",
      defaultValue = "3")
  private double range;

  @Range(from = 1, to = MOST_STEPS)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps from end to end (default: 8 in a strip, 24 in a GIF).")
  private @Nullable Integer steps;

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Mixin private final DelayOption delay = new DelayOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output: a strip as .png, .jpg or .tif, or an animation of one dimension as .gif"
              + " (default: traversal.png).")
  private Path out = Path.of("traversal.png");

  private boolean animated() {
    return OutputFile.endsWith(out, ".gif");
  }

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES_AND_GIF);
    if (from != null) {
      OutputFile.requireNotInput("--out", out, LatentName.parse("--from", from).file());
    }
    if (animated() && (values == null || values.size() != 1)) {
      throw new UsageException(
          "A GIF shows one dimension; choose it with --values, such as --values 0");
    }
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    int size = trained.requireLatents().latentSize();
    int[] rows = rows(trained, size);
    Integer label = ofClass.label(trained);
    LatentDecoder decoder = trained.decoder(label);
    Latent start =
        from == null
            ? new Latent(new float[size])
            : LatentName.parse("--from", from).of(trained, label);
    int count = steps != null ? steps : animated() ? 24 : Traversal.defaults().steps();
    Traversal way = new Traversal(-range, range, count);
    if (animated()) {
      way.gif(decoder, start, rows[0], out, delay.duration());
    } else {
      var grid = PictureGrid.defaults().withLeastSize(SampleGrid.LEAST_SIZE);
      Pictures.write(way.strip(decoder, start, grid, rows), out);
    }
    screen.printf(
        Locale.ROOT,
        "%d of %d latent dimensions of %s, from %s to %s: %s%n",
        rows.length,
        size,
        trained.title(),
        -range,
        range,
        out);
  }

  private int[] rows(TrainedModel trained, int size) {
    if (values == null) {
      return IntStream.range(0, Math.min(MOST_ROWS, size)).toArray();
    }
    for (int value : values) {
      if (value < 0 || value >= size) {
        throw new UsageException(
            "--values expects numbers from 0 to %s, as %s has %s latent dimensions, but got %s"
                .formatted(size - 1, trained.title(), size, value));
      }
    }
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
