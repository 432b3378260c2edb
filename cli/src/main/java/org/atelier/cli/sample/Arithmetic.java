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

/** Adds and subtracts latents: {@code ./atelier arithmetic}. */
@Command(
    name = "arithmetic",
    description =
        "Latent arithmetic: draws a picture of each term, and last of their sum. Subtracting"
            + " and adding latents transfers attributes from picture to picture (arXiv:1511.06434).",
    footer = {
      "",
      "A latent is given as a seed (7: that of the first picture of ./atelier sample --seed"
          + " 7), as a seed and an index from 0 (7:3: that of the fourth picture), or as a file"
          + " that ./atelier invert wrote.",
      "",
      Commands.EXIT_CODES
    })
public final class Arithmetic extends ModelCommand {
  @Parameters(
      paramLabel = "SUM",
      description =
          "Such as \"7,8,9 - 1,2,3 + 4,5,6\": each term is the mean of its latents; + and -"
              + " stand between spaces.")
  private String sum = "";

  @Mixin private final ClassOption ofClass = new ClassOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture, .png, .jpg or .tif (default: arithmetic.png). An existing file is"
              + " replaced atomically.")
  private Path out = Path.of("arithmetic.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    LatentSum.parse(sum).terms().stream()
        .flatMap(term -> term.names().stream())
        .forEach(name -> OutputFile.requireNotInput("--out", out, name.file()));
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
