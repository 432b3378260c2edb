package org.atelier.cli.translate;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.cli.command.UsageException;
import org.atelier.model.GenerativeModel;
import org.atelier.model.PublishedWeights;
import org.atelier.model.network.Network;
import org.atelier.optim.Adam;
import org.atelier.translation.discogan.DiscoGan;
import org.atelier.translation.discogan.PublishedDiscoGan;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.PublishedGenerator;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.stargan.PublishedStarGan;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.fast.PublishedFastStyle;
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * The generators of other projects that {@code ./atelier translate --weights} reads, by their names
 * there.
 */
public final class PublishedArchitecture {
  static final String NAMES =
      "resnet_9blocks, resnet_6blocks, unet_256, unet_128, unet_64, stargan, discogan or fast-style";

  private static final Pattern RESNET = Pattern.compile("resnet_(\\d{1,2})blocks");
  private static final Pattern UNET = Pattern.compile("unet_(\\d{2,4})");

  private PublishedArchitecture() {}

  /**
   * Loads weights into the generator that {@code arch} names, or that is detected from the file.
   *
   * @param file the weights
   * @param arch the architecture; null to detect it
   * @param network which network of the file; null if there is one
   * @throws UsageException if a name is unknown, or the weights do not fit
   */
  static PictureTranslation open(
      Path file,
      @Nullable String arch,
      @Nullable String network,
      Device device,
      PictureTranslation.TranslationRequest request) {
    PublishedWeights whole = UsageException.unless(() -> PublishedWeights.read(file));
    PublishedWeights weights =
        network == null ? whole : UsageException.unless(() -> whole.network(network));
    String name = arch == null ? detected(weights, file) : arch;
    try {
      return load(weights, name, device, request);
    } catch (WeightsException e) {
      String cure = cure(weights, name, device, request);
      String end = cure.isEmpty() ? "" : e.getMessage().endsWith(".") ? " " : ". ";
      throw new UsageException(e.getMessage() + end + cure);
    }
  }

  private static PictureTranslation load(
      PublishedWeights weights,
      String name,
      Device device,
      PictureTranslation.TranslationRequest request)
      throws WeightsException {
    return switch (name) {
      case "stargan" -> {
        StarGan model =
            PublishedStarGan.of(weights)
                .orElse(new PublishedStarGan(64, 6, 5))
                .load(weights, device);
        yield owned(model, () -> PictureTranslation.of(model, "StarGAN", request))
            .withRemark(weights.remark(model.generator()));
      }
      case "discogan" -> {
        DiscoGan model =
            PublishedDiscoGan.of(weights)
                .orElse(new PublishedDiscoGan(64, 100))
                .load(weights, device);
        yield owned(model, () -> PictureTranslation.of(model.translationTo("B"), model, request))
            .withRemark(weights.remark(model.generator_B()));
      }
      case "fast-style" -> {
        FastStyle model = FastStyle.published(weights, device);
        yield owned(model, () -> PictureTranslation.of(model, "fast-style", request))
            .withRemark(weights.remark(model.transformer()));
      }
      default -> generator(weights, name, device, request);
    };
  }

  /** The translation with a model, which is closed if the request does not suit it. */
  private static PictureTranslation owned(
      GenerativeModel<?> model, Supplier<PictureTranslation> translation) {
    try {
      return translation.get();
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static String detected(PublishedWeights weights, Path file) {
    return nameOf(weights)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s has the weights of no known generator: expected those of %s; its first tensors are %s"
                        .formatted(
                            file,
                            NAMES,
                            String.join(
                                ", ",
                                weights.tensors().keySet().stream().sorted().limit(4).toList()))));
  }

  private static Optional<String> nameOf(PublishedWeights weights) {
    Optional<String> generator = PublishedGenerator.of(weights).map(f -> nameOf(f.generator()));
    if (generator.isPresent()) {
      return generator;
    }
    if (PublishedStarGan.of(weights).isPresent()) {
      return Optional.of("stargan");
    }
    if (PublishedDiscoGan.of(weights).isPresent()) {
      return Optional.of("discogan");
    }
    return PublishedFastStyle.of(weights).map(found -> "fast-style");
  }

  private static String nameOf(PictureGenerator generator) {
    if (generator instanceof ResnetGenerator resnet) {
      return "resnet_%sblocks".formatted(resnet.blocks());
    }
    return "unet_" + generator.multiple();
  }

  /** Names the architecture with which weights fit, if there is one; it is tried. */
  private static String cure(
      PublishedWeights weights,
      String tried,
      Device device,
      PictureTranslation.TranslationRequest request) {
    Optional<String> other = nameOf(weights).filter(name -> !name.equals(tried));
    if (other.isEmpty()) {
      return "";
    }
    try {
      load(weights, other.get(), device, request).close();
      return "Use --arch " + other.get() + ", or leave it out";
    } catch (WeightsException e) {
      return "";
    } catch (UsageException e) {
      // It fits, and other options do not suit it, which is said next.
      return "Use --arch " + other.get() + ", or leave it out";
    }
  }

  private static PictureTranslation generator(
      PublishedWeights weights,
      String name,
      Device device,
      PictureTranslation.TranslationRequest request)
      throws WeightsException {
    Optional<PublishedGenerator> found = PublishedGenerator.of(weights);
    PictureGenerator generator = named(name, found.map(PublishedGenerator::generator));
    int inputs = found.map(PublishedGenerator::inputChannels).orElse(3);
    int outputs = found.map(PublishedGenerator::outputChannels).orElse(3);
    if (!isPicture(outputs)) {
      throw new UsageException(
          "%s has a generator from %s to %s channels%s: expected one that makes grey (1) or RGB (3) pictures, of such pictures or of class maps"
              .formatted(
                  weights.file(),
                  inputs,
                  outputs,
                  outputs == 4 ? ", as of pictures with transparency (RGBA)" : ""));
    }
    var network =
        new Network(
            "G", generator.layers(outputs), Adam.of(2e-4, 0.5), new Shape(inputs, 256, 256));
    try {
      network.initialize(0, device);
      PublishedGenerator.load(weights, network);
      PictureTranslation translation =
          PictureTranslation.of(generator.transform(network), network, request);
      return translation.withRemark(
          isPicture(inputs)
              ? weights.remark(network)
              : Optional.of(
                  "Its generator takes %s channels: INPUT is read as a class map, whose pixels are the classes 0 to %s"
                      .formatted(inputs, inputs - 1)));
    } catch (WeightsException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static boolean isPicture(int channels) {
    return channels == 1 || channels == 3;
  }

  /**
   * The generator that the name describes; other properties are those of the file, if it is of the
   * same kind.
   */
  private static PictureGenerator named(String name, Optional<PictureGenerator> found) {
    Matcher resnet = RESNET.matcher(name);
    if (resnet.matches()) {
      int blocks = Integer.parseInt(resnet.group(1));
      return found
          .filter(ResnetGenerator.class::isInstance)
          .map(ResnetGenerator.class::cast)
          .map(
              file ->
                  new ResnetGenerator(
                      file.filters(), blocks, file.norm(), file.dropout(), file.upsampling()))
          .orElse(ResnetGenerator.of(blocks));
    }
    Matcher unet = UNET.matcher(name);
    int size = unet.matches() ? Integer.parseInt(unet.group(1)) : 0;
    if (Integer.bitCount(size) != 1 || size < 4) {
      throw new UsageException("--arch expects %s, but was %s".formatted(NAMES, name));
    }
    int depth = Integer.numberOfTrailingZeros(size);
    // Dropout has no weights; without it, translation is deterministic.
    return found
        .filter(UnetGenerator.class::isInstance)
        .map(UnetGenerator.class::cast)
        .map(file -> file.withDepth(depth))
        .orElse(UnetGenerator.of(depth).withNorm(Normalisation.BATCH_INSTANCE_STATISTICS))
        .withDropout(DropoutMode.NONE);
  }
}
