package org.atelier.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.ExecutionContext;
import org.atelier.engine.Gradients;
import org.atelier.engine.Precision;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganNetworks;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;
import org.atelier.model.Phase;
import org.atelier.model.network.Network;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family of networks learns in bfloat16, near to what float32 gives. */
class MixedPrecisionTest {
  private static final PictureShape PICTURE = PictureShape.grey(16);

  static Stream<Arguments> models() {
    return Stream.of(
        pictures(
            () ->
                new Lsgan(
                    LsganOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(ResizeNetworks.defaults().withFilters(64).withDropout(0)))),
        pictures(() -> new WganGp(WganGpOptions.defaults().withPicture(PICTURE))),
        pictures(
            () ->
                new WganGp(
                    WganGpOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(StridedNetworks.of(8, 8)))),
        pictures(
            () ->
                new SnGan(
                    SnGanOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(ResidualNetworks.of(8, 8).withAttention(8))
                        .withStabilisation(Stabilisation.none().withR1(Penalty.of(0.5))))),
        labelled(
            () ->
                new Cgan(
                    CganOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(CganNetworks.defaults().withDropout(0)))),
        labelled(
            () ->
                new AcGan(
                    AcGanOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(AcGanNetworks.resizing(8, 0)))),
        labelled(
            () ->
                new AcGan(
                    AcGanOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(AcGanNetworks.strided(4, 4)))),
        labelled(
            () ->
                new ProjectionGan(
                    ProjectionGanOptions.defaults()
                        .withPicture(PICTURE)
                        .withNetworks(ResidualNetworks.of(8, 8)))));
  }

  private static Arguments pictures(Supplier<Gan<Images>> gan) {
    Function<NDArray, Images> batch = Images::new;
    return Arguments.of(gan, batch);
  }

  private static Arguments labelled(Supplier<Gan<LabelledImages>> gan) {
    Function<NDArray, LabelledImages> batch =
        x -> new LabelledImages(x, x.getManager().create(new long[] {0, 3, 1, 9}));
    return Arguments.of(gan, batch);
  }

  @ParameterizedTest
  @MethodSource("models")
  <B extends ImageBatch> void a_step_in_bfloat16_is_near_the_same_step_in_float32(
      Supplier<Gan<B>> build, Function<NDArray, B> batch) {
    // Two of the same seed: a forward in training mode changes spectral norms.
    try (Gan<B> exact = build.get();
        Gan<B> mixed = build.get()) {
      var context = ExecutionContext.current().withPrecision(Precision.MIXED);
      List<Float> expected = losses(exact, batch);
      List<Float> found = context.run(() -> losses(mixed, batch));
      assertThat(found).hasSameSizeAs(expected).isNotEqualTo(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i)).isCloseTo(expected.get(i), within(0.1f));
      }
    }
  }

  /** What the phases of a first step minimise; each learns from it. */
  private static <B extends ImageBatch> List<Float> losses(Gan<B> gan, Function<NDArray, B> batch) {
    gan.initialize(0);
    var losses = new ArrayList<Float>();
    try (NDManager scope = NDManager.newBaseManager()) {
      var values = CounterRandom.of(4).doubles(4 * PICTURE.values()).toArray();
      NDArray real = scope.create(values).toType(DataType.FLOAT32, false);
      B pictures = batch.apply(real.reshape(new Shape(4).addAll(PICTURE.shape())));
      var step = new Step<>(0, pictures, scope, CounterRandom.of(1));
      for (Phase<B> phase : gan.phases()) {
        Objective objective = Gradients.recording(() -> phase.objective(step));
        losses.add(objective.total().getFloat());
        Network learner = phase.learners().get(0);
        var gradients =
            Gradients.of(objective.total(), new ArrayList<>(learner.parameters().values()));
        learner.learn(gradients, 0);
      }
    }
    return losses;
  }
}
