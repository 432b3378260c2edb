package org.atelier.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.engine.Gradients;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganNetworks;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.semi.SemiSupervisedBatch;
import org.atelier.gan.semi.SemiSupervisedGan;
import org.atelier.gan.semi.SemiSupervisedGanOptions;
import org.atelier.gan.semi.SemiSupervisedNetworks;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.Phase;
import org.atelier.model.objective.DiffAugment;
import org.atelier.model.objective.Objective;
import org.atelier.model.objective.Penalty;
import org.atelier.model.objective.Step;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StabilisationTest {
  private static final PictureShape RECTANGLE = new PictureShape(1, 12, 20);

  /** All that a loss without targets takes. */
  private static final Stabilisation ALL =
      Stabilisation.none()
          .withAugment(DiffAugment.defaults())
          .withR1(Penalty.of(1).every(2))
          .withDragan(Penalty.of(1).every(3))
          .withAverageDecay(0.9);

  private static final Stabilisation ALL_WITH_TARGET = ALL.withRealTarget(0.9);

  @TempDir private Path folder;

  @Test
  void models_of_pictures_take_every_aid_and_rectangles() throws IOException {
    TinyTraining.images(
        new VanillaGan(
            VanillaGanOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(new PerceptronNetworks(100, List.of(6, 8), List.of(6)))
                .withStabilisation(ALL_WITH_TARGET)),
        folder.resolve("gan"),
        VanillaGan::load);
    TinyTraining.images(
        new Dcgan(
            DcganOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(StridedNetworks.of(2, 2))
                .withStabilisation(ALL_WITH_TARGET)),
        folder.resolve("dcgan"),
        Dcgan::load);
    TinyTraining.images(
        new Lsgan(
            LsganOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(ResizeNetworks.defaults().withFilters(8))
                .withStabilisation(ALL_WITH_TARGET)),
        folder.resolve("lsgan"),
        Lsgan::load);
    TinyTraining.images(
        new Wgan(
            WganOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(StridedNetworks.of(2, 2))
                .withStabilisation(ALL)),
        folder.resolve("wgan"),
        Wgan::load);
    TinyTraining.images(
        new WganGp(
            WganGpOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(StridedNetworks.of(2, 2))
                .withPenalty(Penalty.of(10).every(2))
                .withStabilisation(ALL)),
        folder.resolve("wgan-gp"),
        WganGp::load);
    TinyTraining.images(attentive(), folder.resolve("sngan"), SnGan::load);
  }

  @Test
  void models_of_labels_take_every_aid_and_rectangles() throws IOException {
    TinyTraining.labelled(
        new Cgan(
            CganOptions.defaults()
                .withPicture(RECTANGLE)
                .withClasses(3)
                .withNetworks(new CganNetworks(100, List.of(6, 8), List.of(6), 0.4))
                .withStabilisation(ALL_WITH_TARGET)),
        folder.resolve("cgan"),
        Cgan::load);
    TinyTraining.labelled(
        new AcGan(
            AcGanOptions.defaults()
                .withPicture(RECTANGLE)
                .withClasses(3)
                .withNetworks(AcGanNetworks.strided(4, 4))
                .withStabilisation(ALL_WITH_TARGET)),
        folder.resolve("acgan"),
        AcGan::load);
    TinyTraining.labelled(attentiveToClasses(), folder.resolve("projection"), ProjectionGan::load);
    TinyTraining.batches(
        new SemiSupervisedGan(
            SemiSupervisedGanOptions.defaults()
                .withPicture(RECTANGLE)
                .withClasses(3)
                .withNetworks(SemiSupervisedNetworks.defaults().withFilters(8))
                .withStabilisation(ALL_WITH_TARGET)),
        images ->
            SemiSupervisedBatch.join(images, LabelledImages.join(images, new int[images.size()])),
        folder.resolve("sgan"),
        SemiSupervisedGan::load);
  }

  private static SnGan attentive() {
    return new SnGan(
        SnGanOptions.defaults()
            .withPicture(RECTANGLE)
            .withNetworks(ResidualNetworks.of(4, 4).withAttention(6))
            .withStabilisation(ALL));
  }

  private static ProjectionGan attentiveToClasses() {
    return new ProjectionGan(
        ProjectionGanOptions.defaults()
            .withPicture(RECTANGLE)
            .withClasses(3)
            .withNetworks(ResidualNetworks.of(4, 4).withAttention(6))
            .withStabilisation(ALL));
  }

  @Test
  void a_run_with_every_aid_goes_on_to_the_bits_of_one_never_stopped() throws IOException {
    TinyTraining.resumes(StabilisationTest::attentive, images -> images, folder.resolve("images"));
    TinyTraining.resumes(
        () ->
            new AcGan(
                AcGanOptions.defaults()
                    .withPicture(RECTANGLE)
                    .withClasses(3)
                    .withNetworks(AcGanNetworks.resizing(8, 0.25))
                    .withStabilisation(ALL_WITH_TARGET)),
        StabilisationTest::labelled,
        folder.resolve("acgan"));
    TinyTraining.resumes(
        StabilisationTest::attentiveToClasses,
        StabilisationTest::labelled,
        folder.resolve("projection"));
  }

  private static TrainingData<LabelledImages> labelled(TrainingData<Images> images) {
    return LabelledImages.join(images, IntStream.range(0, images.size()).map(i -> i % 3).toArray());
  }

  @Test
  void the_discriminator_sees_changed_pictures_and_loses_by_being_too_sure() {
    try (var plain = dcgan(Stabilisation.none());
        var smoothed = dcgan(Stabilisation.none().withRealTarget(0.8));
        var augmented = dcgan(Stabilisation.none().withAugment(DiffAugment.defaults()));
        NDManager scope = NDManager.newBaseManager()) {
      Objective without = judging(plain, scope);
      Objective smooth = judging(smoothed, scope);
      Objective changed = judging(augmented, scope);
      float real = value(without, "real");
      float mean =
          Gradients.withoutRecording(
              () -> plain.discriminator().forward(real(scope)).mean().getFloat());
      // −t log σ(x) − (1 − t) log(1 − σ(x)) = −log σ(x) + (1 − t) x
      assertThat(value(smooth, "real")).isCloseTo(real + 0.2f * mean, within(1e-5f));
      assertThat(value(smooth, "fake")).isCloseTo(value(without, "fake"), within(1e-6f));
      assertThat(value(changed, "real")).isNotEqualTo(real);
      assertThat(value(changed, "fake")).isNotEqualTo(value(without, "fake"));
    }
  }

  private static Dcgan dcgan(Stabilisation stabilisation) {
    var gan =
        new Dcgan(
            DcganOptions.defaults()
                .withPicture(RECTANGLE)
                .withNetworks(StridedNetworks.of(2, 2))
                .withStabilisation(stabilisation));
    gan.initialize(0);
    return gan;
  }

  private static Objective judging(Dcgan gan, NDManager scope) {
    Phase<Images> discriminator = gan.phases().get(0);
    var step = new Step<>(0, new Images(real(scope)), scope, CounterRandom.of(2, 0));
    return Gradients.recording(() -> discriminator.objective(step));
  }

  private static NDArray real(NDManager scope) {
    return scope.create(CounterRandom.of(1).gaussians(4 * 240), new Shape(4, 1, 12, 20));
  }

  private static float value(Objective objective, String name) {
    return objective.metrics().get(name).getFloat();
  }

  @Test
  void smoothing_is_refused_by_losses_without_a_target() {
    Stabilisation smoothing = Stabilisation.none().withRealTarget(0.9);
    assertThatThrownBy(() -> WganGpOptions.defaults().withStabilisation(smoothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "realTarget must be 1, since the Wasserstein loss has no target for real pictures to"
                + " smooth, but was 0.9");
    assertThatThrownBy(() -> WganOptions.defaults().withStabilisation(smoothing))
        .hasMessageContaining("the Wasserstein loss");
    assertThatThrownBy(() -> SnGanOptions.defaults().withStabilisation(smoothing))
        .hasMessageContaining("the hinge loss");
    assertThatThrownBy(() -> ProjectionGanOptions.defaults().withStabilisation(smoothing))
        .hasMessageContaining("the hinge loss");
    assertThatThrownBy(() -> Stabilisation.none().withRealTarget(0))
        .hasMessage("realTarget must be in (0, 1], but was 0.0");
  }
}
