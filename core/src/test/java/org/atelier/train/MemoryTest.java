package org.atelier.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.model.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of a step dies with it: what lives long holds the same arrays after every step. */
class MemoryTest {
  @TempDir private Path folder;

  @Test
  void the_arrays_of_the_long_lived_managers_do_not_grow_over_fifty_steps() throws IOException {
    var counts = new ArrayList<List<Integer>>();
    try (var gan = new TinyGan()) {
      var options =
          TinyGan.training()
              .withSteps(50)
              .withAccumulation(2)
              .withMaxGradientNorm(1)
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
      counts.add(count(gan));
    }
    assertThat(counts).hasSize(51);
    assertThat(counts.get(0)).allMatch(count -> count >= 0);
    assertThat(counts).allMatch(counts.get(0)::equals);
    // Weights, two moments and a counter each, statistics, averages.
    assertThat(counts.get(0).get(0)).isEqualTo(5 * 5 + 2);
  }

  private static List<Integer> count(TinyGan gan) {
    var counts = new ArrayList<Integer>();
    for (Network network : gan.networks()) {
      counts.add(network.managedArrays());
    }
    counts.add(gan.poolManager.getManagedArrays().size());
    try (NDManager base = NDManager.newBaseManager()) {
      counts.add(base.getParentManager().getManagedArrays().size());
    }
    return counts;
  }
}
