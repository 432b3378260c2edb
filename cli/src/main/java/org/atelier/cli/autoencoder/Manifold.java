package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.atelier.cli.command.PictureFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ClassOption;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.PictureGrid;
import org.atelier.latent.LatentPlane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws the latent plane of a model with two latents: {@code ./atelier manifold}. */
@Command(
    name = "manifold",
    description =
        "Draws the latent plane of a model that was trained with --latent-size 2: a grid of"
            + " pictures at the quantiles of the prior, so that all cells are equally probable.")
public final class Manifold extends ModelCommand {
  private static final int MOST = 100;

  @Range(from = 1, to = MOST)
  @Option(
      names = "--side",
      paramLabel = "N",
      description = "Number of rows and of columns (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int side;

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Mixin private final PictureFile out = new PictureFile("manifold.png");

  @Override
  protected void check() {
    out.check();
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    int latents = trained.requireLatents().latentSize();
    if (latents != 2) {
      throw new UsageException(
          "manifold draws the latent plane and expects a model of 2 latents, but %s has %s; train one with --latent-size 2, or use ./atelier traverse"
              .formatted(trained.title(), latents));
    }
    var plane = new LatentPlane(side);
    var grid = PictureGrid.defaults().withPadding(0);
    out.write(plane.grid(trained.decoder(ofClass.label(trained)), grid));
    screen.printf(Locale.ROOT, "%d pictures of %s: %s%n", side * side, trained.title(), out);
  }
}
