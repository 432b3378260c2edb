package org.atelier.cli.train.autoencoder;

import static org.atelier.cli.command.Given.given;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.BinariseChoice;
import org.atelier.cli.data.HeldOut;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.train.PictureChoice;
import org.atelier.cli.train.PictureOptions;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.GenerativeModel;
import org.atelier.model.capability.LatentModel;
import org.atelier.model.capability.Reconstructing;
import org.atelier.model.condition.Conditions;
import org.atelier.monitoring.SampleGrid;
import org.atelier.random.CounterRandom;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import org.atelier.vae.Likelihood;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Base class of commands that train an auto-encoder on pictures and draw grids of pictures, their
 * reconstructions and samples. Some pictures can be held out for evaluation.
 *
 * @param <O> the model's options
 * @param <B> the type of the data's batches
 * @param <M> the model, which trains on such batches
 */
public abstract class TrainAutoencoder<
        O extends Record,
        B extends ImageBatch,
        M extends GenerativeModel<? super B> & Reconstructing>
    extends TrainCommand<O, B, M> {
  /** Pictures in a row of the grid. */
  static final int COLUMNS = 10;

  private static final int ROWS_OF_PAIRS = 2;
  private static final int ROWS_OF_SAMPLES = 4;
  private static final int SCORED = 512;
  private static final long SAMPLE_SEED = 0;

  @Option(
      names = "--binarise",
      paramLabel = "no|drawn|cut",
      description =
          "Binarise grey pictures, as the Bernoulli likelihood assumes: drawn samples each value anew"
              + " with the brightness as its probability, cut thresholds at mid-grey (default: no).")
  private @Nullable BinariseChoice binarise;

  @Option(
      names = "--without-class",
      paramLabel = "NAME|N",
      description =
          "Exclude pictures of this class from training, so that ./atelier anomaly can detect"
              + " them.")
  private @Nullable String withoutClass;

  @Range(from = 0)
  @Option(
      names = "--hold-out",
      paramLabel = "N",
      description =
          "Hold out every N-th picture from training, for evaluation by ./atelier likelihood"
              + " and anomaly (default: none; 10 with --without-class).")
  private @Nullable Integer holdOut;

  @Mixin final PictureOptions pictures = new PictureOptions();

  private final PictureChoice.Needs<O, B> needs;
  private final Function<O, Likelihood> likelihood;
  private HeldOut heldOut = new HeldOut(null, 0);
  private BinariseChoice binarised = BinariseChoice.NO;

  protected TrainAutoencoder(
      Class<O> type,
      Recipe<O> recipe,
      PictureChoice.Needs<O, B> needs,
      Function<O, Likelihood> likelihood,
      Function<O, M> build) {
    super(type, recipe, build);
    this.needs = needs;
    this.likelihood = likelihood;
  }

  /** The conditioning input for a batch of pictures. */
  protected Conditions conditions(B batch) {
    return Conditions.none();
  }

  @Override
  protected TrainingSource<O, B> open(String name, Map<String, String> kept) throws IOException {
    return PictureChoice.open(name, pictures, needs.withData(this::learnt), badPictures());
  }

  private TrainingData<B> learnt(
      TrainingPictures pictures, TrainingData<Images> images, TrainingOptions training)
      throws IOException {
    TrainingData<B> all = needs.data().of(pictures, binarised.of(images), training);
    if (heldOut.isNothing()) {
      return all;
    }
    int[] learnt = heldOut.trainingIndices(pictures);
    if (learnt.length == 0) {
      throw new UsageException(
          "No training pictures are left of %s; hold out fewer".formatted(pictures.title()));
    }
    return all.subset(learnt);
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    HeldOut before = HeldOut.of(saved);
    String without = withoutClass != null ? withoutClass : before.className();
    int usual = before.every() == 0 && without != null ? HeldOut.USUAL : before.every();
    heldOut = new HeldOut(without, given(holdOut, usual));
    binarised = binarise != null ? binarise : BinariseChoice.of(saved);
    var kept = new LinkedHashMap<String, String>();
    heldOut.keepIn(kept);
    binarised.keepIn(kept);
    return kept;
  }

  @Override
  protected void check(O options, TrainingData<B> data) throws IOException {
    int[] first = IntStream.range(0, Math.min(data.size(), COLUMNS)).toArray();
    try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      var batch = data.load(first, CounterRandom.of(0)).toBatch(scratch);
      likelihood.apply(options).expectSupport(batch.images());
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage()
              + ". On the command line: --binarise drawn, or --likelihood grey, gaussian or"
              + " logistic");
    }
  }

  @Override
  protected LoopListener drawing(M model, TrainingData<B> data, int every) {
    var grid = PictureGrid.defaults().withColumns(COLUMNS).withLeastSize(SampleGrid.LEAST_SIZE);
    return new SampleGrid(
        () -> {
          var shown = new ArrayList<Picture>();
          for (int row = 0; row < ROWS_OF_PAIRS; row++) {
            shown.addAll(pairs(model, data, row * COLUMNS));
          }
          if (model instanceof LatentModel drawing) {
            shown.addAll(drawing.sample(ROWS_OF_SAMPLES * COLUMNS, SAMPLE_SEED));
          }
          return grid.arrange(shown);
        },
        every);
  }

  /** A row of pictures and a row of their reconstructions. */
  private List<Picture> pairs(M model, TrainingData<B> data, int from) {
    int[] indices = IntStream.range(from, from + COLUMNS).map(i -> i % data.size()).toArray();
    try (NDManager scratch = NDManager.newBaseManager(model.device(), "PyTorch")) {
      B batch = data.load(indices, CounterRandom.of(0)).toBatch(scratch);
      List<Picture> pictures = Pictures.fromBatch(batch.images());
      var shown = new ArrayList<>(pictures);
      shown.addAll(model.reconstruct(pictures, conditions(batch)));
      return shown;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mean squared reconstruction error of some pictures. */
  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(M model, TrainingData<B> data) {
    return trained -> {
      double sum = 0;
      int rows = Math.min(SCORED, data.size()) / COLUMNS;
      for (int row = 0; row < rows; row++) {
        List<Picture> pairs = pairs(model, data, row * COLUMNS);
        for (int i = 0; i < COLUMNS; i++) {
          sum += Pixels.meanSquare(pairs.get(i), pairs.get(COLUMNS + i));
        }
      }
      return sum / Math.max(1, rows * COLUMNS);
    };
  }

  @Override
  protected String next(Path folder) {
    return super.next(folder)
        + "%nReconstruct:   ./atelier reconstruct --model %s --out reconstructions.png"
            .formatted(folder);
  }
}
