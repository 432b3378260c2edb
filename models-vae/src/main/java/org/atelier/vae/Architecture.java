package org.atelier.vae;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.atelier.image.PictureShape;
import org.atelier.nn.Layer;

/**
 * What networks a model of pictures is made of, or that they are the caller's own.
 *
 * <p>Encoders end in two heads, mean and log-variance (N, latent); decoders in what a {@link
 * Likelihood} takes. With classes, both are told a label: one value a class joins the features that
 * the encoder's heads see, and the latents.
 */
public sealed interface Architecture
    permits Architecture.Perceptrons,
        Architecture.Convolutions,
        Architecture.Residuals,
        Architecture.Own {

  /** One example, without the batch axis. */
  Shape example();

  /**
   * Examples (N, …), and labels (N) if there are classes, to two results (N, latent).
   *
   * @param classes 0 for a network that is told no label
   */
  Layer encoder(int latentSize, int classes);

  /**
   * Latents (N, latent), and labels (N) if there are classes, to (N, numbers·C, H, W).
   *
   * @param numbers that the likelihood takes for each value
   * @param classes 0 for a network that is told no label
   */
  Layer decoder(int latentSize, int numbers, int classes);

  /**
   * Examples (N, …) to two results: features (N, …) of the last hidden layer, and scores (N, 1).
   */
  Layer discriminator();

  /** Multilayer perceptrons with rectifiers. */
  static Architecture perceptrons(PictureShape picture, Integer... widths) {
    return new Perceptrons(picture, List.of(widths));
  }

  /** Strided convolutions. */
  static Architecture convolutions(PictureShape picture, int filters) {
    return new Convolutions(picture, filters, false);
  }

  /** Strided convolutions with batch norm, as DCGAN's: for decoders that have an adversary. */
  static Architecture normedConvolutions(PictureShape picture, int filters) {
    return new Convolutions(picture, filters, true);
  }

  /** Residual blocks. */
  static Architecture residuals(PictureShape picture, int filters) {
    return new Residuals(picture, filters);
  }

  /**
   * Multilayer perceptrons with rectifiers, with the parameter names of pytorch/examples' {@code
   * vae}. They see pictures in [0, 1], as that one does.
   *
   * @param picture of what shape
   * @param widths of the encoder's hidden layers, from the picture on; the decoder has them the
   *     other way round
   */
  record Perceptrons(PictureShape picture, List<Integer> widths) implements Architecture {
    /** Copies and checks the widths. */
    public Perceptrons {
      widths = List.copyOf(widths);
      if (widths.isEmpty()) {
        throw new IllegalArgumentException("There must be at least one hidden layer");
      }
      for (int width : widths) {
        if (width < 1) {
          throw new IllegalArgumentException("A width must be at least 1, but was " + width);
        }
      }
    }

    @Override
    public Shape example() {
      return picture.shape();
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return PerceptronLayers.encoder(this, latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int numbers, int classes) {
      return PerceptronLayers.decoder(this, numbers, classes);
    }

    @Override
    public Layer discriminator() {
      return PerceptronLayers.discriminator(this);
    }
  }

  /**
   * Convolutions of 4×4 that halve pictures, and transposed ones that double them, while both sides
   * are even and the shorter one is at least 8; between them a hidden layer of 256 (as in Burgess
   * et al., arXiv:1804.03599).
   *
   * @param picture of what shape
   * @param filters feature maps of the first layer; twice as many after every halving but the
   *     first, up to eight times
   * @param normed whether batch norm follows each convolution, but for the discriminator's first
   *     and the decoder's last
   */
  record Convolutions(PictureShape picture, int filters, boolean normed) implements Architecture {
    /** Checks the number. */
    public Convolutions {
      expectFilters(filters);
    }

    @Override
    public Shape example() {
      return picture.shape();
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return layers().encoder(latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int numbers, int classes) {
      return layers().decoder(numbers, classes);
    }

    @Override
    public Layer discriminator() {
      return layers().discriminator();
    }

    private ConvolutionLayers layers() {
      return new ConvolutionLayers(picture, filters, false, normed);
    }
  }

  /**
   * As {@link Convolutions}, with a residual block (He et al., arXiv:1603.05027, without norms)
   * behind every halving and before every doubling.
   *
   * @param picture of what shape
   * @param filters feature maps of the first layer; twice as many after every halving but the
   *     first, up to eight times
   */
  record Residuals(PictureShape picture, int filters) implements Architecture {
    /** Checks the number. */
    public Residuals {
      expectFilters(filters);
    }

    @Override
    public Shape example() {
      return picture.shape();
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      return new ConvolutionLayers(picture, filters, true, false).encoder(latentSize, classes);
    }

    @Override
    public Layer decoder(int latentSize, int numbers, int classes) {
      return new ConvolutionLayers(picture, filters, true, false).decoder(numbers, classes);
    }

    @Override
    public Layer discriminator() {
      return new ConvolutionLayers(picture, filters, true, false).discriminator();
    }
  }

  /** The caller's own networks, which a model's constructor was given; only they know the rest. */
  record Own() implements Architecture {
    private static IllegalStateException unknown() {
      return new IllegalStateException(
          "The networks of these options were the caller's own: pass an encoder and a decoder to the"
              + " model's constructor, and to load a run take"
              + " load(run, device, options -> new …(encoder, decoder, options))");
    }

    @Override
    public Shape example() {
      throw unknown();
    }

    @Override
    public Layer encoder(int latentSize, int classes) {
      throw unknown();
    }

    @Override
    public Layer decoder(int latentSize, int numbers, int classes) {
      throw unknown();
    }

    @Override
    public Layer discriminator() {
      throw unknown();
    }
  }

  private static void expectFilters(int filters) {
    if (filters < 1) {
      throw new IllegalArgumentException("filters must be at least 1, but was " + filters);
    }
  }
}
