package org.atelier.vae;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Layer;
import org.atelier.options.OptionChecks;

/**
 * The networks of a variational auto-encoder of pictures, or {@link Custom} ones of the caller.
 *
 * <p>Encoders have two heads, the mean and the log-variance of q(z | x), each (N, latent); decoders
 * output the parameters of a {@link Likelihood}. With classes, both networks are conditioned on a
 * label: its one-hot vector is concatenated to the features before the encoder's heads, and to the
 * latents before the decoder.
 */
public sealed interface AutoencoderArchitecture
    permits AutoencoderArchitecture.Perceptrons,
        AutoencoderArchitecture.Convolutions,
        AutoencoderArchitecture.Residuals,
        AutoencoderArchitecture.Custom {

  /**
   * The shape of the pictures.
   *
   * @throws IllegalStateException of {@link Custom} networks, which alone know it
   */
  PictureShape picture();

  /**
   * Returns a copy for pictures of this shape.
   *
   * @throws IllegalStateException of {@link Custom} networks
   */
  AutoencoderArchitecture withPicture(PictureShape picture);

  /** The shape of one example without the batch axis, (C, H, W). */
  default Shape example() {
    return picture().shape();
  }

  /**
   * The encoder's layers: examples (N, C, H, W), and labels (N) if there are classes, to the mean
   * and the log-variance, each (N, latent).
   *
   * @param latentSize dimension of the latents
   * @param classes number of classes of the conditioning label; 0 for an unconditional network
   */
  Layer encoder(int latentSize, int classes);

  /**
   * The decoder's layers: latents (N, latent), and labels (N) if there are classes, to (N,
   * parameters·C, H, W).
   *
   * @param latentSize dimension of the latents
   * @param parameters of the likelihood for each value of a picture
   * @param classes number of classes of the conditioning label; 0 for an unconditional network
   */
  Layer decoder(int latentSize, int parameters, int classes);

  /**
   * The layers of a discriminator: examples (N, C, H, W) to two results, the features (N, …) of the
   * last hidden layer and the logits (N, 1).
   */
  Layer discriminator();

  /**
   * Multilayer perceptrons with ReLU.
   *
   * @param widths units of the encoder's hidden layers, from the picture on
   */
  static AutoencoderArchitecture perceptrons(PictureShape picture, Integer... widths) {
    return new Perceptrons(picture, List.of(widths));
  }

  /**
   * Strided convolutions.
   *
   * @param filters feature maps of the first layer
   */
  static AutoencoderArchitecture convolutions(PictureShape picture, int filters) {
    return new Convolutions(picture, filters, false);
  }

  /**
   * Strided convolutions with batch norm, as in DCGAN: for decoders that are trained against a
   * discriminator.
   *
   * @param filters feature maps of the first layer
   */
  static AutoencoderArchitecture batchNormConvolutions(PictureShape picture, int filters) {
    return new Convolutions(picture, filters, true);
  }

  /**
   * Residual blocks.
   *
   * @param filters feature maps of the first layer
   */
  static AutoencoderArchitecture residuals(PictureShape picture, int filters) {
    return new Residuals(picture, filters);
  }

  /**
   * Multilayer perceptrons with ReLU, with the parameter names of pytorch/examples' {@code vae}.
   * Their input is rescaled to [0, 1], as it is there.
   *
   * @param picture the shape of the pictures
   * @param widths units of the encoder's hidden layers, from the picture on; the decoder has them
   *     in reverse order
   */
  record Perceptrons(PictureShape picture, List<Integer> widths)
      implements AutoencoderArchitecture {
    /** Copies and checks the widths. */
    public Perceptrons {
      widths = List.copyOf(widths);
      if (widths.isEmpty()) {
        throw new IllegalArgumentException("There must be at least one hidden layer");
      }
      widths.forEach(width -> OptionChecks.atLeast(1, "A width", width));
    }

    @Override
    public Perceptrons withPicture(PictureShape picture) {
      return new Perceptrons(picture, widths);
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return PerceptronLayers.encoder(this, latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int parameters, int classes) {
      return PerceptronLayers.decoder(this, parameters, classes);
    }

    @Override
    public Layer discriminator() {
      return PerceptronLayers.discriminator(this);
    }
  }

  /**
   * 4×4 convolutions of stride 2 that halve height and width, and transposed convolutions that
   * double them, as long as both sides are even and the shorter one is at least 8; between them a
   * hidden layer of 256 units (as in Burgess et al., arXiv:1804.03599).
   *
   * @param picture the shape of the pictures
   * @param filters feature maps of the first layer; doubled by every further downsampling, up to
   *     eight times as many
   * @param batchNorm whether batch norm follows each convolution, except the discriminator's first
   *     and the decoder's last
   */
  record Convolutions(PictureShape picture, int filters, boolean batchNorm)
      implements AutoencoderArchitecture {
    /** Checks the number. */
    public Convolutions {
      OptionChecks.atLeast(1, "filters", filters);
    }

    @Override
    public Convolutions withPicture(PictureShape picture) {
      return new Convolutions(picture, filters, batchNorm);
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return layers().encoder(latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int parameters, int classes) {
      return layers().decoder(parameters, classes);
    }

    @Override
    public Layer discriminator() {
      return layers().discriminator();
    }

    private ConvolutionLayers layers() {
      return new ConvolutionLayers(picture, filters, false, batchNorm);
    }
  }

  /**
   * As {@link Convolutions}, with a residual block (He et al., arXiv:1603.05027, without norms)
   * after every downsampling and before every upsampling.
   *
   * @param picture the shape of the pictures
   * @param filters feature maps of the first layer; doubled by every further downsampling, up to
   *     eight times as many
   */
  record Residuals(PictureShape picture, int filters) implements AutoencoderArchitecture {
    /** Checks the number. */
    public Residuals {
      OptionChecks.atLeast(1, "filters", filters);
    }

    @Override
    public Residuals withPicture(PictureShape picture) {
      return new Residuals(picture, filters);
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return layers().encoder(latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int parameters, int classes) {
      return layers().decoder(parameters, classes);
    }

    @Override
    public Layer discriminator() {
      return layers().discriminator();
    }

    private ConvolutionLayers layers() {
      return new ConvolutionLayers(picture, filters, true, false);
    }
  }

  /** The caller's own networks, which were passed to the model's constructor. */
  record Custom() implements AutoencoderArchitecture {
    private static IllegalStateException unknown() {
      return new IllegalStateException(
          "The model of these options has custom networks: pass an encoder and a decoder to the"
              + " model's constructor, and to load a run call"
              + " Trained.load(run, type, optionsType, options -> new …(encoder, decoder, options),"
              + " device)");
    }

    @Override
    public PictureShape picture() {
      throw unknown();
    }

    @Override
    public AutoencoderArchitecture withPicture(PictureShape picture) {
      throw unknown();
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      throw unknown();
    }

    @Override
    public Layer decoder(int latentSize, int parameters, int classes) {
      throw unknown();
    }

    @Override
    public Layer discriminator() {
      throw unknown();
    }
  }
}
