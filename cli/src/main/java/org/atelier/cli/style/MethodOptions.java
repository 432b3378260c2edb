package org.atelier.cli.style;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.translation.style.patches.PatchOptions;
import org.atelier.translation.style.swap.StyleSwapOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options about the networks of a method, and its own numbers. */
final class MethodOptions {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description =
          "Folder of a run of ./atelier train fast-style or adain, or of one of its checkpoints.")
  @Nullable Path model;

  @Option(
      names = "--weights",
      paramLabel = "FILE|FOLDER",
      description =
          "Published weights: for fast, a file of pytorch/examples fast_neural_style; for wct and"
              + " swap, the folder with the ten files of the compressed VGG-19 (collab16x); for"
              + " adain, that folder, or the one with MicroAST's four files. They are read as data; no"
              + " code in them is executed. What ./atelier weights get has downloaded is found by"
              + " itself.")
  @Nullable Path weights;

  @Range(from = 1, to = 100_000)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Optimisation steps: of gatys at each size (default: that of the network), of swap with"
              + " --features (default: 100).")
  @Nullable Integer steps;

  @Range(from = 1, to = 31)
  @Option(
      names = "--patch",
      paramLabel = "N",
      description =
          "Side of the patches: of patches, in pixels (default: 7); of swap, in positions of the features (default: 3).")
  @Nullable Integer patch;

  @Range(from = 1, to = 31)
  @Option(
      names = "--stride",
      paramLabel = "N",
      description =
          "Distance of one patch to the next, at most --patch (default: 2 of patches, 1 of swap).")
  @Nullable Integer stride;

  @Mixin final ExtractorChoice features = new ExtractorChoice();

  /** The method that was asked for, or that of the model. */
  StyleMethod method(@Nullable StyleMethod asked) {
    if (model == null) {
      return asked == null ? StyleMethod.PATCHES : asked;
    }
    Inputs.folder("--model", "the folder of a run", model);
    StyleMethod trained = TrainedStyle.methodOf(model);
    if (asked != null && asked != trained) {
      throw new UsageException(
          "--method %s does not suit the model in %s, which is of --method %s; leave --method out"
              .formatted(asked, model, trained));
    }
    return trained;
  }

  void check(StyleMethod method) {
    only(method, "--model", model, StyleMethod.FAST, StyleMethod.ADAIN);
    only(
        method,
        "--weights",
        weights,
        StyleMethod.FAST,
        StyleMethod.ADAIN,
        StyleMethod.WCT,
        StyleMethod.SWAP);
    only(method, "--steps", steps, StyleMethod.GATYS, StyleMethod.SWAP);
    only(method, "--patch", patch, StyleMethod.PATCHES, StyleMethod.SWAP);
    only(method, "--stride", stride, StyleMethod.PATCHES, StyleMethod.SWAP);
    checkStride(method);
    only(
        method,
        "--features",
        features.isGiven() ? features : null,
        StyleMethod.GATYS,
        StyleMethod.SWAP);
    features.check();
    if (method == StyleMethod.SWAP && steps != null && !features.isGiven()) {
      throw new UsageException(
          "--steps expects --features with --method swap, which decodes otherwise; leave it out");
    }
    if (weights != null && features.isGiven()) {
      throw new UsageException(
          "--weights decodes what is swapped and --features optimises it, but both were given; leave one out");
    }
    if (model != null && weights != null) {
      throw new UsageException("Expected --model or --weights, but got both; leave one out");
    }
    if (method == StyleMethod.FAST && model == null && weights == null) {
      throw new UsageException(
          "--method fast expects a network that was trained for a style, as --model or --weights, but got neither; train one by ./atelier train fast-style --style painting.jpg");
    }
    Path given = weights;
    if (given != null && method == StyleMethod.FAST) {
      Inputs.file("--weights", "a file of weights", given);
    } else if (given != null) {
      Inputs.folder("--weights", "a folder of weights", given);
    }
  }

  private void checkStride(StyleMethod method) {
    int usual =
        method == StyleMethod.PATCHES
            ? PatchOptions.defaults().patch()
            : StyleSwapOptions.defaults().patch();
    int side = patch == null ? usual : patch;
    if (stride != null && stride > side) {
      throw new UsageException(
          "--stride expects at most --patch, which is %s, since patches must cover the picture, but was %s; choose a smaller one"
              .formatted(side, stride));
    }
  }

  private static void only(
      StyleMethod method, String option, @Nullable Object value, StyleMethod... methods) {
    List<StyleMethod> allowed = Arrays.asList(methods);
    if (value != null && !allowed.contains(method)) {
      throw new UsageException(
          "%s expects --method %s, but the method is %s; leave it out"
              .formatted(
                  option,
                  String.join(" or ", allowed.stream().map(StyleMethod::toString).toList()),
                  method));
    }
  }
}
