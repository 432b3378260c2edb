package org.atelier.benchmarks.experiments;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.ExampleBatch;
import org.atelier.data.batch.Images;
import org.atelier.datasets.FashionMnist;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.Bernoulli;
import org.atelier.vae.Binarised;
import org.atelier.vae.GaussianAutoencoder;
import org.atelier.vae.iwae.Iwae;
import org.atelier.vae.iwae.IwaeOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;

/**
 * An auto-encoder whose likelihood is compared with PyTorch's, and its budget: the perceptrons of
 * pytorch/examples on pictures of black and white, of which the Bernoulli likelihood is a true one.
 *
 * @param name on the command line
 * @param steps of training
 * @param draws of z for each picture in training
 * @param model makes an untrained one
 */
record VaeRecipe(
    String name,
    long steps,
    int draws,
    Supplier<? extends GaussianAutoencoder<ExampleBatch>> model) {
  static final int BATCH = 128;
  private static final int IWAE_DRAWS = 5;
  private static final AutoencoderOptions NETWORKS =
      AutoencoderOptions.defaults().withLikelihood(Bernoulli.ofBinary());

  /** Ten passes over the 60,000 training pictures, as pytorch/examples has it. */
  private static final long STEPS = 4_680;

  static final List<VaeRecipe> ALL =
      List.of(
          new VaeRecipe(
              "vae", STEPS, 1, () -> new Vae(VaeOptions.defaults().withAutoencoder(NETWORKS))),
          new VaeRecipe(
              "iwae",
              STEPS,
              IWAE_DRAWS,
              () ->
                  new Iwae(
                      IwaeOptions.defaults().withAutoencoder(NETWORKS).withSamples(IWAE_DRAWS))));

  /** How grey pictures become black or white. */
  enum Binarisation {
    /** Drawn anew each time, as Burda et al. do; test pictures by one draw, the same for all. */
    DRAWN,

    /** Cut in the middle. */
    CUT;

    TrainingData<Images> of(FashionMnist clothes) {
      TrainingData<Images> grey = clothes.images(Clothes.SIZE);
      return this == DRAWN ? Binarised.dynamically(grey) : Binarised.byThreshold(grey);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static AutoencoderOptions networks() {
    return NETWORKS;
  }

  /**
   * The recipe of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static VaeRecipe named(String name) {
    return ALL.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected a model out of %s, but got %s"
                        .formatted(ALL.stream().map(VaeRecipe::name).toList(), name)));
  }
}
