package org.atelier.cli.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.atelier.cli.command.Require;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Pictures;
import org.atelier.model.capability.ConditionalModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures where a model puts what it is asked for: {@code ./atelier measure-place}. */
@Command(
    name = "measure-place",
    description =
        "Asks a model of ./atelier train place for shapes it never saw, and measures on the pixels"
            + " where they landed.")
public final class MeasurePlace extends ModelCommand {
  private static final int MOST = 10_000;

  @Option(names = "--count", paramLabel = "N", description = "How many shapes (default: 256).")
  private int count = 256;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to draw shapes and what the model makes of them (default: nowhere).")
  private @Nullable Path out;

  @Override
  protected void check() {
    Require.between("--count", count, 1, MOST);
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
