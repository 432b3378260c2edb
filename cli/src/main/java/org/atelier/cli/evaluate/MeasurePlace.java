package org.atelier.cli.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Pictures;
import org.atelier.model.capability.ConditionalModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how precisely a model draws shapes at given positions: {@code ./atelier measure-place}.
 */
@Command(
    name = "measure-place",
    description =
        "Draws held-out shapes with a model of ./atelier train place, and measures from the"
            + " pixels how far they are from the given positions.")
public final class MeasurePlace extends ModelCommand {
  private static final int MOST = 10_000;

  @Range(from = 1, to = MOST)
  @Option(names = "--count", paramLabel = "N", description = "Number of shapes (default: 256).")
  private int count = 256;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture of the given shapes and the model's drawings of them (default: none).")
  private @Nullable Path out;

  @Override
  protected void check() {
    if (out != null) {
      OutputFile.check("--out", out, OutputFile.PICTURES);
    }
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    var model =
        trained.require(
            ConditionalModel.class, "a model with a conditioning input (./atelier train place)");
    ShapeCondition.of(model);
    if (out != null) {
      Pictures.write(ShapeTrial.grid(model), out);
    }
    ShapeTrial.of(model, ShapeCondition.heldOut(count)).print(screen);
  }
}
