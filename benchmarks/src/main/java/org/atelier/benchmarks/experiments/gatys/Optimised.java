package org.atelier.benchmarks.experiments.gatys;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.features.vgg.Vgg;
import org.atelier.features.vgg.VggOptions;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.model.PublishedWeights;
import org.atelier.perception.FeatureExtractor;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.StyleContent;
import org.atelier.translation.style.gatys.ContentTerm;
import org.atelier.translation.style.gatys.OptimisedStyle;
import org.atelier.translation.style.gatys.OptimisedStyleOptions;
import org.atelier.translation.style.gatys.StyleCanvas;
import org.atelier.translation.style.gatys.StyleObjective;
import org.atelier.translation.style.gatys.StylePenalties;
import org.atelier.translation.style.gatys.StyleScales;
import org.atelier.translation.style.gatys.StyleSolver;
import org.atelier.translation.style.gatys.StyleStart;
import org.atelier.translation.style.gatys.StyleTap;
import org.atelier.translation.style.gatys.StyleTerm;
import org.atelier.weights.HostTensor;
import org.atelier.weights.Safetensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Restyles a photograph at one size by Gram matrices on pixels, and reports the time of a step and
 * the memory. With {@code --values} content, style and result are written, with which {@code
 * python/gatys} compares its own optimisation of the same objective from the same start.
 */
@Command(name = "optimised", mixinStandardHelpOptions = true)
final class Optimised implements Callable<Integer> {
  private enum Net {
    COMPRESSED,
    MOBILENET,
    /** VGG-19 of random weights: for times and memory. */
    VGG
  }

  @Option(names = "--network")
  private Net net = Net.COMPRESSED;

  @Option(names = "--weights", description = "5SE.pth, for the compressed VGG-19.")
  private @Nullable Path weights;

  @Option(names = "--content", required = true)
  private Path content = Path.of("");

  @Option(names = "--style", required = true)
  private Path style = Path.of("");

  @Option(names = "--size", description = "The longer side of both in pixels.")
  private int size = 128;

  @Option(names = "--steps")
  private int steps = 300;

  @Option(names = "--memory", description = "Megabytes that may be taken.")
  private long memory = 1 << 20;

  @Option(names = "--recipe", description = "The network's own objective, in place of Gram's.")
  private boolean recipe;

  @Option(names = "--values", description = "A safetensors file to write.")
  private @Nullable Path values;

  @Option(names = "--out", description = "A picture to write.")
  private @Nullable Path out;

  private final List<Double> milliseconds = new ArrayList<>();

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Optimised())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  /** Gram matrices with weights at which they count as much as the content does. */
  static OptimisedStyleOptions gram(int size, int steps) {
    var taps = StyleTap.of("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1");
    return OptimisedStyleOptions.compressedVgg()
        .withObjective(
            new StyleObjective(
                new StyleTerm(1000, StyleTerm.Measure.GRAM, taps),
                new ContentTerm(1, ContentTerm.Measure.RELATIVE, StyleTap.of("relu4_1")),
                new StylePenalties(0.1, 0, 0, 0)))
        .withCanvas(
            new StyleCanvas(
                StyleCanvas.Surface.PIXELS, new StyleSolver.BySteps(0.04, 0.999, 1), false, 0))
        .withScales(new StyleScales(size, size, steps, steps, 1))
        .withStart(StyleStart.CONTENT);
  }

  @Override
  public Integer call() throws Exception {
    Picture photo = sized(content);
    Picture painting = sized(style);
    OptimisedStyleOptions options = options();
    try (FeatureExtractor network = network(options);
        var transfer =
            new OptimisedStyle(network, options, List.of(Style.of(painting)), null, memory << 20)) {
      long[] before = {System.nanoTime()};
      Picture result =
          transfer.apply(
              StyleContent.of(photo)
                  .withProgress(
                      (done, all, preview) -> {
                        long now = System.nanoTime();
                        milliseconds.add((now - before[0]) / 1e6);
                        before[0] = now;
                        return true;
                      }));
      if (out != null) {
        Pictures.write(result, out);
      }
      if (values != null) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("content", tensor(photo));
        tensors.put("style", tensor(painting));
        tensors.put("result", tensor(result));
        Safetensors.write(values, tensors, Map.of());
      }
    }
    report();
    return 0;
  }

  private OptimisedStyleOptions options() {
    OptimisedStyleOptions own =
        net == Net.MOBILENET
            ? OptimisedStyleOptions.mobileNet()
            : net == Net.VGG ? OptimisedStyleOptions.vgg() : OptimisedStyleOptions.compressedVgg();
    return recipe || net != Net.COMPRESSED
        ? own.withScales(new StyleScales(size, size, steps, steps, 1))
        : gram(size, steps);
  }

  private FeatureExtractor network(OptimisedStyleOptions options) throws IOException {
    return switch (net) {
      case MOBILENET -> BundledMobileNetV2.extractor(options.taps(), Device.cpu());
      case VGG ->
          FeatureExtractor.random(
              Vgg.architecture(VggOptions.defaults().withReplicateBorder(true)),
              options.taps(),
              Device.cpu());
      case COMPRESSED -> {
        if (weights == null) {
          throw new IllegalArgumentException("The compressed VGG-19 needs --weights 5SE.pth");
        }
        yield FeatureExtractor.load(
            CompressedVgg.encoder(5), options.taps(), PublishedWeights.read(weights), Device.cpu());
      }
    };
  }

  private Picture sized(Path file) throws IOException {
    return Resizer.BICUBIC.fit(Pictures.read(file), size, size).clamped().toRgb();
  }

  private static HostTensor tensor(Picture picture) {
    return HostTensor.of(
        new Shape(picture.channels(), picture.height(), picture.width()), picture.values());
  }

  private void report() throws IOException {
    // The first steps compile.
    List<Double> sorted =
        new ArrayList<>(
            milliseconds.subList(Math.min(2, milliseconds.size() - 1), milliseconds.size()));
    Collections.sort(sorted);
    int n = sorted.size();
    System.out.println(
        "milliseconds a step: "
            + sorted.get(n / 4)
            + ", "
            + sorted.get(n / 2)
            + ", "
            + sorted.get(3 * n / 4)
            + " (quartiles)");
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(System.out::println);
    }
  }
}
