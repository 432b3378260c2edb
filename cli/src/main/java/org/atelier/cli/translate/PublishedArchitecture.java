package org.atelier.cli.translate;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.cli.command.UsageException;
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
import org.atelier.weights.WeightsException;
import org.jspecify.annotations.Nullable;

/**
 * The generators of other projects that {@code ./atelier translate --weights} reads, by their names
 * there.
 */
public final class PublishedArchitecture {
  static final String NAMES =
      "resnet_9blocks, resnet_6blocks, unet_256, unet_128, unet_64, stargan or discogan";

  private static final Pattern RESNET = Pattern.compile("resnet_(\\d{1,2})blocks");
  private static final Pattern UNET = Pattern.compile("unet_(\\d{2,4})");

  private PublishedArchitecture() {}

  /**
   * Loads weights into the generator that {@code arch} names, or that is detected from the file.
   *
   * @throws UsageException if the name is unknown, or the weights do not fit
   */
  static PictureTranslation open(
      Path file,
      @Nullable String arch,
      Device device,
      PictureTranslation.TranslationRequest request) {
    PublishedWeights weights = UsageException.unless(() -> PublishedWeights.read(file));
    try {
      String name = arch == null ? detected(weights, file) : arch;
      return switch (name) {
        case "stargan" -> {
          StarGan model =
              PublishedStarGan.of(weights)
                  .orElse(new PublishedStarGan(64, 6, 5))
                  .load(weights, device);
          yield PictureTranslation.of(model, "StarGAN", request);
        }
        case "discogan" -> {
          DiscoGan model =
              PublishedDiscoGan.of(weights)
                  .orElse(new PublishedDiscoGan(64, 100))
                  .load(weights, device);
          yield PictureTranslation.of(model.translationTo("B"), model, request);
        }
        default -> generator(weights, name, device, request);
      };
    } catch (WeightsException e) {
      throw new UsageException(e.getMessage() + cure(weights, arch));
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
    return PublishedDiscoGan.of(weights).map(found -> "discogan");
  }

  private static String nameOf(PictureGenerator generator) {
    if (generator instanceof ResnetGenerator resnet) {
      return "resnet_%sblocks".formatted(resnet.blocks());
    }
    return "unet_" + generator.multiple();
  }

  private static String cure(PublishedWeights weights, @Nullable String arch) {
    return nameOf(weights)
        .filter(name -> !name.equals(arch))
        .map(name -> ". Use --arch " + name + ", or leave it out")
        .orElse("");
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
    var network =
        new Network(
            "G", generator.layers(outputs), Adam.of(2e-4, 0.5), new Shape(inputs, 256, 256));
    try {
      network.initialize(0, device);
      PublishedGenerator.load(weights, network);
      return PictureTranslation.of(generator.transform(network), network, request);
    } catch (WeightsException | RuntimeException e) {
      network.close();
      throw e;
    }
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
