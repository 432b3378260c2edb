package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.model.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of a step dies with it: what lives long holds the same arrays after every step. */
class MemoryTest {
  @TempDir private Path folder;

  @Test
  void the_arrays_of_the_long_lived_managers_do_not_grow_over_fifty_steps() throws IOException {
    var counts = new ArrayList<List<Integer>>();
    int before = ofEngine();
    try (var gan = new TinyGan()) {
      var options =
          TinyGan.training()
              .withSteps(50)
              .withGradients(new GradientOptions(2, 1.0))
              .withCheckpointEvery(10);
      new TrainingLoop<>(gan, TinyGan.data(), options)
          .with(
              new LoopListener() {
                @Override
                public void onStep(StepReport report) {
                  report.metrics();
                  gan.sample(2, report.step());
                  counts.add(count(gan));
                }
              })
          .run(folder.resolve("run"));
      // Weights, two moments and a counter each, statistics, averages; and of the weight and the
      // moments of every convolution a view under another order of axes; the learning rate, and of
      // the average what it takes over of the weights.
      int generator = 5 * 5 + 2 + 3 * convolutions(gan.generator()) + 2;
      int discriminator = 5 * 4 + 2 + 3 * convolutions(gan.discriminator()) + 1;
      assertThat(gan.generator().managedArrays()).isEqualTo(generator);
      assertThat(gan.discriminator().managedArrays()).isEqualTo(discriminator);
      // After the run the engine has these alone.
      assertThat(ofEngine()).isEqualTo(before + generator + discriminator + 1);
    }
    assertThat(ofEngine()).isEqualTo(before);
    assertThat(counts).hasSize(50).allMatch(counts.get(0)::equals);
  }

  private static int convolutions(Network network) {
    return (int)
        network.parameters().values().stream()
            .filter(array -> array.getShape().dimension() == 4)
            .count();
  }

  private static List<Integer> count(TinyGan gan) {
    var counts = new ArrayList<Integer>();
    for (Network network : gan.networks()) {
      counts.add(network.managedArrays());
    }
    counts.add(gan.poolManager.getManagedArrays().size());
    counts.add(ofEngine());
    return counts;
  }

  /** All arrays there are, of all managers. */
  private static int ofEngine() {
    try (NDManager base = NDManager.newBaseManager()) {
      return base.getParentManager().getManagedArrays().size();
    }
  }
}
