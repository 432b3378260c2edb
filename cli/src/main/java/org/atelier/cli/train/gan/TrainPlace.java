package org.atelier.cli.train.gan;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.evaluate.ShapeCondition;
import org.atelier.cli.evaluate.ShapeTrial;
import org.atelier.cli.train.NetworkOptions;
import org.atelier.cli.train.PictureOptions;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.datasets.Shapes;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.monitoring.SampleGrid;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a {@link ConditionalDcgan} on drawn shapes, conditional on their position: {@code
 * ./atelier train place}.
 */
@Command(
    name = "place",
    description =
        "Trains a conditional GAN to draw a shape at a given position, and measures the error"
            + " of the position.")
public final class TrainPlace
    extends TrainCommand<ConditionalDcganOptions, ConditionedImages, ConditionalDcgan> {
  private static final String DATA = "shapes";

  private static final Recipe<ConditionalDcganOptions> RECIPE =
      new Recipe<>(
          DATA,
          ConditionalDcganOptions.defaults()
              .withPicture(PictureShape.grey(Shapes.SIZE))
              .withCondition(Shapes.PLACE)
              .withNetworks(ConditionalDcganNetworks.of(32, 16))
              .withMismatched(0.5)
              .withStabilisation(Stabilisation.none().withAverageDecay(0.995)),
          TrainingOptions.defaults().withBatchSize(32).withSteps(3000).withCheckpointEvery(1000),
          100);

  /** Number of held-out shapes in the measurement. */
  private static final int TRIED = 256;

  @Mixin private final NetworkOptions networks = new NetworkOptions();
  @Mixin private final StabilisationOptions stabilisation = new StabilisationOptions();

  @Option(
      names = "--condition",
      paramLabel = "numbers|mask",
      description = "Conditioning input: numbers (x, y and radius) or a mask (default: numbers).")
  private @Nullable ShapeCondition condition;

  @Mixin private final ConditionalOptions more = new ConditionalOptions();

  /** The command with its recipe. */
  public TrainPlace() {
    super(ConditionalDcganOptions.class, RECIPE, ConditionalDcgan::new);
  }

  @Override
  protected ConditionalDcganOptions applyTo(ConditionalDcganOptions base) {
    ConditionalDcganOptions given = more.applyTo(base);
    ConditionalDcganOptions options =
        given
            .withNetworks(
                given.networks().withLatentSize(networks.latentSize(base.networks().latentSize())))
            .withOptimizer(networks.optimizer(base.optimizer()))
            .withStabilisation(stabilisation.applyTo(base.stabilisation()));
    return condition == null ? options : options.withCondition(condition.condition());
  }

  @Override
  protected TrainingSource<ConditionalDcganOptions, ConditionedImages> open(
      String name, Map<String, String> kept) {
    if (!DataName.of(name, List.of(DATA)).isSet(DATA)) {
      throw new UsageException(
          "--data of train place can only be %s, which are generated, but was %s; leave it out"
              .formatted(DATA, name));
    }
    return new DrawnShapes();
  }

  private static final class DrawnShapes
      implements TrainingSource<ConditionalDcganOptions, ConditionedImages> {
    @Override
    public String title() {
      return "drawn shapes";
    }

    @Override
    public String location() {
      return DataName.embedded(DATA);
    }

    @Override
    public int size() {
      return ShapeCondition.training().size();
    }

    @Override
    public ConditionalDcganOptions fit(ConditionalDcganOptions options) {
      return options;
    }

    @Override
    public TrainingData<ConditionedImages> data(
        ConditionalDcganOptions options, TrainingOptions training) {
      return ShapeCondition.of(options.condition()).data();
    }

    @Override
    public String describe(ConditionalDcganOptions options) {
      return "%s conditional on %s"
          .formatted(
              PictureOptions.describe(options.picture()), ShapeCondition.of(options.condition()));
    }
  }

  @Override
  protected LoopListener drawing(
      ConditionalDcgan model, TrainingData<ConditionedImages> data, int every) {
    return new SampleGrid(() -> ShapeTrial.grid(model), every);
  }

  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      ConditionalDcgan model, TrainingData<ConditionedImages> data) {
    return trained -> -ShapeTrial.of(model, ShapeCondition.heldOut(TRIED)).overlap();
  }

  @Override
  protected void conclude(ConditionalDcgan model, PrintWriter out) {
    ShapeTrial.of(model, ShapeCondition.heldOut(TRIED)).print(out);
  }
}
