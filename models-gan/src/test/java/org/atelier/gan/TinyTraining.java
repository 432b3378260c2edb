package org.atelier.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.model.Gan;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.network.Network;
import org.atelier.random.CounterRandom;
import org.atelier.train.Checkpoint;
import org.atelier.train.Checkpoints;
import org.atelier.train.LoopListener;
import org.atelier.train.LossLog;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** A few steps on random pictures: every network learns, nothing leaks, and load gives it back. */
public final class TinyTraining {
  private static final int PICTURES = 12;

  private TinyTraining() {}

  /** Loads what was trained. */
  @FunctionalInterface
  public interface Loader<M> {
    /** The model of a run. */
    M load(Path run) throws IOException;
  }

  /** Of a model that learns from pictures alone; closes it. */
  public static <M extends Gan<Images>> void images(M gan, Path folder, Loader<M> loader)
      throws IOException {
    try (gan;
        M loaded = train(gan, pictures(gan), folder, loader)) {
      assertThat(loaded.sample(3, 7)).hasSize(3);
    }
  }

  /** Of a model that learns from pictures of three classes; closes it. */
  public static <M extends Gan<LabelledImages> & ClassConditional> void labelled(
      M gan, Path folder, Loader<M> loader) throws IOException {
    assertThat(gan.classes()).isEqualTo(3);
    var labels = new int[PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      labels[i] = i % 3;
    }
    try (gan;
        M loaded = train(gan, LabelledImages.join(pictures(gan), labels), folder, loader)) {
      List<float[]> ones = values(loaded.sample(3, 7, 1));
      assertThat(ones.get(1)).as("in turn").containsExactly(values(loaded.sample(3, 7)).get(1));
      assertThat(ones.get(0)).isNotEqualTo(values(loaded.sample(3, 7, 2)).get(0));
      assertThatThrownBy(() -> loaded.sample(1, 7, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("label must be in [0, 2], but was 3");
    }
  }

  /** Of a model that learns from batches of its own, made of pictures; closes it. */
  public static <B extends ImageBatch, M extends Gan<B>> void batches(
      M gan, Function<TrainingData<Images>, TrainingData<B>> data, Path folder, Loader<M> loader)
      throws IOException {
    try (gan;
        M loaded = train(gan, data.apply(pictures(gan)), folder, loader)) {
      assertThat(loaded.sample(3, 7)).hasSize(3);
    }
  }

  private static <B extends ImageBatch, M extends Gan<B>> M train(
      M gan, TrainingData<B> data, Path folder, Loader<M> loader) throws IOException {
    gan.initialize(0);
    var before = new ArrayList<List<float[]>>();
    gan.networks().forEach(network -> before.add(weights(network)));
    var arrays = new ArrayList<Integer>();
    var losses = new ArrayList<Float>();
    new TrainingLoop<>(
            gan,
            data,
            TrainingOptions.defaults().withBatchSize(4).withSteps(6).withCheckpointEvery(6))
        .with(
            new LoopListener() {
              @Override
              public void onStep(StepReport report) {
                arrays.add(gan.networks().stream().mapToInt(Network::managedArrays).sum());
                report.metrics().values().forEach(value -> losses.add(value.floatValue()));
              }
            })
        .run(folder.resolve("run"));
    assertThat(arrays).hasSize(6).containsOnly(arrays.get(0));
    assertThat(losses).isNotEmpty().allMatch(Float::isFinite);
    for (int i = 0; i < before.size(); i++) {
      assertThat(weights(gan.networks().get(i)).get(0)).isNotEqualTo(before.get(i).get(0));
    }
    M loaded = loader.load(folder.resolve("run"));
    assertThat(loaded.options()).isEqualTo(gan.options());
    assertThat(values(loaded.sample(2, 5)))
        .usingRecursiveComparison()
        .isEqualTo(values(gan.sample(2, 5)));
    return loaded;
  }

  /** A run that is stopped half-way and goes on ends with the bits of one that was not. */
  public static <B extends ImageBatch, M extends Gan<B>> void resumes(
      Supplier<M> build, Function<TrainingData<Images>, TrainingData<B>> data, Path folder)
      throws IOException {
    var options = TrainingOptions.defaults().withBatchSize(4).withSteps(6).withCheckpointEvery(3);
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    try (M gan = build.get()) {
      new TrainingLoop<>(gan, data.apply(pictures(gan)), options).run(whole);
    }
    try (M gan = build.get()) {
      new TrainingLoop<>(gan, data.apply(pictures(gan)), options.withSteps(3)).run(parts);
    }
    try (M gan = build.get()) {
      new TrainingLoop<>(gan, data.apply(pictures(gan)), options).resume(parts);
    }
    Checkpoint expected = Checkpoints.latest(whole);
    Checkpoint found = Checkpoints.latest(parts);
    assertThat(found.description().files()).isEqualTo(expected.description().files()).isNotEmpty();
    for (Checkpoint.FileEntry file : expected.description().files()) {
      assertThat(found.folder().resolve(file.name()))
          .hasSameBinaryContentAs(expected.folder().resolve(file.name()));
    }
    assertThat(parts.resolve(LossLog.FILE)).hasSameTextualContentAs(whole.resolve(LossLog.FILE));
  }

  private static List<float[]> weights(Network network) {
    return network.parameters().values().stream().map(NDArray::toFloatArray).toList();
  }

  private static List<float[]> values(List<Picture> pictures) {
    return pictures.stream().map(Picture::values).toList();
  }

  private static TrainingData<Images> pictures(Gan<?> gan) {
    return new RandomPictures(gan.discriminator().inputShapes().get(0));
  }

  /** Uniform noise, of any shape. */
  private record RandomPictures(Shape shape) implements TrainingData<Images> {
    @Override
    public int size() {
      return PICTURES;
    }

    @Override
    public String fingerprint() {
      return "noise of shape " + shape;
    }

    @Override
    public Loaded<Images> load(int[] indices, CounterRandom random) {
      int each = (int) shape.size();
      var values = new float[indices.length * each];
      for (int i = 0; i < indices.length; i++) {
        CounterRandom noise = CounterRandom.of(3, indices[i]);
        for (int j = 0; j < each; j++) {
          values[i * each + j] = 2 * noise.nextFloat() - 1;
        }
      }
      var batch = new Shape(indices.length).addAll(shape);
      return manager -> new Images(HostValues.toArray(manager, values, batch));
    }
  }
}
