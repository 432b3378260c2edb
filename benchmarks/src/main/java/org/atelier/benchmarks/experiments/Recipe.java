package org.atelier.benchmarks.experiments;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atelier.data.ImageBatch;
import org.atelier.data.Images;
import org.atelier.data.LabelledImages;
import org.atelier.data.TrainingData;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.acgan.AcGan;
import org.atelier.gan.acgan.AcGanOptions;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
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
  private static final double DECAY = 0.998;

  /** All models; those that have a Python side are in {@code python/quality}. */
  static final List<Recipe<?>> ALL =
      List.of(
          pictures("dcgan", 2000, 32, () -> new Dcgan(dcgan())),
          pictures("wgan-gp", 4000, 64, () -> new WganGp(wganGp())),
          labelled("acgan", 2000, 32, () -> new AcGan(acgan())));

  private static DcganOptions dcgan() {
    return DcganOptions.defaults()
        .withImageSize(SIZE)
        .withChannels(1)
        .withFilters(64, 32)
        .withAverageDecay(DECAY);
  }

  private static WganGpOptions wganGp() {
    return WganGpOptions.defaults().withImageSize(SIZE).withAverageDecay(DECAY);
  }

  private static AcGanOptions acgan() {
    return AcGanOptions.defaults().withImageSize(SIZE).withFilters(64).withAverageDecay(DECAY);
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
