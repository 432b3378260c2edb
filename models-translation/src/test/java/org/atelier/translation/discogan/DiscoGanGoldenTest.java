package org.atelier.translation.discogan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.engine.Scale;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.Domain;
import org.atelier.translation.Domains;
import org.atelier.translation.GoldenNetwork;
import org.atelier.weights.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;

/** The networks and the training steps of SKTBrain/DiscoGAN, number by number. */
class DiscoGanGoldenTest {
  private static final String FAMILY = "discogan";
  private static final String SOURCE = "discogan/model.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "Generator")
  void generators_match_the_reference(Golden golden) {
    DiscoGanOptions options = options(golden, golden.tensor("image").shape(), "weights");
    new GoldenNetwork(golden)
        .between(DiscoGanGoldenTest::signed, y -> new NDList(unit(y.get(0))))
        .check(DiscoGanNetworks.generator(options, options.domains().b(), options.domains().a()));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "Discriminator")
  void discriminators_match_the_reference(Golden golden) {
    DiscoGanOptions options = options(golden, golden.tensor("image").shape(), "weights");
    new GoldenNetwork(golden)
        .between(
            DiscoGanGoldenTest::signed,
            y -> {
              var results = new NDList(y);
              results.set(0, Activation.sigmoid(y.get(0)));
              return results;
            })
        .check(DiscoGanNetworks.discriminator(options, options.domains().a()));
  }

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "discogan/image_translation.py")
  void training_steps_follow_the_reference(Golden golden) {
    double rate = golden.constructor().get("rate").getAsDouble();
    var options =
        options(golden, golden.tensor("A").shape().slice(1), "init_generator_A")
            .withReconstructionRate(new ReconstructionRate(rate, rate, 0))
            .withUpdateInterval(golden.size("update_interval"));
    options = options.withOptimizer(options.optimizer().withLearningRate(golden.learningRate()));
    assertThat(options.optimizer().weightDecay())
        .isEqualTo(golden.number("weight_decay", "weight decay ([\\d.]+(?:e-?\\d+)?)"));
    try (var model = new DiscoGan(options)) {
      var trajectory =
          new Trajectory<>(golden, model)
              .run(
                  inputs -> new UnpairedImages(signed(inputs.of("A")), signed(inputs.of("B"))),
                  (step, inputs) -> {});
      for (String side : new String[] {"A", "B"}) {
        trajectory
            .expect("generators.recon_" + side, "losses.recon_" + side)
            .expect("discriminators.recon_" + side, "losses.recon_" + side)
            .expect("discriminators.dis_" + side, "losses.dis_" + side)
            .expect("generators.gen_" + side, "losses.gen_" + side)
            .expect("generators.fm_" + side, "losses.fm_" + side);
      }
      trajectory
          .expect("generators", "losses.gen_total")
          .expect("discriminators", "losses.dis_total")
          .expectTheSameEnd();
    }
  }

  private static DiscoGanOptions options(Golden golden, Shape pictures, String weights) {
    var domain = new Domain((int) pictures.get(1), (int) pictures.get(2), (int) pictures.get(3));
    List<Shape> convolutions =
        golden.stateDict(weights).values().stream()
            .map(HostTensor::shape)
            .filter(shape -> shape.dimension() == 4)
            .toList();
    // Four that halve and four that double; extra layers go down to the bottleneck and up again.
    boolean extraLayers = convolutions.size() > 8;
    return DiscoGanOptions.defaults()
        .withDomains(new Domains(domain, domain))
        .withFilters(golden.size("width"))
        .withBottleneck(extraLayers ? (int) convolutions.get(4).get(0) : 0);
  }

  /** The reference's [0, 1] to our [-1, 1]. */
  private static NDArray signed(NDArray x) {
    return x.add(x).sub(1);
  }

  private static NDArray unit(NDArray x) {
    return Scale.by(x.add(1), 0.5);
  }
}
