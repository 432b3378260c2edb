package org.atelier.cli.style;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.cli.run.PrecisionOption;
import org.atelier.engine.ExecutionContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives pictures the style of others: {@code ./atelier stylize}. */
@Command(
    name = "stylize",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description = {
      "Style transfer: paints a picture, a folder of pictures or a film (an animated GIF, or with"
          + " --film a folder of numbered frames) in the style of other pictures.",
      "By default, with no network at all: each region of the content is replaced by the style's"
          + " region of the most similar texture. The other methods use networks; docs/style.md"
          + " shows what each does.",
      ""
    },
    footer = {"", Commands.EXIT_CODES})
public final class Stylize implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CONTENT",
      converter = PictureName.Converter.class,
      description =
          "Picture, animated GIF, folder of pictures, or numbered frames such as shot-%%04d.png;"
              + " embedded:NAME for an embedded picture.")
  private @Nullable PictureName content;

  @Mixin private final StyleInputs styles = new StyleInputs();

  @Option(
      names = "--method",
      paramLabel = "patches|gatys|fast|adain|wct|swap",
      description =
          "patches: texture regions of the pictures themselves, no network; gatys: optimised by a"
              + " feature network; fast: a network that was trained for the style (--model or"
              + " --weights); adain, wct, swap: encoder and decoders (--model or --weights)"
              + " (default: patches, or that of --model).")
  private @Nullable StyleMethod method;

  @Mixin private final MethodOptions networks = new MethodOptions();

  @Mixin private final RestylingOptions restyling = new RestylingOptions();

  @Option(
      names = "--film",
      description =
          "Take a folder's pictures as the frames of a film, in the order of their numbers: each"
              + " starts from the one before, so that it flickers less.")
  private boolean film;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Output picture, .png, .jpg or .tif; for a film, a .gif, a folder, or numbered frames such"
              + " as painted-%%04d.png; for a folder, the folder of the results. Existing files are"
              + " replaced, except inputs.")
  private @Nullable Path out;

  @Mixin private final PrecisionOption precision = new PrecisionOption();
  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PictureName from = Objects.requireNonNull(content);
    Path to = Objects.requireNonNull(out);
    checkContent(from);
    StylizedFiles files = StylizedFiles.plan(from, to, film, otherInputs());
    StyleMethod chosen = networks.method(method);
    check(from, chosen);
    engine.prepare(null);
    Device device = engine.device();
    OpenMethod open = new StyleMethods(networks, restyling, styles, device).open(chosen);
    try (var restyle = new Restyling(open, styles, restyling, device, screen())) {
      int failures =
          ExecutionContext.current()
              .withPrecision(precision.on(device))
              .run(() -> files.run(restyle, screen(), spec().commandLine().getErr()));
      screen().flush();
      return failures == 0 ? Commands.DONE : Commands.FAILED;
    }
  }

  private List<Path> otherInputs() {
    var files = new ArrayList<>(styles.paths());
    if (restyling.mask != null) {
      files.add(restyling.mask);
    }
    if (networks.weights != null) {
      files.add(networks.weights);
    }
    return files;
  }

  private void checkContent(PictureName from) {
    if (!from.isFolder() && !from.text().contains("%")) {
      from.check("CONTENT");
    }
    if (film && !from.isFolder()) {
      throw new UsageException(
          "--film expects a folder of frames, but %s is a file; leave it out (an animated GIF is a film already)"
              .formatted(from));
    }
  }

  /** Checks all options before anything is loaded or written. */
  private void check(PictureName from, StyleMethod chosen) {
    restyling.check(chosen, styles);
    networks.check(chosen);
    styles.check(chosen.takesStyles());
    if (!chosen.takesStyles() && styles.areGiven()) {
      throw new UsageException(
          "--style expects another method, since the network of --method fast was trained for its own style; leave it out");
    }
    if (from.isFolder()) {
      // Otherwise each picture of the folder would fail for the same reason.
      styles.read(1);
    }
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }

  private PrintWriter screen() {
    return spec().commandLine().getOut();
  }
}
