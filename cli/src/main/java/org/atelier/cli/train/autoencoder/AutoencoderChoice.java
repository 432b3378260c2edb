package org.atelier.cli.train.autoencoder;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.train.NetworkOptions;
import org.atelier.cli.train.PictureChoice.Needs;
import org.atelier.cli.train.PictureOptions;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.image.PictureShape;
import org.atelier.vae.AutoencoderArchitecture;
import org.atelier.vae.AutoencoderOptions;
import org.atelier.vae.Likelihood;
import org.atelier.vae.Normal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every variational auto-encoder's networks have. */
public final class AutoencoderChoice {
  private static final List<Integer> UNITS = List.of(400);
  private static final int FILTERS = 32;

  /** What kind of networks. */
  enum Networks {
    PERCEPTRONS,
    CONVOLUTIONS,
    RESIDUALS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private final NetworkOptions sizes = new NetworkOptions();

  @Option(
      names = "--architecture",
      paramLabel = "perceptrons|convolutions|residuals",
      description = "Of encoder and decoder (default: ${bundle:default.architecture.kind}).")
  private @Nullable Networks networks;

  @Option(
      names = "--units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of perceptrons' hidden layers, from the picture on, such as 500,300 (default:"
              + " 400).")
  private @Nullable List<Integer> units;

  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of convolutions next to the picture; further in up to eight times as many"
              + " (default: "
              + FILTERS
              + ").")
  private @Nullable Integer filters;

  @Option(
      names = "--likelihood",
      paramLabel = "grey|bernoulli|gaussian|learned|logistic",
      description =
          "Of a picture: grey takes greys for probabilities, as is often done and is none;"
              + " bernoulli is for black and white alone (see --binarise); gaussian has one"
              + " deviation, and learned one of each value; logistic gives a probability of each of"
              + " 256 levels (default: grey).")
  private @Nullable LikelihoodChoice likelihood;

  @Option(
      names = "--deviation",
      paramLabel = "X",
      description =
          "Of gaussian, where pictures go from -1 to 1: the smaller, the more reconstruction counts"
              + " (default: 0.2).")
  private @Nullable Double deviation;

  /** The options with what was given. */
  AutoencoderOptions applyTo(AutoencoderOptions base, PictureOptions pictures) {
    PictureShape picture = pictures.applyTo(shape(base));
    return base.withArchitecture(architecture(base.architecture(), picture))
        .withLatentSize(sizes.latentSize(base.latentSize()))
        .withOptimizer(
            base.optimizer().withLearningRate(sizes.learningRate(base.optimizer().learningRate())))
        .withLikelihood(likelihood(base.likelihood()));
  }

  /** Of a model whose options hold those of an auto-encoder, and that needs no classes. */
  static <O> Needs<O, Images> unlabelled(
      Function<O, AutoencoderOptions> autoencoder,
      BiFunction<O, AutoencoderOptions, O> withAutoencoder) {
    return Needs.unlabelled(picture(autoencoder), withPicture(autoencoder, withAutoencoder));
  }

  /** Of a class-conditional model whose options hold those of an auto-encoder. */
  static <O> Needs<O, LabelledImages> labelled(
      Function<O, AutoencoderOptions> autoencoder,
      BiFunction<O, AutoencoderOptions, O> withAutoencoder,
      BiFunction<O, Integer, O> withClasses) {
    return Needs.labelled(
        picture(autoencoder), withPicture(autoencoder, withAutoencoder), withClasses);
  }

  private static <O> Function<O, PictureShape> picture(Function<O, AutoencoderOptions> part) {
    return options -> shape(part.apply(options));
  }

  private static <O> BiFunction<O, PictureShape, O> withPicture(
      Function<O, AutoencoderOptions> part, BiFunction<O, AutoencoderOptions, O> withPart) {
    return (options, picture) -> withPart.apply(options, withShape(part.apply(options), picture));
  }

  /** What a model of these options makes. */
  private static PictureShape shape(AutoencoderOptions options) {
    return known(options.architecture()).picture();
  }

  /** The options for other pictures. */
  private static AutoencoderOptions withShape(AutoencoderOptions options, PictureShape picture) {
    return options.withArchitecture(known(options.architecture()).withPicture(picture));
  }

  private static AutoencoderArchitecture known(AutoencoderArchitecture architecture) {
    if (architecture instanceof AutoencoderArchitecture.Custom) {
      throw new UsageException(
          "The run's networks are the caller's own; go on with it from Java, with these networks");
    }
    return architecture;
  }

  private static Networks kind(AutoencoderArchitecture architecture) {
    if (architecture instanceof AutoencoderArchitecture.Perceptrons) {
      return Networks.PERCEPTRONS;
    } else if (architecture instanceof AutoencoderArchitecture.Convolutions) {
      return Networks.CONVOLUTIONS;
    }
    return Networks.RESIDUALS;
  }

  private AutoencoderArchitecture architecture(AutoencoderArchitecture base, PictureShape picture) {
    Networks kind = networks != null ? networks : kind(known(base));
    if (kind == Networks.PERCEPTRONS && filters != null) {
      throw new UsageException(
          "--filters are of convolutions and residuals; choose one by --architecture, or leave it"
              + " out");
    }
    if (kind != Networks.PERCEPTRONS && units != null) {
      throw new UsageException(
          "--units are of perceptrons; add --architecture perceptrons, or leave it out");
    }
    return of(kind, base, picture, units, filters);
  }

  private static AutoencoderArchitecture of(
      Networks kind,
      AutoencoderArchitecture base,
      PictureShape picture,
      @Nullable List<Integer> units,
      @Nullable Integer filters) {
    return switch (kind) {
      case PERCEPTRONS ->
          new AutoencoderArchitecture.Perceptrons(
              picture,
              units != null
                  ? units
                  : base instanceof AutoencoderArchitecture.Perceptrons p ? p.widths() : UNITS);
      case CONVOLUTIONS ->
          new AutoencoderArchitecture.Convolutions(
              picture,
              filters(base, filters),
              base instanceof AutoencoderArchitecture.Convolutions same && same.batchNorm());
      case RESIDUALS -> AutoencoderArchitecture.residuals(picture, filters(base, filters));
    };
  }

  private static int filters(AutoencoderArchitecture base, @Nullable Integer given) {
    if (given != null) {
      return given;
    } else if (base instanceof AutoencoderArchitecture.Convolutions convolutions) {
      return convolutions.filters();
    }
    return base instanceof AutoencoderArchitecture.Residuals residuals
        ? residuals.filters()
        : FILTERS;
  }

  private Likelihood likelihood(Likelihood base) {
    Likelihood chosen = likelihood == null ? base : likelihood.likelihood();
    if (deviation == null) {
      return chosen;
    }
    if (!(chosen instanceof Normal normal)) {
      throw new UsageException(
          "--deviation is of the likelihood gaussian; add --likelihood gaussian, or leave it out");
    }
    return new Normal(deviation, normal.learned());
  }
}
