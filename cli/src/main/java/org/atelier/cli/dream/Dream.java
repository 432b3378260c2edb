package org.atelier.cli.dream;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.cli.run.PrecisionOption;
import org.atelier.engine.ExecutionContext;
import org.atelier.image.DecodedPicture;
import org.atelier.image.Picture;
import org.atelier.image.WholePictureTransform;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamFeatures;
import org.atelier.translation.dream.Dreamer;
import org.atelier.translation.style.ColourTransfer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dreams of a picture or a film: {@code ./atelier dream}. */
@Command(
    name = "dream",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description = {
      "DeepDream: changes a picture such that features of a trained network grow. Works offline"
          + " with a bundled network; docs/dream.md shows what its features look like.",
      "The alpha channel is kept, and 16 bits per channel in PNG and TIFF. EXIF orientation"
          + " and colour profile are applied.",
      ""
    },
    footer = {"", Commands.EXIT_CODES})
public final class Dream implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      converter = PictureName.Converter.class,
      description =
          "Picture, or embedded:NAME for an embedded one; or a film: an animated GIF, a folder of"
              + " frames, or a numbered sequence such as frame-%%04d.png.")
  private @Nullable PictureName input;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "Output picture, .png, .jpg or .tif; of a zoom or a film a .gif, a folder for PNG files"
              + " (made if there is none), or their names, such as dream-%%04d.png. Existing files"
              + " are replaced, except inputs.")
  private @Nullable Path out;

  @Mixin private final DreamTarget target = new DreamTarget();
  @Mixin private final DreamManner manner = new DreamManner();

  @Range(from = 16, to = 32_768)
  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Longer side of the result in pixels (default: the picture's own, at most "
              + DreamSize.MOST
              + ").")
  private @Nullable Integer size;

  @Option(
      names = "--mask",
      paramLabel = "FILE",
      description =
          "Where to dream: a picture of the input's size, white where to dream, black where not.")
  private @Nullable Path mask;

  @Option(
      names = "--keep-colors",
      description = "Keep the picture's colours: only its luminance is dreamt.")
  private boolean keepColours;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of jitter, tiles and views (default: 0).")
  private long seed;

  @Mixin private final DreamMotion motion = new DreamMotion();

  @Mixin private final PrecisionOption precision = new PrecisionOption();
  @Mixin private final EngineOptions engine = new EngineOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PictureName from = Objects.requireNonNull(input);
    Path to = Objects.requireNonNull(out);
    target.check();
    manner.check();
    Path film = DreamFilm.of(from);
    motion.check(film != null);
    if (film != null && motion.isZoom()) {
      throw new UsageException(
          "--zoom and --rotate expect one picture, but %s is a film".formatted(from));
    }
    if (film == null) {
      from.check("INPUT");
    }
    if (film != null || motion.isZoom()) {
      DreamFilm.checkOutput(to);
    } else {
      OutputFile.check("--out", to, OutputFile.PICTURES);
    }
    OutputFile.requireNotInput(
        "--out", to, from.isEmbedded() ? null : from.path(), target.guideFile(), mask);
    Picture where = mask == null ? null : Inputs.picture("--mask", mask);
    DecodedPicture picture = film == null ? UsageException.unless(from::read) : null;
    if (picture != null) {
      // Refuses what does not suit before the network is opened.
      DreamContent.of(picture.picture().toRgb()).withMask(where);
    }
    engine.prepare(null);
    Device device = engine.device();
    try (var opened = target.open(device)) {
      Dreamer dreamer =
          coloured(manner.dreamer(DreamFeatures.of(opened.extractor()), opened.objective()));
      var subject = new DreamSubject(dreamer, new DreamSize(size), where, seed);
      ExecutionContext.current()
          .withPrecision(precision.on(device))
          .run(
              () -> {
                if (film != null) {
                  new DreamFilm(subject, screen()).film(film, motion.blend(), to);
                } else if (motion.isZoom()) {
                  new DreamFilm(subject, screen()).zoom(picture.picture(), motion, to);
                } else {
                  still(subject, picture, to);
                }
                return null;
              });
    }
    return Commands.DONE;
  }

  /** A dreamer that keeps the colours of its pictures, if that is wanted. */
  private Dreamer coloured(Dreamer dreamer) {
    return keepColours
        ? content -> ColourTransfer.withChroma(dreamer.apply(content), content.picture())
        : dreamer;
  }

  private void still(DreamSubject subject, DecodedPicture picture, Path to) throws IOException {
    Picture dreamt;
    try (var shown = new DreamSteps(screen())) {
      dreamt =
          WholePictureTransform.of(rgb -> subject.of(rgb, shown::step)).apply(picture.picture());
    }
    WholePictureTransform.write(dreamt, picture.bits(), to);
    screen().printf(Locale.ROOT, "%s: %d×%d pixels%n", to, dreamt.width(), dreamt.height());
    screen().flush();
  }

  private PrintWriter screen() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
