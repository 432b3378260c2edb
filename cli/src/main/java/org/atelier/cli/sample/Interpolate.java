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
import org.atelier.cli.command.Require;
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

/** Walks from latent to latent: {@code ./atelier interpolate}. */
@Command(
    name = "interpolate",
    description = "Walks from one picture of a trained model to another, as a strip or a GIF.",
    footer = {
      "",
      "A latent is named by a seed (7: the first picture of ./atelier sample --seed 7), by a seed"
          + " and a place (7:3: the one after three others), by a file that ./atelier invert wrote,"
          + " or, for a model with an encoder, by a picture.",
      "",
      Commands.EXIT_CODES
    })
public final class Interpolate extends ModelCommand {
  private static final int MOST_STEPS = 1000;

  @Option(
      names = "--from",
      paramLabel = "LATENT|PICTURE",
      description = "Where it begins (default: 0).")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "LATENT|PICTURE",
      description = "Where it ends (default: 1).")
  private @Nullable String to;

  @Option(
      names = "--stops",
      paramLabel = "LATENT",
      split = ",",
      description = "Two or more, such as 1,2,3, in place of --from and --to.")
  private @Nullable List<String> stops;

  @Option(
      names = "--method",
      paramLabel = "slerp|linear",
      description = "Along great circles, or straight (default: slerp).")
  private Interpolation method = Interpolation.SLERP;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "From each stop to the next (default: 8 in a strip, 24 in a GIF).")
  private @Nullable Integer steps;

  @Option(names = "--closed", description = "Return from the last stop to the first.")
  private boolean closed;

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Option(
      names = "--grid",
      description = "A strip for each class of such a model, in place of --class.")
  private boolean grid;

  @Mixin private final DelayOption delay = new DelayOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "A name that ends with .png, .jpg or .tif for a strip, with .gif for an animation"
              + " (default: interpolation.png). A file of that name is replaced.")
  private Path out = Path.of("interpolation.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES_AND_GIF);
    walk();
    names();
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
        "A walk over %d latents of %s: %s%n",
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
    Require.between("--steps", count, 1, MOST_STEPS);
    delay.check();
    if (grid && animated) {
      throw new UsageException("--grid makes a picture; use a name that ends with .png");
    }
    if (grid && ofClass.isGiven()) {
      throw new UsageException("--grid shows all classes and --class one; leave one of them out");
    }
    return new LatentWalk(method, count, closed);
  }

  private List<LatentName> names() {
    if (stops != null && (from != null || to != null)) {
      throw new UsageException("--stops names all stops; leave out --from and --to");
    }
    List<String> texts =
        stops != null ? stops : List.of(from == null ? "0" : from, to == null ? "1" : to);
    if (texts.size() < 2) {
      throw new UsageException("--stops expects two or more, such as 1,2,3, but got " + texts);
    }
    return texts.stream().map(LatentName::parse).toList();
  }

  private static PictureGrid strip() {
    return PictureGrid.defaults().withLeastSize(SampleGrid.LEAST_SIZE);
  }

  /** All classes along the same walk: a row for each class. */
  private static Picture stripOfEachClass(
      TrainedModel trained, LatentWalk walk, List<Latent> latents) {
    ClassConditional classes =
        trained
            .classes()
            .orElseThrow(
                () ->
                    new UsageException(
                        "--grid expects a model that was trained with classes, but %s was not; leave it out"
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
