package org.atelier.vae.models;

import java.util.List;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.PictureShape;
import org.atelier.model.ModelProvider;
import org.atelier.model.ModelType;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.beta.BetaVae;
import org.atelier.vae.beta.BetaVaeOptions;
import org.atelier.vae.conditional.ConditionalVae;
import org.atelier.vae.conditional.ConditionalVaeOptions;
import org.atelier.vae.iwae.Iwae;
import org.atelier.vae.iwae.IwaeOptions;
import org.atelier.vae.vaegan.VaeGan;
import org.atelier.vae.vaegan.VaeGanOptions;
import org.atelier.vae.vanilla.Vae;
import org.atelier.vae.vanilla.VaeOptions;
import org.atelier.vae.vq.VqArchitecture;
import org.atelier.vae.vq.VqVae;
import org.atelier.vae.vq.VqVaeOptions;

/** Offers the auto-encoders of this module to the commands. */
public final class VaeModels implements ModelProvider {
  private static final int VQ_FILTERS = 128;
  private static final int VQ_HALVINGS = 2;

  /** Called by {@link java.util.ServiceLoader}. */
  public VaeModels() {}

  @Override
  public List<ModelType<?, ?>> models() {
    return List.of(
        new ModelType<>(
            "vae",
            "variational auto-encoder (arXiv:1312.6114)",
            Images.class,
            Vae.class,
            VaeOptions.class,
            (pictures, classes) ->
                VaeOptions.defaults()
                    .withAutoencoder(of(pictures, VaeOptions.defaults().autoencoder())),
            Vae::new),
        new ModelType<>(
            "beta-vae",
            "VAE that encourages disentangled latents (Higgins et al., 2017)",
            Images.class,
            BetaVae.class,
            BetaVaeOptions.class,
            (pictures, classes) ->
                BetaVaeOptions.defaults()
                    .withAutoencoder(of(pictures, BetaVaeOptions.defaults().autoencoder())),
            BetaVae::new),
        new ModelType<>(
            "cvae",
            "class-conditional variational auto-encoder (Sohn et al., 2015)",
            LabelledImages.class,
            ConditionalVae.class,
            ConditionalVaeOptions.class,
            VaeModels::conditional,
            ConditionalVae::new),
        new ModelType<>(
            "iwae",
            "importance-weighted auto-encoder (arXiv:1509.00519)",
            Images.class,
            Iwae.class,
            IwaeOptions.class,
            (pictures, classes) ->
                IwaeOptions.defaults()
                    .withAutoencoder(of(pictures, IwaeOptions.defaults().autoencoder())),
            Iwae::new),
        new ModelType<>(
            "vq-vae",
            "VAE with a discrete codebook, for compression (arXiv:1711.00937)",
            Images.class,
            VqVae.class,
            VqVaeOptions.class,
            (pictures, classes) ->
                VqVaeOptions.defaults()
                    .withArchitecture(
                        new VqArchitecture.Residuals(pictures, VQ_FILTERS, VQ_HALVINGS)),
            VqVae::new),
        new ModelType<>(
            "vae-gan",
            "VAE with a discriminator's feature loss (arXiv:1512.09300)",
            Images.class,
            VaeGan.class,
            VaeGanOptions.class,
            (pictures, classes) ->
                VaeGanOptions.defaults()
                    .withAutoencoder(of(pictures, VaeGanOptions.defaults().autoencoder())),
            VaeGan::new));
  }

  private static ConditionalVaeOptions conditional(PictureShape pictures, int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "Expected labelled pictures, as a class-conditional model needs them, but the data has no"
              + " classes; take vae, or data with labels");
    }
    ConditionalVaeOptions options = ConditionalVaeOptions.defaults().withClasses(classes);
    return options.withAutoencoder(of(pictures, options.autoencoder()));
  }

  private static AutoencoderOptions of(PictureShape pictures, AutoencoderOptions options) {
    return options.withArchitecture(options.architecture().withPicture(pictures));
  }
}
