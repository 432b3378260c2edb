package org.atelier.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atelier.data.TrainingData;
import org.atelier.loss.L2;
import org.atelier.model.GenerativeModel;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.nn.Activation;
import org.atelier.nn.Linear;
import org.atelier.nn.Sequential;
import org.atelier.random.CounterRandom;
import org.atelier.train.GradientOptions;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without batch norm, k small batches before an update are one batch of k times the size. */
class AccumulationTest {
  private static final int EXAMPLES = 24;

  @TempDir private Path folder;

  @Test
  void several_batches_should_learn_as_one_large_batch() throws IOException {
    Map<String, float[]> whole = train(12, 1, null);
    Map<String, float[]> parts = train(4, 3, null);
    assertClose(whole, parts);
  }

  @Test
  void clipping_should_see_the_average_of_the_batches() throws IOException {
    Map<String, float[]> whole = train(12, 1, 0.01);
    Map<String, float[]> parts = train(4, 3, 0.01);
    assertClose(whole, parts);
    assertThat(whole.get("0.weight")).isNotEqualTo(train(12, 1, null).get("0.weight"));
  }

  private static void assertClose(Map<String, float[]> one, Map<String, float[]> two) {
    assertThat(two.keySet()).isEqualTo(one.keySet());
    one.forEach(
        (name, values) ->
            assertThat(two.get(name)).as(name).containsExactly(values, within(1e-5f)));
  }

  private Map<String, float[]> train(int batchSize, int accumulation, @Nullable Double maxNorm)
      throws IOException {
    TrainingOptions options =
        TrainingOptions.defaults()
            .withBatchSize(batchSize)
            .withGradients(new GradientOptions(accumulation, maxNorm))
            .withSteps(4);
    try (var model = new Regression()) {
      model.setDevice(Device.cpu());
      Path run = folder.resolve("%s-%s-%s".formatted(batchSize, accumulation, maxNorm));
      new TrainingLoop<>(model, new Points(), options).run(run);
      var weights = new LinkedHashMap<String, float[]>();
      model
          .networks()
          .get(0)
          .parameters()
          .forEach((name, array) -> weights.put(name, array.toFloatArray()));
      return weights;
    }
  }

  /** A net that learns to add. */
  private static final class Regression extends GenerativeModel<NDArray> {
    private final Network net;

    Regression() {
      this(
          new Network(
              "net",
              Sequential.of(Linear.of(5), Activation.tanh(), Linear.of(1)),
              // The update is as large as the gradient, so that a wrong one shows.
              Sgd.of(0.5).withMomentum(0.5),
              new Shape(3)));
    }

    private Regression(Network net) {
      super(net);
      this.net = net;
    }

    @Override
    public List<Phase<NDArray>> phases() {
      return List.of(
          Phase.of(
              "fit",
              step -> {
                NDArray x = step.batch();
                NDArray sums = x.sum(new int[] {1}, true);
                return Objective.of("error", L2.of(net.forward(x), sums));
              },
              net));
    }

    @Override
    public Record options() {
      return new Options(3);
    }
  }

  record Options(int inputs) {}

  /** Points in three dimensions. */
  private static final class Points implements TrainingData<NDArray> {
    @Override
    public int size() {
      return EXAMPLES;
    }

    @Override
    public String fingerprint() {
      return "points";
    }

    @Override
    public Loaded<NDArray> load(int[] indices, CounterRandom random) {
      var values = new float[indices.length * 3];
      for (int i = 0; i < indices.length; i++) {
        float[] point = CounterRandom.of(1, indices[i]).gaussians(3);
        System.arraycopy(point, 0, values, 3 * i, 3);
      }
      return (NDManager manager) -> manager.create(values, new Shape(indices.length, 3));
    }
  }
}
