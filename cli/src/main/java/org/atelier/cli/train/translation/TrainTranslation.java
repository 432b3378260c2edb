package org.atelier.cli.train.translation;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.Split;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.model.GenerativeModel;
import org.atelier.monitoring.SampleGrid;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingLength;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/**
 * Base class of commands that train a translation model and draw grids of held-out inputs, their
 * translations, and the ground truth where it is known.
 *
 * @param <O> the model's options
 * @param <B> the type of batches it trains on
 * @param <M> the model
 */
public abstract class TrainTranslation<O extends Record, B, M extends GenerativeModel<B>>
    extends TrainCommand<O, B, M> {
  @Mixin final TranslationOptions common = new TranslationOptions();

  private final ToIntFunction<O> side;
  private @Nullable Split<B> split;

  /**
   * A command.
   *
   * @param side of the pictures of some options
   */
  protected TrainTranslation(
      Class<O> type, Recipe<O> recipe, ToIntFunction<O> side, Function<O, M> build) {
    super(type, recipe, build);
    this.side = side;
  }

  /** Opens the training and held-out data of a source, in the shape that the options give. */
  @FunctionalInterface
  interface Reader<O, B> {
    Split<B> read(O options) throws IOException;
  }

  /** The pictures of one grid, row by row. */
  protected abstract List<Picture> cells(M model, Split<B> split);

  /** The number of columns of the grids of a run. */
  protected abstract int columns(M model, Split<B> split);

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    return common.kept(saved);
  }

  @Override
  protected LoopListener drawing(M model, TrainingData<B> data, int every) {
    PictureGrid grid =
        PictureGrid.defaults()
            .withColumns(columns(model, split()))
            .withLeastSize(SampleGrid.LEAST_SIZE);
    return new SampleGrid(() -> grid.arrange(cells(model, split())), every);
  }

  /**
   * The optimizer with the learning rate and the schedule that were given. By default, a new run of
   * a number of steps decays the learning rate linearly over its second half, as the reference
   * implementations do; a resumed run keeps its schedule.
   *
   * @param base the optimizer of the checkpoint or of the recipe
   */
  protected final Adam optimizer(Adam base) {
    return common.learningRate(base).withSchedule(schedule(base.schedule()));
  }

  private Schedule schedule(Schedule base) {
    Schedule given = common.decay();
    if (run.resume == null) {
      Schedule half =
          run.applyTo(recipe().training()).length() instanceof TrainingLength.Steps length
              ? Schedule.linearDecay(length.steps() / 2, length.steps() - length.steps() / 2)
              : Schedule.constant();
      return given(given, half);
    }
    Schedule schedule = given(given, base);
    if (schedule instanceof Schedule.LinearDecay decay) {
      long end = decay.constant() + decay.decay();
      if (run.epochs != null || run.steps != null && run.steps > end) {
        throw new UsageException(
            "The learning rate of this run falls to 0 at step %s, after which weights no longer change; leave out --epochs and --steps beyond that, or start a new run of that length"
                .formatted(end));
      }
    }
    return schedule;
  }

  /** The training and held-out examples, once the data has been opened. */
  protected final Split<B> split() {
    return Objects.requireNonNull(split, "the data is opened before it is used");
  }

  @Override
  protected String next(Path run) {
    return "Translate pictures:  ./atelier translate --model %s in.png out.png".formatted(run);
  }

  /**
   * Training data that a {@link Reader} opens.
   *
   * @param size the number of examples, some of which may be held out
   */
  final class Source implements TrainingSource<O, B> {
    private final String title;
    private final String location;
    private final int size;
    private final String describe;
    private final UnaryOperator<O> fit;
    private final Reader<O, B> reader;

    Source(String title, String location, int size, String describe, Reader<O, B> reader) {
      this(title, location, size, describe, UnaryOperator.identity(), reader);
    }

    /**
     * As the other, for options that depend on the data.
     *
     * @param fit the options with what the data tells
     */
    Source(
        String title,
        String location,
        int size,
        String describe,
        UnaryOperator<O> fit,
        Reader<O, B> reader) {
      this.title = title;
      this.location = location;
      this.size = size;
      this.describe = describe;
      this.fit = fit;
      this.reader = reader;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public O fit(O options) {
      return fit.apply(options);
    }

    @Override
    public TrainingData<B> data(O options, TrainingOptions training) throws IOException {
      Split<B> read = reader.read(options);
      split = read;
      return read.training();
    }

    @Override
    public String describe(O options) {
      return String.format(Locale.ROOT, describe, side(options), side(options));
    }
  }

  /** The side of the pictures. */
  protected final int side(O options) {
    return side.applyAsInt(options);
  }
}
