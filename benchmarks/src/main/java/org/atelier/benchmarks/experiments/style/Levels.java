package org.atelier.benchmarks.experiments.style;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleTransfer;
import org.atelier.translation.style.swap.OptimisedSwap;
import org.atelier.translation.style.swap.OptimisedSwapOptions;
import org.atelier.translation.style.swap.StyleSwap;
import org.atelier.translation.style.swap.StyleSwapOptions;
import org.atelier.translation.style.wct.CompressedLevels;
import org.atelier.translation.style.wct.FeatureTransform;
import org.atelier.translation.style.wct.Wct;
import org.atelier.translation.style.wct.WctOptions;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Restyles a photograph by WCT or style swap on the compressed VGG-19, several times, and reports
 * how long each took. With {@code --values} the content, the style and the result are written, with
 * which {@code python/style} compares its own.
 */
@Command(name = "levels", mixinStandardHelpOptions = true)
final class Levels implements Callable<Integer> {
  private enum Method {
    WCT,
    OPTIMAL_TRANSPORT,
    ADAIN,
    SWAP,
    OPTIMISED_SWAP
  }

  @Option(names = "--weights", required = true, description = "Folder of 1SE.pth to 5SD.pth.")
  private Path weights = Path.of("");

  @Option(names = "--content", required = true)
  private Path content = Path.of("");

  @Option(names = "--style", required = true)
  private List<Path> styles = List.of();

  @Option(names = "--size", description = "The longer side of both in pixels.")
  private int size = 512;

  @Option(names = "--style-size", description = "Of the style, if it is another.")
  private int styleSize;

  @Option(names = "--method")
  private Method method = Method.WCT;

  @Option(names = "--strength")
  private @Nullable Double strength;

  @Option(names = "--deepest", description = "The first level, 1 to 5.")
  private @Nullable Integer deepest;

  @Option(names = "--patch")
  private int patch = StyleSwapOptions.defaults().patch();

  @Option(names = "--stride")
  private int stride = StyleSwapOptions.defaults().stride();

  @Option(names = "--raw", description = "Swap patches that are not whitened.")
  private boolean raw;

  @Option(names = "--alone", description = "No levels after the swap.")
  private boolean alone;

  @Option(names = "--refinement")
  private Method refinement = Method.OPTIMAL_TRANSPORT;

  @Option(names = "--steps", description = "Of the optimisation.")
  private int steps = OptimisedSwapOptions.defaults().steps();

  @Option(names = "--repeat")
  private int repeat = 1;

  @Option(names = "--values", description = "A safetensors file to write.")
  private @Nullable Path values;

  @Option(names = "--out", required = true)
  private Path out = Path.of("");

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Levels()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Picture photo = sized(content, size);
    List<Picture> paintings =
        styles.stream().map(style -> sized(style, styleSize == 0 ? size : styleSize)).toList();
    try (var levels = CompressedLevels.load(weights, CompressedVgg::encoder, Device.cpu());
        StyleTransfer transfer = transfer(levels, paintings.stream().map(Style::of).toList())) {
      for (int i = 0; i < repeat; i++) {
        long before = System.nanoTime();
        Picture result = transfer.apply(photo);
        System.out.println("seconds " + (System.nanoTime() - before) / 1e9);
        if (i == 0) {
          Pictures.write(result, out);
          write(photo, paintings.get(0), result);
        }
      }
    }
    return 0;
  }

  private static Picture sized(Path file, int size) {
    try {
      return Resizer.BICUBIC.fit(Pictures.read(file), size, size).clamped().toRgb();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FeatureTransform transform(Method method) {
    return switch (method) {
      case ADAIN -> FeatureTransform.adain();
      case OPTIMAL_TRANSPORT -> FeatureTransform.optimalTransport();
      default -> FeatureTransform.wct();
    };
  }

  private StyleTransfer transfer(CompressedLevels levels, List<Style> paintings) {
    if (method == Method.OPTIMISED_SWAP) {
      OptimisedSwapOptions options = OptimisedSwapOptions.defaults().withSteps(steps);
      return new OptimisedSwap(
          levels.from(deepest == null ? 4 : deepest).get(0).features(),
          paintings,
          options.withSwap(options.swap().withPatch(patch).withStride(stride).withWhitened(!raw)));
    }
    if (method == Method.SWAP) {
      StyleSwapOptions options =
          StyleSwapOptions.defaults()
              .withPatch(patch)
              .withStride(stride)
              .withWhitened(!raw)
              .withRefinement(transform(refinement));
      int first = deepest == null ? 4 : deepest;
      return new StyleSwap(
          alone ? levels.from(first).subList(0, 1) : levels.from(first),
          paintings,
          strength == null ? options : options.withStrength(strength));
    }
    WctOptions options = WctOptions.defaults().withTransform(transform(method));
    return new Wct(
        levels.from(deepest == null ? 5 : deepest),
        paintings,
        strength == null ? options : options.withStrength(strength));
  }

  private void write(Picture photo, Picture painting, Picture result) throws IOException {
    if (values == null) {
      return;
    }
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("content", tensor(photo));
    tensors.put("style", tensor(painting));
    tensors.put("result", tensor(result));
    Safetensors.write(values, tensors, Map.of());
  }

  private static HostTensor tensor(Picture picture) {
    return HostTensor.of(
        new Shape(picture.channels(), picture.height(), picture.width()), picture.values());
  }
}
