package org.atelier.cli.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.model.ClassOption;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.monitoring.SampleGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds and subtracts what pictures are made from: {@code ./atelier arithmetic}. */
@Command(
    name = "arithmetic",
    description =
        "Adds and subtracts latents: a picture of each term, and last of the sum. What the first"
            + " term has and the second lacks goes over to the third (arXiv:1511.06434).",
    footer = {
      "",
      "A latent is named by a seed (7: the first picture of ./atelier sample --seed 7), by a seed"
          + " and a place (7:3: the one after three others), or by a file that ./atelier invert"
          + " wrote.",
      "",
      Commands.EXIT_CODES
    })
public final class Arithmetic extends ModelCommand {
  @Parameters(
      paramLabel = "SUM",
      description =
          "Such as \"7,8,9 - 1,2,3 + 4,5,6\": a term is the mean of its latents, a sign stands"
              + " between spaces.")
  private String sum = "";

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "A name that ends with .png, .jpg or .tif (default: arithmetic.png). A file of that name"
              + " is replaced, whole or not at all.")
  private Path out = Path.of("arithmetic.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    LatentSum.parse(sum);
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    List<Latent> latents = LatentSum.parse(sum).of(trained);
    PictureGrid strip =
        PictureGrid.defaults().withColumns(latents.size()).withLeastSize(SampleGrid.LEAST_SIZE);
    Pictures.write(strip.arrange(trained.decoder(ofClass.label(trained)).pictures(latents)), out);
    screen.printf(
        Locale.ROOT,
        "%d terms and their sum, by %s: %s%n",
        latents.size() - 1,
        trained.title(),
        out);
  }
}
