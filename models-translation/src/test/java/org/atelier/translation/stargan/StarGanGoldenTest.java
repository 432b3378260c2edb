package org.atelier.translation.stargan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.stream.IntStream;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.image.PictureShape;
import org.atelier.optim.Adam;
import org.atelier.testing.Golden;
import org.atelier.testing.GoldenCases;
import org.atelier.testing.Trajectory;
import org.atelier.translation.GoldenNetwork;
import org.junit.jupiter.params.ParameterizedTest;

/** The networks and the training steps of yunjey/stargan, number by number. */
class StarGanGoldenTest {
  private static final String FAMILY = "stargan";
  private static final String SOURCE = "model.py";

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "Generator")
  void generators_match_the_reference(Golden golden) {
    int channels = (int) golden.tensor("image").shape().get(1);
    // The reference's evaluation mode is one that it never uses, nor do we.
    new GoldenNetwork(golden).inTrainingOnly().check(networks(golden).generator(channels));
  }

  @ParameterizedTest
  @GoldenCases(family = FAMILY, source = SOURCE, symbol = "Discriminator")
  void discriminators_match_the_reference(Golden golden) {
    PictureShape picture = picture(golden.tensor("image").shape());
    new GoldenNetwork(golden).check(networks(golden).discriminator(picture, golden.size("c_dim")));
  }

  private static StarGanNetworks networks(Golden golden) {
    int filters = golden.size("conv_dim");
    int repeats = golden.size("repeat_num");
    return new StarGanNetworks(filters, repeats, filters, repeats, 1);
  }

  /** Of (N, C, H, W). */
  private static PictureShape picture(Shape shape) {
    return new PictureShape((int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
  }

  @ParameterizedTest
  @GoldenCases(family = "trajectories", source = "solver.py")
  void training_steps_follow_the_reference(Golden golden) {
    // Steps, batch, labels.
    Shape labels = golden.tensor("label_org").shape();
    String[] names =
        IntStream.range(0, (int) labels.get(2)).mapToObj(i -> "label " + i).toArray(String[]::new);
    var networks =
        new StarGanNetworks(
            golden.size("g"), golden.size("g_rep"), golden.size("d"), golden.size("d_rep"), 1);
    var options =
        StarGanOptions.of(LabelSet.attributes(names))
            .withNetworks(networks)
            .withPicture(picture(golden.tensor("real").shape().slice(1)))
            .withNCritic(golden.size("n_critic"))
            .withOptimizer(Adam.of(golden.learningRate(), 0.5));
    assertThat(options.losses().lambdaCls())
        .isEqualTo(golden.number("lambda_cls", "([\\d.]+)\\*cls\\(D_cls\\(x\\)"));
    assertThat(options.losses().lambdaRec())
        .isEqualTo(golden.number("lambda_rec", "([\\d.]+)\\*mean\\|x - G"));
    try (var model = new StarGan(options)) {
      new Trajectory<>(golden, model)
          .run(
              inputs ->
                  new AttributeImages(
                      inputs.of("real"),
                      inputs.of("label_org"),
                      inputs.of("real").getManager().ones(new Shape(labels.get(1), 1))),
              (step, inputs) -> {
                step.once(StarGan.ORDER, () -> inputs.of("permutation"));
                step.once(StarGan.ALPHA, () -> inputs.of("alpha"));
              })
          .expect("discriminator.D_real", "losses.D_real")
          .expect("discriminator.D_fake", "losses.D_fake")
          .expect("discriminator.D_cls", "losses.D_cls")
          .expect("discriminator.D_gp", "losses.D_gp")
          .expect("generator.G_fake", "losses.G_fake")
          .expect("generator.G_rec", "losses.G_rec")
          .expect("generator.G_cls", "losses.G_cls")
          .expectTheSameEnd();
    }
  }
}
