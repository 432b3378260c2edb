package org.atelier.benchmarks.experiments;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ConditionedImages;
import org.atelier.data.batch.ImageBatch;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.ResidualNetworks;
import org.atelier.gan.ResizeNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanNetworks;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.cgan.Cgan;
import org.atelier.gan.cgan.CganOptions;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
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
import org.atelier.model.condition.ClassLabels;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.optim.RmsProp;

/**
 * A model of clothes and its budget. The Python side reads both from what {@link Train} writes, so
 * they are said once.
 *
 * @param name on the command line
 * @param steps of training
 * @param batch pictures a step
 * @param classes of a conditional model; 0 for an unconditional one
 * @param model makes an untrained one
 * @param data what it learns from
 * @param <B> its batches
 */
record Recipe<B extends ImageBatch>(
    String name,
    long steps,
    int batch,
    int classes,
    Supplier<? extends Gan<B>> model,
    Function<FashionMnist, TrainingData<B>> data) {
  private static final int SIZE = Clothes.SIZE;
  private static final ClassLabels CLASSES = new ClassLabels(Clothes.CLASSES);
  private static final PictureShape PICTURE = PictureShape.grey(SIZE);

  /** Samples are drawn from a moving average that remembers some 500 steps. */
  private static final Stabilisation AVERAGED = Stabilisation.none().withAverageDecay(0.998);

  /** All models; those that have a Python side are in {@code python/quality}. */
  static final List<Recipe<?>> ALL =
      List.of(
          pictures("dcgan", 2000, 32, () -> new Dcgan(dcgan())),
          pictures("wgan-gp", 4000, 32, () -> new WganGp(wganGp())),
          new Recipe<>(
              "cdcgan",
              3000,
              64,
              Clothes.CLASSES,
              () -> new ConditionalDcgan(cdcgan()),
              Recipe::conditioned),
          labelled("acgan", 2000, 64, () -> new AcGan(acgan())),
          pictures("gan", 6000, 64, () -> new VanillaGan(gan())),
          pictures("lsgan", 3000, 32, () -> new Lsgan(lsgan())),
          pictures("wgan", 10_000, 64, () -> new Wgan(wgan())),
          pictures("sngan", 3000, 32, () -> new SnGan(snGan())),
          labelled("cgan", 4000, 64, () -> new Cgan(cgan())),
          labelled("projection", 3000, 32, () -> new ProjectionGan(projection())));

  private static DcganOptions dcgan() {
    return DcganOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(StridedNetworks.of(64, 32))
        .withStabilisation(AVERAGED);
  }

  /** Without R₁, the samples of a class come out alike. */
  private static ConditionalDcganOptions cdcgan() {
    return ConditionalDcganOptions.defaults()
        .withPicture(PICTURE)
        .withCondition(CLASSES)
        .withNetworks(ConditionalDcganNetworks.of(64, 32))
        .withMismatched(0.25)
        .withOptimizer(Adam.of(4e-4, 0.5))
        .withStabilisation(AVERAGED.withR1(Penalty.of(1).every(4)));
  }

  /**
   * Of DCGAN's layers, with 2 critic steps, not 5, and a higher rate: the budget is small. The
   * generator learns in every second step, so its average is shorter.
   */
  private static WganGpOptions wganGp() {
    return WganGpOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(StridedNetworks.of(32, 32))
        .withOptimizer(Adam.of(3e-4, 0.5))
        .withCriticSteps(2)
        .withStabilisation(Stabilisation.none().withAverageDecay(0.99));
  }

  private static AcGanOptions acgan() {
    return AcGanOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(AcGanNetworks.strided(64, 32))
        .withOptimizer(Adam.of(4e-4, 0.5))
        .withFakeClassWeight(0)
        .withStabilisation(AVERAGED.withR1(Penalty.of(0.2).every(4)));
  }

  private static VanillaGanOptions gan() {
    return VanillaGanOptions.defaults()
        .withPicture(PICTURE)
        .withStabilisation(AVERAGED.withR1(Penalty.of(1).every(4)));
  }

  private static LsganOptions lsgan() {
    return LsganOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(ResizeNetworks.defaults().withFilters(64).withDropout(0))
        .withOptimizer(Adam.of(4e-4, 0.5))
        .withStabilisation(AVERAGED);
  }

  private static WganOptions wgan() {
    return WganOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(StridedNetworks.of(32, 32))
        .withOptimizer(RmsProp.of(3e-4))
        .withCriticSteps(2)
        .withClip(0.05)
        .withStabilisation(Stabilisation.none().withAverageDecay(0.99));
  }

  private static SnGanOptions snGan() {
    return SnGanOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(ResidualNetworks.of(32, 32))
        .withOptimizer(Adam.of(5e-4, 0).withBeta2(0.9))
        .withCriticSteps(1)
        .withStabilisation(AVERAGED);
  }

  private static CganOptions cgan() {
    return CganOptions.defaults().withPicture(PICTURE).withStabilisation(AVERAGED);
  }

  private static ProjectionGanOptions projection() {
    return ProjectionGanOptions.defaults()
        .withPicture(PICTURE)
        .withNetworks(ResidualNetworks.of(32, 32))
        .withOptimizer(Adam.of(5e-4, 0).withBeta2(0.9))
        .withCriticSteps(1)
        .withStabilisation(AVERAGED);
  }

  private static TrainingData<ConditionedImages> conditioned(FashionMnist clothes) {
    List<Integer> labels = IntStream.range(0, clothes.size()).map(clothes::label).boxed().toList();
    return CLASSES.join(clothes.images(SIZE), labels);
  }

  private static Recipe<Images> pictures(
      String name, long steps, int batch, Supplier<? extends Gan<Images>> model) {
    return new Recipe<>(name, steps, batch, 0, model, clothes -> clothes.images(SIZE));
  }

  private static Recipe<LabelledImages> labelled(
      String name, long steps, int batch, Supplier<? extends Gan<LabelledImages>> model) {
    return new Recipe<>(
        name, steps, batch, Clothes.CLASSES, model, clothes -> clothes.labelled(SIZE));
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
