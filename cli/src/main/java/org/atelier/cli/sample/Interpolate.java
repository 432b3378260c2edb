package org.atelier.cli.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.DelayOption;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ClassOption;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.latent.Interpolation;
import org.atelier.latent.Latent;
import org.atelier.latent.LatentDecoder;
import org.atelier.latent.LatentWalk;
import org.atelier.model.capability.ClassConditional;
import org.atelier.monitoring.SampleGrid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Interpolates between latents: {@code ./atelier interpolate}. */
@Command(
    name = "interpolate",
    description =
        "Interpolates between latents of a trained model; writes the pictures as a strip or a"
            + " GIF.",
    footer = {
      "",
      "A latent is given as a seed (7: that of the first picture of ./atelier sample --seed"
          + " 7), as a seed and an index from 0 (7:3: that of the fourth picture), as a file that"
          + " ./atelier invert wrote, or, for a model with an encoder, as a picture.",
      "",
      Commands.EXIT_CODES
    })
public final class Interpolate extends ModelCommand {
  private static final int MOST_STEPS = 1000;

  @Option(
      names = "--from",
      paramLabel = "LATENT|PICTURE",
      description = "First latent (default: 0).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "LATENT|PICTURE", description = "Last latent (default: 1).")
  private @Nullable String to;

  @Option(
      names = "--stops",
      paramLabel = "LATENT",
      split = ",",
      description = "Two or more latents, such as 1,2,3, in place of --from and --to.")
  private @Nullable List<String> stops;

  @Option(
      names = "--method",
      paramLabel = "slerp|linear",
      description =
          "Spherical interpolation along great circles, or linear interpolation (default:"
              + " slerp).")
  private Interpolation method = Interpolation.SLERP;

  @Range(from = 1, to = MOST_STEPS)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps from each latent to the next (default: 8 in a strip, 24 in a GIF).")
  private @Nullable Integer steps;

  @Option(names = "--closed", description = "Return from the last latent to the first.")
  private boolean closed;

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Option(
      names = "--grid",
      description =
          "Draw a strip for each class of a class-conditional model, in place of --class.")
  private boolean grid;

  @Mixin private final DelayOption delay = new DelayOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output: a strip as .png, .jpg or .tif, or an animation as .gif (default:"
              + " interpolation.png). An existing file is replaced.")
  private Path out = Path.of("interpolation.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES_AND_GIF);
    walk();
    names().forEach(name -> OutputFile.requireNotInput("--out", out, name.file()));
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    LatentWalk walk = walk();
    List<Latent> latents = LatentName.all(names(), trained, grid ? null : ofClass.label(trained));
    if (grid) {
      Pictures.write(stripOfEachClass(trained, walk, latents), out);
    } else if (isAnimated()) {
      walk.gif(trained.decoder(ofClass.label(trained)), latents, out, delay.duration());
    } else {
      Pictures.write(walk.strip(trained.decoder(ofClass.label(trained)), latents, strip()), out);
    }
    screen.printf(
        Locale.ROOT,
        "Interpolation over %d latents of %s: %s%n",
        walk.path(latents).size(),
        trained.title(),
        out);
  }

  private boolean isAnimated() {
    return OutputFile.endsWith(out, ".gif");
  }

  private LatentWalk walk() {
    boolean animated = isAnimated();
    int count = steps != null ? steps : animated ? 24 : 8;
    if (grid && animated) {
      throw new UsageException(
          "--grid draws a picture, not a GIF; use an --out that ends with .png");
    }
    if (grid && ofClass.isGiven()) {
      throw new UsageException("--grid shows all classes and --class one; leave one of them out");
    }
    return new LatentWalk(method, count, closed);
  }

  private List<LatentName> names() {
    if (stops != null && (from != null || to != null)) {
      throw new UsageException("--stops gives all latents; leave out --from and --to");
    }
    if (stops == null) {
      return List.of(
          LatentName.parse("--from", from == null ? "0" : from),
          LatentName.parse("--to", to == null ? "1" : to));
    }
    if (stops.size() < 2) {
      throw new UsageException("--stops expects two or more, such as 1,2,3, but got " + stops);
    }
    return stops.stream().map(stop -> LatentName.parse("--stops", stop)).toList();
  }

  private static PictureGrid strip() {
    return PictureGrid.defaults().withLeastSize(SampleGrid.LEAST_SIZE);
  }

  /** All classes along the same interpolation, a row for each class. */
  private static Picture stripOfEachClass(
      TrainedModel trained, LatentWalk walk, List<Latent> latents) {
    ClassConditional classes =
        trained
            .classes()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--grid expects a class-conditional model, but %s is not; leave it out"
                            .formatted(trained.title())));
    int columns = walk.path(latents).size();
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < classes.classes(); i++) {
      LatentDecoder decoder = trained.decoder(i);
      pictures.addAll(walk.frames(decoder, latents));
    }
    return strip().withColumns(columns).arrange(pictures);
  }
}
