package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.random.CounterRandom;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceStatisticsTest {
  private static final EvaluationOptions OPTIONS =
      EvaluationOptions.defaults()
          .withKernel(KernelOptions.defaults().withSubsets(4).withSubsetSize(20));

  /** The first six pixels. */
  private record Pixels(String hash) implements FeatureNetwork {
    @Override
    public String name() {
      return "pixels";
    }

    @Override
    public String resizer() {
      return "none";
    }

    @Override
    public int featureCount() {
      return 6;
    }

    @Override
    public Features features(NDArray pictures) {
      long n = pictures.getShape().get(0);
      return new Features(pictures.reshape(n, -1).get(":, :6"));
    }
  }

  private static final FeatureNetwork NETWORK = new Pixels("ab");

  @TempDir Path temp;

  private final NDManager scope = NDManager.newBaseManager();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = temp.resolve("reference.safetensors");
    try (var evaluation = new Evaluation(NETWORK, "noise/test", OPTIONS)) {
      evaluation.addReference(pictures(1));
      evaluation.reference().write(file);
    }
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private NDArray pictures(long seed) {
    var shape = new Shape(50, 3, 2, 2);
    return scope.create(CounterRandom.of(seed).gaussians((int) shape.size()), shape).mul(0.3f);
  }

  @Test
  void gives_the_scores_of_the_pictures_themselves() throws IOException {
    try (var direct = new Evaluation(NETWORK, "noise/test", OPTIONS);
        var read = new Evaluation(NETWORK, ReferenceStatistics.read(file), OPTIONS)) {
      direct.addReference(pictures(1));
      direct.addGenerated(pictures(2));
      read.addGenerated(pictures(2));

      assertThat(read.frechetDistance().minus(direct.frechetDistance())).isCloseTo(0, within(1e-9));
      assertThat(read.kernelDistance()).isEqualTo(direct.kernelDistance());
      assertThat(read.precisionRecall()).isEqualTo(direct.precisionRecall());
    }
    try (var filesInFolder = Files.list(temp)) {
      assertThat(filesInFolder).containsExactly(file);
    }
  }

  @Test
  void refuses_more_reference_pictures() throws IOException {
    try (var read = new Evaluation(NETWORK, ReferenceStatistics.read(file), OPTIONS)) {
      assertThatThrownBy(() -> read.addReference(pictures(3)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("saved reference statistics");
    }
  }

  @Test
  void refuses_another_network_and_another_range() throws IOException {
    try (var statistics = ReferenceStatistics.read(file)) {
      assertThatThrownBy(() -> new Evaluation(new Pixels("cd"), statistics, OPTIONS))
          .hasMessageContaining("hash of the feature network is \"ab\" there and \"cd\" here");
      assertThatThrownBy(() -> new Evaluation(NETWORK, statistics, OPTIONS.withRounded(false)))
          .hasMessageContaining("value range");
    }
  }

  @Test
  void minds_how_many_features_were_kept_only_where_some_were_dropped() throws IOException {
    try (var statistics = ReferenceStatistics.read(file)) {
      new Evaluation(NETWORK, statistics, OPTIONS.withCapacity(60).withSeed(3));
      assertThatThrownBy(() -> new Evaluation(NETWORK, statistics, OPTIONS.withCapacity(40)))
          .hasMessageContaining("number of features kept");
    }
  }

  @Test
  void refuses_a_flipped_bit_and_other_files() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ReferenceStatistics.read(file)).hasMessageContaining("checksum");

    Safetensors.write(file, Map.of("mean", HostTensor.of(new Shape(1), 1)), Map.of());
    assertThatThrownBy(() -> ReferenceStatistics.read(file)).hasMessageContaining("another format");

    Files.writeString(file, "{");
    assertThatThrownBy(() -> ReferenceStatistics.read(file)).isInstanceOf(IOException.class);
  }
}
