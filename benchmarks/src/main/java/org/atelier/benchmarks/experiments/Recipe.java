package org.atelier.benchmarks.experiments;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.data.ImageBatch;
import org.atelier.data.Images;
import org.atelier.data.LabelledImages;
import org.atelier.data.TrainingData;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.Architecture;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.lsgan.Lsgan;
import org.atelier.gan.lsgan.LsganOptions;
import org.atelier.gan.projection.ProjectionGan;
import org.atelier.gan.projection.ProjectionGanOptions;
import org.atelier.gan.sngan.SnGan;
import org.atelier.gan.sngan.SnGanOptions;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.PictureShape;
import org.atelier.model.Gan;

/**
 * A model of clothes and its budget. The Python side reads both from what {@link Train} writes, so
 * they are said once.
 *
 * @param name on the command line
 * @param steps of training
 * @param batch pictures a step
 * @param model makes an untrained one
 * @param data what it learns from
 * @param <B> its batches
 */
record Recipe<B extends ImageBatch>(
    String name,
    long steps,
    int batch,
    Supplier<? extends Gan<B>> model,
    Function<FashionMnist, TrainingData<B>> data) {
  private static final int SIZE = Clothes.SIZE;
  private static final PictureShape PICTURE = PictureShape.grey(SIZE);

  /** Samples are drawn from a moving average that remembers some 500 steps. */
  private static final Stabilisation AVERAGED = Stabilisation.none().withAverageDecay(0.998);

  /** All models; those that have a Python side are in {@code python/quality}. */
  static final List<Recipe<?>> ALL =
      List.of(
          pictures("dcgan", 2000, 32, () -> new Dcgan(dcgan())),
          pictures("wgan-gp", 2400, 32, () -> new WganGp(wganGp())),
          labelled("acgan", 1500, 32, () -> new AcGan(acgan())),
          pictures("gan", 4000, 64, () -> new VanillaGan(gan())),
          pictures("lsgan", 1500, 32, () -> new Lsgan(lsgan())),
          pictures("wgan", 6000, 64, () -> new Wgan(wgan())),
          pictures("sngan", 1500, 32, () -> new SnGan(snGan())),
          labelled("cgan", 4000, 64, () -> new Cgan(cgan())),
          labelled("projection", 1500, 32, () -> new ProjectionGan(projection())));

  private static DcganOptions dcgan() {
    return DcganOptions.defaults()
        .withPicture(PICTURE)
        .withFilters(64, 32)
        .withStabilisation(AVERAGED);
  }

  /** Of DCGAN's layers, with 3 critic steps, not 5, and a higher rate: the budget is small. */
  private static WganGpOptions wganGp() {
    return WganGpOptions.defaults()
        .withPicture(PICTURE)
        .withArchitecture(Architecture.convolutions(64, 32))
        .withCriticSteps(3)
        .withLearningRate(5e-4)
        .withStabilisation(AVERAGED);
  }

  private static AcGanOptions acgan() {
    return AcGanOptions.defaults().withPicture(PICTURE).withFilters(48).withStabilisation(AVERAGED);
  }

  private static VanillaGanOptions gan() {
    return VanillaGanOptions.defaults().withPicture(PICTURE).withStabilisation(AVERAGED);
  }

  private static LsganOptions lsgan() {
    return LsganOptions.defaults().withPicture(PICTURE).withFilters(64).withStabilisation(AVERAGED);
  }

  private static WganOptions wgan() {
    return WganOptions.defaults().withPicture(PICTURE).withStabilisation(AVERAGED);
  }

  private static SnGanOptions snGan() {
    return SnGanOptions.defaults()
        .withPicture(PICTURE)
        .withGeneratorFilters(32)
        .withDiscriminatorFilters(32)
        .withCriticSteps(2)
        .withStabilisation(AVERAGED);
  }

  private static CganOptions cgan() {
    return CganOptions.defaults().withPicture(PICTURE).withStabilisation(AVERAGED);
  }

  private static ProjectionGanOptions projection() {
    return ProjectionGanOptions.defaults()
        .withPicture(PICTURE)
        .withGeneratorFilters(32)
        .withDiscriminatorFilters(32)
        .withCriticSteps(2)
        .withStabilisation(AVERAGED);
  }

  private static Recipe<Images> pictures(
      String name, long steps, int batch, Supplier<? extends Gan<Images>> model) {
    return new Recipe<>(name, steps, batch, model, clothes -> clothes.images(SIZE));
  }

  private static Recipe<LabelledImages> labelled(
      String name, long steps, int batch, Supplier<? extends Gan<LabelledImages>> model) {
    return new Recipe<>(name, steps, batch, model, clothes -> clothes.labelled(SIZE));
  }

  /**
   * The recipe of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Recipe<?> named(String name) {
    return ALL.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a model out of %s, but got %s"
                        .formatted(ALL.stream().map(Recipe::name).toList(), name)));
  }
}
