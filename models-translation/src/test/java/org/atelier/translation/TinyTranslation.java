package org.atelier.translation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.atelier.data.TrainingData;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.model.GenerativeModel;
import org.atelier.model.network.Network;
import org.atelier.random.CounterRandom;
import org.atelier.train.LoopListener;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/** A few steps on noise: every network learns, nothing leaks, and a resumed run is the same run. */
public final class TinyTranslation {
  private static final int STEPS = 6;

  private TinyTranslation() {}

  /** Loads what was trained. */
  @FunctionalInterface
  public interface Loader<M> {
    /** The model of a run. */
    M load(Path run) throws IOException;
  }

  /** Grey noise, as many pictures as asked for. */
  public static PictureSource noise(int count, int size, long seed) {
    var pictures = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var bytes = new byte[size * size];
      CounterRandom.of(seed, i).nextBytes(bytes);
      pictures.add(bytes);
    }
    return InMemory.ofBytes(1, size, size, pictures);
  }

  /** Grey squares. */
  public static ImageOptions grey(int size) {
    return ImageOptions.defaults().withChannels(1).withSize(size);
  }

  /** Trains, loads, resumes after half the steps, and compares. */
  public static <B, M extends GenerativeModel<B>> void check(
      Supplier<M> build, TrainingData<B> data, int batch, Path folder, Loader<M> loader)
      throws IOException {
    Map<String, float[]> whole;
    var arrays = new ArrayList<Integer>();
    var losses = new ArrayList<Float>();
    Path run = folder.resolve("whole");
    try (M model = build.get()) {
      model.initialize(0);
      Map<String, float[]> before = arrays(model);
      new TrainingLoop<>(model, data, options(batch, STEPS))
          .with(
              new LoopListener() {
                @Override
                public void onStep(StepReport report) {
                  arrays.add(model.networks().stream().mapToInt(Network::managedArrays).sum());
                  report.metrics().values().forEach(value -> losses.add(value.floatValue()));
                }
              })
          .run(run);
      whole = arrays(model);
      for (Network network : model.networks()) {
        String first = network.name() + "/" + network.parameters().keySet().iterator().next();
        assertThat(whole.get(first)).as(first).isNotEqualTo(before.get(first));
      }
      try (M loaded = loader.load(run)) {
        assertThat(loaded.options()).isEqualTo(model.options());
        for (int i = 0; i < model.networks().size(); i++) {
          assertThat(values(loaded.networks().get(i).parameters()))
              .usingRecursiveComparison()
              .isEqualTo(values(model.networks().get(i).parameters()));
        }
      }
    }
    assertThat(arrays).hasSize(STEPS).containsOnly(arrays.get(0));
    assertThat(losses).isNotEmpty().allMatch(Float::isFinite);

    Path stopped = folder.resolve("stopped");
    try (M model = build.get()) {
      model.initialize(0);
      new TrainingLoop<>(model, data, options(batch, STEPS / 2)).run(stopped);
    }
    try (M model = build.get()) {
      new TrainingLoop<>(model, data, options(batch, STEPS)).resume(stopped);
      Map<String, float[]> resumed = arrays(model);
      assertThat(resumed.keySet()).isEqualTo(whole.keySet());
      whole.forEach(
          (name, values) -> assertThat(Arrays.equals(resumed.get(name), values)).as(name).isTrue());
    }
  }

  private static TrainingOptions options(int batch, int steps) {
    return TrainingOptions.defaults()
        .withBatchSize(batch)
        .withSteps(steps)
        .withCheckpointEvery(STEPS / 2)
        .withSeed(3);
  }

  private static Map<String, float[]> arrays(GenerativeModel<?> model) {
    var all = new LinkedHashMap<String, float[]>();
    for (Network network : model.networks()) {
      network.parameters().forEach((key, array) -> all.put(network.name() + "/" + key, of(array)));
      network.buffers().forEach((key, array) -> all.put(network.name() + "/" + key, of(array)));
      network
          .optimizerState()
          .named()
          .forEach((key, array) -> all.put(network.name() + "!" + key, of(array)));
    }
    model.state().forEach((key, array) -> all.put("state/" + key, of(array)));
    return all;
  }

  private static List<float[]> values(Map<String, NDArray> arrays) {
    return arrays.values().stream().map(TinyTranslation::of).toList();
  }

  private static float[] of(NDArray array) {
    return array.toFloatArray();
  }
}
