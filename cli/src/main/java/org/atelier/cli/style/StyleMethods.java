package org.atelier.cli.style;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atelier.cli.command.UsageException;
import org.atelier.features.Architectures;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.fast.PublishedFastStyle;
import org.atelier.translation.style.gatys.OptimisedStyle;
import org.atelier.translation.style.gatys.OptimisedStyleOptions;
import org.atelier.translation.style.microast.MicroAst;
import org.atelier.translation.style.microast.MicroAstFiles;
import org.atelier.translation.style.patches.PatchOptions;
import org.atelier.translation.style.patches.PatchStyle;
import org.atelier.translation.style.patches.PatchStyleOptions;
import org.atelier.translation.style.swap.OptimisedSwap;
import org.atelier.translation.style.swap.OptimisedSwapOptions;
import org.atelier.translation.style.swap.StyleSwap;
import org.atelier.translation.style.swap.StyleSwapOptions;
import org.atelier.translation.style.wct.CompressedLevels;
import org.atelier.translation.style.wct.FeatureTap;
import org.atelier.translation.style.wct.FeatureTransform;
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

  /** Where the optimised swap takes patches. */
  private static final String VGG_SWAP = "relu4_1";

  private static final String BUNDLED_SWAP = "block05.add";
  private static final String COMPRESSED = "collab16x";
  private static final String MICRO = "microast";

  OpenMethod open(StyleMethod method) throws IOException {
    return switch (method) {
      case PATCHES -> new Patches();
      case GATYS -> gatys();
      case FAST -> fast();
      case ADAIN -> adaIn();
      case WCT -> new ByLevels(levels(), this::wct);
      case SWAP ->
          options.features.isGiven() ? optimisedSwap() : new ByLevels(levels(), this::swap);
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
    if (options.model != null) {
      return TrainedStyle.open(options.model, strength(), device);
    }
    Path file = Objects.requireNonNull(options.weights);
    PublishedWeights weights = UsageException.unless(() -> PublishedWeights.read(file));
    if (PublishedFastStyle.of(weights).isEmpty()) {
      throw new UsageException(
          "--weights expects a network of pytorch/examples fast_neural_style, but the tensors of %s are of another; name another file"
              .formatted(file));
    }
    return new TrainedStyle.Fast(UsageException.unless(() -> FastStyle.published(weights, device)));
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

  /** A trained decoder, MicroAST's networks, or AdaIN at each level of the compressed VGG-19. */
  private OpenMethod adaIn() throws IOException {
    if (options.model != null) {
      return TrainedStyle.open(options.model, strength(), device);
    }
    Path given = options.weights;
    Path folder =
        given != null
            ? given
            : inputs.haveMasks() ? folderAtHand(COMPRESSED) : folderAtHand(MICRO, COMPRESSED);
    MicroAstFiles files = MicroAstFiles.in(folder);
    boolean micro = Files.exists(files.contentEncoder());
    if (micro && inputs.haveMasks()) {
      throw new UsageException(
          "--style-mask expects other weights, since MicroAST's take whole pictures only, but --weights is %s; name the folder of the compressed VGG-19 (collab16x), or leave the masks out"
              .formatted(folder));
    }
    if (!micro) {
      return new ByLevels(levels(folder), this::adaInLevels);
    }
    return new Micro(UsageException.unless(() -> MicroAst.load(files, device)), strength());
  }

  private double strength() {
    return result.strength == null ? 1 : result.strength;
  }

  /** MicroAST's networks. */
  private record Micro(MicroAst model, double strength) implements OpenMethod {
    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      return model.transfer(styles, strength);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private StyleTransfer adaInLevels(CompressedLevels levels, List<Style> styles) {
    WctOptions chosen = WctOptions.defaults().withTransform(FeatureTransform.adain());
    return new Wct(levels.fromDeepest(), styles, chosen.withStrength(strength()));
  }

  private StyleTransfer wct(CompressedLevels levels, List<Style> styles) {
    WctOptions chosen = WctOptions.defaults();
    if (result.strength != null) {
      chosen = chosen.withStrength(result.strength);
    }
    return new Wct(levels.fromDeepest(), styles, chosen);
  }

  private StyleTransfer swap(CompressedLevels levels, List<Style> styles) {
    return new StyleSwap(levels.from(SWAP_LEVEL), styles, swapped(StyleSwapOptions.defaults()));
  }

  /** Swaps at a tap of a feature network, and optimises a picture with the swapped features. */
  private OpenMethod optimisedSwap() throws IOException {
    boolean bundled = options.features.name().equals(Architectures.BUNDLED);
    String tap = bundled ? BUNDLED_SWAP : VGG_SWAP;
    return new OptimisedBySwap(
        new FeatureTap(options.features.open(List.of(tap), device), tap), optimised());
  }

  private OptimisedSwapOptions optimised() {
    OptimisedSwapOptions chosen = OptimisedSwapOptions.defaults().withSeed(result.seed);
    if (options.steps != null) {
      chosen = chosen.withSteps(options.steps);
    }
    return chosen.withSwap(swapped(chosen.swap()));
  }

  /** Swapped features of a network without a decoder. */
  private record OptimisedBySwap(FeatureTap tap, OptimisedSwapOptions options)
      implements OpenMethod {
    @Override
    public StyleTransfer transfer(List<Style> styles, int longerSide) {
      return new OptimisedSwap(tap, styles, options);
    }

    @Override
    public void close() {
      tap.encoder().close();
    }
  }

  private StyleSwapOptions swapped(StyleSwapOptions defaults) {
    StyleSwapOptions chosen = defaults;
    if (result.strength != null) {
      chosen = chosen.withStrength(result.strength);
    }
    if (options.patch != null) {
      chosen = chosen.withPatch(options.patch);
    }
    if (options.stride != null) {
      chosen = chosen.withStride(options.stride);
    }
    return chosen;
  }

  private CompressedLevels levels() throws IOException {
    return levels(options.weights != null ? options.weights : folderAtHand(COMPRESSED));
  }

  private CompressedLevels levels(Path folder) {
    for (CatalogueEntry entry : WeightsCatalogue.bundled().named(COMPRESSED)) {
      String file = String.valueOf(Path.of(entry.file()).getFileName());
      if (Files.notExists(folder.resolve(file))) {
        throw new UsageException(
            "--weights expects a folder with the ten files of the compressed VGG-19 (collab16x), but there is no %s in %s; name another folder, or leave --weights out after ./atelier weights get collab16x"
                .formatted(file, folder));
      }
    }
    return UsageException.unless(
        () -> CompressedLevels.load(folder, CompressedVgg::encoder, device));
  }

  /** The folder in which all files of a group of the catalogue are: of the first that is there. */
  private static Path folderAtHand(String... groups) throws IOException {
    WeightsStore store = WeightsStore.ofEnvironment();
    for (String group : groups) {
      var folders = new LinkedHashSet<Path>();
      boolean whole = true;
      for (CatalogueEntry entry : WeightsCatalogue.bundled().named(group)) {
        Optional<Path> file = store.find(entry);
        whole &= file.isPresent();
        file.ifPresent(path -> folders.add(path.toAbsolutePath().getParent()));
      }
      if (whole && folders.size() == 1) {
        return folders.iterator().next();
      }
    }
    String last = groups[groups.length - 1];
    throw new UsageException(
        "The method expects published weights, which are not at hand: download them by ./atelier weights get %s (%s), or name their folder by --weights"
            .formatted(groups[0], last.equals(groups[0]) ? "10 MB" : "or " + last));
  }
}
