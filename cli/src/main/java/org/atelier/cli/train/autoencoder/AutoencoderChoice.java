package org.atelier.cli.train.autoencoder;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.atelier.cli.command.Range;
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

/** Options of the networks and the likelihood that all variational auto-encoders share. */
public final class AutoencoderChoice {
  private static final List<Integer> UNITS = List.of(400);
  private static final int FILTERS = 32;

  /** Values of {@code --architecture}. */
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
      description =
          "Networks of encoder and decoder (default: ${bundle:default.architecture.kind}).")
  private @Nullable Networks networks;

  @Range(from = 1)
  @Option(
      names = "--units",
      split = ",",
      paramLabel = "N",
      description =
          "Units of the perceptrons' hidden layers, from the picture to the latent, such as"
              + " 500,300; mirrored in the decoder (default: 400).")
  private @Nullable List<Integer> units;

  @Range(from = 1)
  @Option(
      names = "--filters",
      paramLabel = "N",
      description =
          "Feature maps of the convolutional layer next to the picture, up to eight times as"
              + " many in deeper layers (default: "
              + FILTERS
              + ").")
  private @Nullable Integer filters;

  @Option(
      names = "--likelihood",
      paramLabel = "grey|bernoulli|gaussian|learned|logistic",
      description =
          "Likelihood p(x | z) of a picture: grey takes grey levels for Bernoulli"
              + " probabilities, which is common but not normalised; bernoulli is for binary pictures"
              + " (see --binarise); gaussian has one standard deviation, learned one for each value;"
              + " logistic is discretised to 256 levels (default: grey).")
  private @Nullable LikelihoodChoice likelihood;

  @Range(from = 0, above = true)
  @Option(
      names = "--deviation",
      paramLabel = "X",
      description =
          "Standard deviation of the gaussian likelihood, for pictures in [-1, 1]; the smaller,"
              + " the greater the weight of the reconstruction term (default: 0.2).")
  private @Nullable Double deviation;

  /** The options with those that were given. */
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

  /** The shape of the pictures that a model with these options generates. */
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
          "The run has custom networks; resume it from Java, with the same networks");
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
          "--filters expects --architecture convolutions or residuals; add one, or leave"
              + " --filters out");
    }
    if (kind != Networks.PERCEPTRONS && units != null) {
      throw new UsageException(
          "--units expects --architecture perceptrons; add it, or leave --units out");
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
          "--deviation expects --likelihood gaussian; add it, or leave --deviation out");
    }
    return new Normal(deviation, normal.learned());
  }
}
