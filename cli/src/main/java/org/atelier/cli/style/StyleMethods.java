package org.atelier.cli.style;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.atelier.cli.command.UsageException;
import org.atelier.features.Architectures;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.gatys.OptimisedStyle;
import org.atelier.translation.style.gatys.OptimisedStyleOptions;
import org.atelier.translation.style.patches.PatchOptions;
import org.atelier.translation.style.patches.PatchStyle;
import org.atelier.translation.style.patches.PatchStyleOptions;
import org.atelier.translation.style.swap.StyleSwap;
import org.atelier.translation.style.swap.StyleSwapOptions;
import org.atelier.translation.style.wct.CompressedLevels;
import org.atelier.translation.style.wct.Wct;
import org.atelier.translation.style.wct.WctOptions;
import org.atelier.weights.catalogue.CatalogueEntry;
import org.atelier.weights.catalogue.WeightsCatalogue;
import org.atelier.weights.catalogue.WeightsStore;

/**
 * Opens the methods of style transfer with the options of the command.
 *
 * @param options of the method's networks
 * @param result options about the result
 * @param inputs options about the styles
 * @param device where to compute
 */
record StyleMethods(
    MethodOptions options, RestylingOptions result, StyleInputs inputs, Device device) {
  private static final int SWAP_LEVEL = 4;
  private static final String COMPRESSED = "collab16x";

  OpenMethod open(StyleMethod method) throws IOException {
    return switch (method) {
      case PATCHES -> new Patches();
      case GATYS -> gatys();
      case FAST -> fast();
      case ADAIN -> throw new UsageException("not yet");
      case WCT -> new ByLevels(levels(), this::wct);
      case SWAP -> new ByLevels(levels(), this::swap);
    };
  }

  /** Texture regions of the pictures themselves. */
  private final class Patches implements OpenMethod {
    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      PatchOptions patches = PatchOptions.defaults();
      if (options.patch != null) {
        patches = patches.withPatch(options.patch);
      }
      if (options.stride != null) {
        patches = patches.withStride(options.stride);
      }
      PatchStyleOptions chosen =
          PatchStyleOptions.defaults()
              .withSize(longerSide)
              .withStyleScale(inputs.scale(longerSide))
              .withColours(result.colours)
              .withPatches(patches)
              .withSeed(result.seed);
      if (result.strength != null) {
        chosen = chosen.withStrength(result.strength);
      }
      return new PatchStyle(chosen, styles, device);
    }

    @Override
    public boolean scalesStyles() {
      return true;
    }

    @Override
    public boolean keepsColours() {
      return true;
    }
  }

  private OpenMethod gatys() throws IOException {
    OptimisedStyleOptions recipe = recipe(options.features.architecture().name());
    return new Gatys(recipe, options.features.open(recipe.taps(), device));
  }

  /** The recipe that was tried with a network. */
  private static OptimisedStyleOptions recipe(String network) {
    if (network.equals(Architectures.byName().get(Architectures.BUNDLED).name())) {
      return OptimisedStyleOptions.mobileNet();
    } else if (network.equals(CompressedVgg.encoder(CompressedVgg.LEVELS).name())) {
      return OptimisedStyleOptions.compressedVgg();
    }
    return OptimisedStyleOptions.vgg();
  }

  /** Optimised by a feature network. */
  private final class Gatys implements OpenMethod {
    private final OptimisedStyleOptions recipe;
    private final FeatureExtractor network;

    Gatys(OptimisedStyleOptions recipe, FeatureExtractor network) {
      this.recipe = recipe;
      this.network = network;
    }

    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      var scales = recipe.scales().withSize(longerSide).withStyleScale(inputs.scale(longerSide));
      if (longerSide < scales.smallest()) {
        scales = scales.withSmallest(longerSide);
      }
      if (options.steps != null) {
        scales = scales.withFirstSteps(options.steps).withSteps(options.steps);
      }
      OptimisedStyleOptions chosen =
          recipe.withScales(scales).withColours(result.colours).withSeed(result.seed);
      if (result.strength != null) {
        var style = chosen.objective().style();
        chosen =
            chosen.withObjective(
                chosen.objective().withStyle(style.withWeight(style.weight() * result.strength)));
      }
      return new OptimisedStyle(network, chosen, styles);
    }

    @Override
    public boolean scalesStyles() {
      return true;
    }

    @Override
    public boolean keepsColours() {
      return true;
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private OpenMethod fast() throws IOException {
    Path run = options.model;
    Path file = options.weights;
    FastStyle model =
        UsageException.unless(
            () ->
                run != null
                    ? FastStyle.load(run, device)
                    : FastStyle.published(PublishedWeights.read(file), device));
    return new Fast(model);
  }

  /** A network that was trained for its styles. */
  private static final class Fast implements OpenMethod {
    private final FastStyle model;

    Fast(FastStyle model) {
      this.model = model;
    }

    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      var shares = new double[model.targetDomains().size()];
      Arrays.fill(shares, 1);
      return model.transfer(shares);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** What makes a transfer of encoders and decoders. */
  @FunctionalInterface
  private interface LevelsTransfer {
    StyleTransfer of(CompressedLevels levels, List<Style> styles);
  }

  /** By encoders and decoders of the compressed VGG-19. */
  private record ByLevels(CompressedLevels levels, LevelsTransfer make) implements OpenMethod {
    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      return make.of(levels, styles);
    }

    @Override
    public void close() {
      levels.close();
    }
  }

  private StyleTransfer wct(CompressedLevels levels, List<Style> styles) {
    WctOptions chosen = WctOptions.defaults();
    if (result.strength != null) {
      chosen = chosen.withStrength(result.strength);
    }
    return new Wct(levels.fromDeepest(), styles, chosen);
  }

  private StyleTransfer swap(CompressedLevels levels, List<Style> styles) {
    StyleSwapOptions chosen = StyleSwapOptions.defaults();
    if (result.strength != null) {
      chosen = chosen.withStrength(result.strength);
    }
    if (options.patch != null) {
      chosen = chosen.withPatch(options.patch);
    }
    if (options.stride != null) {
      chosen = chosen.withStride(options.stride);
    }
    return new StyleSwap(levels.from(SWAP_LEVEL), styles, chosen);
  }

  private CompressedLevels levels() throws IOException {
    Path folder = options.weights != null ? options.weights : folderAtHand();
    return UsageException.unless(
        () -> CompressedLevels.load(folder, CompressedVgg::encoder, device));
  }

  /** The folder in which all ten files of the catalogue are. */
  private static Path folderAtHand() throws IOException {
    WeightsStore store = WeightsStore.ofEnvironment();
    List<CatalogueEntry> entries = WeightsCatalogue.bundled().named(COMPRESSED);
    Path folder = null;
    for (CatalogueEntry entry : entries) {
      Optional<Path> file = store.find(entry);
      if (file.isEmpty()) {
        throw new UsageException(
            "The method expects the weights of the compressed VGG-19 (10 MB), but %s is not at hand; download them by ./atelier weights get %s, or name their folder by --weights"
                .formatted(entry.name(), COMPRESSED));
      }
      Path parent = file.get().toAbsolutePath().getParent();
      if (folder != null && !folder.equals(parent)) {
        throw new UsageException(
            "The files of the compressed VGG-19 are in several folders, %s and %s; put them into one, and name it by --weights"
                .formatted(folder, parent));
      }
      folder = parent;
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("The catalogue has no entry of " + COMPRESSED);
    }
    return folder;
  }
}
