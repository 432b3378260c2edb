package org.atelier.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atelier.files.NewFile;
import org.atelier.image.AnimatedGif;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.train.LoopListener;
import org.atelier.train.RunStatus;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Draws samples from fixed latents during training, as {@code samples/step-NNNNNN.png} (before the
 * first step, at a fixed interval of steps, and after the last), and as the animation {@code
 * training.gif} at the end.
 *
 * <p>The animation is made from the files, so it includes the frames from before a run was resumed.
 * Samples of steps after the checkpoint from which a run is resumed are removed first, like the
 * rows of {@code losses.csv}.
 */
public final class SampleGrid implements LoopListener {
  /** The folder of the samples in the run's folder. */
  public static final String FOLDER = "samples";

  /** The animation's name in the run's folder. */
  public static final String ANIMATION = "training.gif";

  /**
   * The least side of a picture in a grid, in pixels: smaller ones are scaled up, to be
   * recognisable on a screen.
   */
  public static final int LEAST_SIZE = 48;

  private static final long SEED = 0;
  private static final int MOST_FRAMES = 200;
  private static final Duration FRAME = Duration.ofMillis(120);

  /** The last frame is shown longer, as the result of the run. */
  private static final Duration LAST_FRAME = Duration.ofSeconds(2);

  private final Supplier<Picture> drawing;
  private final long every;
  private @Nullable TrainingRun run;

  /** Draws samples from latents that are a function of the seed, such as {@code gan::sample}. */
  @FunctionalInterface
  public interface Sampler {
    /** Draws {@code count} samples. */
    List<Picture> sample(int count, long seed);
  }

  /**
   * A listener that draws a grid of samples.
   *
   * @param sampler the model in training
   * @param count the number of pictures in a grid
   * @param every steps between two grids
   */
  public SampleGrid(Sampler sampler, int count, long every) {
    this(grid(sampler, count), every);
  }

  /**
   * A listener that draws a picture of the caller's choice, such as a grid of classes.
   *
   * @param drawing gives a picture of the same size each time
   * @param every steps between two pictures
   */
  public SampleGrid(Supplier<Picture> drawing, long every) {
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1, but was " + every);
    }
    this.drawing = drawing;
    this.every = every;
  }

  private static Supplier<Picture> grid(Sampler sampler, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    var grid = PictureGrid.defaults().withLeastSize(LEAST_SIZE);
    return () -> grid.arrange(sampler.sample(count, SEED));
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    Files.createDirectories(folder());
    NewFile.removeLeftovers(folder());
    for (Path file : files()) {
      if (step(file) > run.firstStep()) {
        Files.delete(file);
      }
    }
    if (run.firstStep() == 0) {
      write(0);
    }
  }

  @Override
  public void onStep(StepReport report) throws IOException {
    if (report.stepsDone() % every == 0) {
      write(report.stepsDone());
    }
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    // The weights of a failed run may not be finite.
    boolean failed = outcome.status() == RunStatus.FAILED;
    if (!failed && !Files.exists(file(outcome.steps()))) {
      write(outcome.steps());
    }
    animate();
  }

  private void write(long step) throws IOException {
    Pictures.write(drawing.get(), file(step));
  }

  private void animate() throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      return;
    }
    Picture last = Pictures.read(files.get(files.size() - 1));
    // Only every n-th frame, counted from the end, to limit the size of a long run's animation.
    int stride = (files.size() + MOST_FRAMES - 1) / MOST_FRAMES;
    try (var gif = new AnimatedGif(run().folder().resolve(ANIMATION), FRAME)) {
      for (int i = (files.size() - 1) % stride; i < files.size() - 1; i += stride) {
        Picture frame = Pictures.read(files.get(i));
        // The part of the run before a resume may have had grids of another size.
        if (frame.height() == last.height() && frame.width() == last.width()) {
          gif.add(frame);
        }
      }
      gif.add(last, LAST_FRAME);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.filter(file -> step(file) >= 0)
          .sorted((a, b) -> Long.compare(step(a), step(b)))
          .toList();
    }
  }

  /** The step in a file's name, or -1 for other files. */
  private static long step(Path file) {
    String name = file.getFileName().toString();
    return name.matches("step-\\d{1,18}\\.png")
        ? Long.parseLong(name.substring("step-".length(), name.length() - ".png".length()))
        : -1;
  }

  private Path file(long step) {
    return folder().resolve(String.format(Locale.ROOT, "step-%06d.png", step));
  }

  private Path folder() {
    return run().folder().resolve(FOLDER);
  }

  private TrainingRun run() {
    return Objects.requireNonNull(run, "onStart comes first");
  }
}
