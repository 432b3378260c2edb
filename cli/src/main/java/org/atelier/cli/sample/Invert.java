package org.atelier.cli.sample;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.gan.latent.Inversion;
import org.atelier.gan.latent.InversionOptions;
import org.atelier.gan.latent.InversionResult;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.model.capability.ClassConditional;
import org.atelier.model.capability.DifferentiableGenerator;
import org.atelier.model.condition.Conditions;
import org.atelier.model.network.Network;
import org.atelier.monitoring.SampleGrid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Inverts a generator at a picture: {@code ./atelier invert}. */
@Command(
    name = "invert",
    description =
        "GAN inversion: finds the latent whose generated picture is nearest to a given"
            + " picture. Draws the given picture, the generated one, and their absolute difference.")
public final class Invert extends ModelCommand {
  /** Layers at a half, a quarter and an eighth of the resolution. */
  private static final String[] FEATURES = {"block01.expand", "block03.expand", "block06.expand"};

  @Parameters(
      paramLabel = "PICTURE",
      description = "Picture to invert, centre-cropped and scaled to the model's size.")
  private @Nullable Path given;

  @Range(from = 1)
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Optimisation steps (default: ${DEFAULT-VALUE}).",
      defaultValue = "300")
  private int steps;

  @Range(from = 1, to = 10_000)
  @Option(
      names = "--starts",
      paramLabel = "N",
      description =
          "Number of initial latents that are optimised in parallel (default: 8, or one for"
              + " each class).")
  private @Nullable Integer starts;

  @Range(from = 0, above = true)
  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Learning rate of the optimisation (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.1")
  private double learningRate;

  @Range(from = 0)
  @Option(
      names = "--feature-weight",
      paramLabel = "X",
      description =
          "Weight of the distance in features of MobileNetV2, added to that of pixels (default:"
              + " 0, pixels alone).")
  private double featureWeight;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description =
          "Class of the picture, for a class-conditional model (default: all classes are"
              + " tried).")
  private @Nullable String className;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the initial latents (default: 0).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture, .png, .jpg or .tif (default: inverted.png). The latent is written"
              + " beside it in safetensors format, for ./atelier interpolate --from. Existing files"
              + " are replaced.")
  private Path out = Path.of("inverted.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    OutputFile.check("--out", besideOut(), List.of(LatentFile.ENDING));
    OutputFile.requireNotInput("--out", out, given);
    options();
    Inputs.file("PICTURE", "a picture", Objects.requireNonNull(given));
    read();
  }

  private Picture read() {
    return UsageException.unless(() -> Pictures.read(Objects.requireNonNull(given)));
  }

  private InversionOptions options() {
    return InversionOptions.defaults()
        .withSteps(steps)
        .withLearningRate(learningRate)
        .withFeatureWeight(featureWeight)
        .withSeed(seed);
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    Path latentFile = besideOut();
    InversionOptions options = options();
    DifferentiableGenerator generator = requireGenerator(trained);
    Picture wanted = PictureShape.of(generator.pictureShape()).fit(read());
    int classes = trained.classes().map(ClassConditional::classes).orElse(0);
    Integer label = trained.label(className);
    boolean searched = classes > 0 && label == null;
    Conditions conditions = searched ? trained.inTurn() : trained.conditions(label);
    int count = starts != null ? starts : searched ? classes : options.starts();
    InversionResult found = search(trained, options.withStarts(count), wanted, conditions);
    Integer madeOf = searched ? Integer.valueOf(found.start() % classes) : label;
    LatentFile.write(
        latentFile,
        found.latent(),
        Map.of("model", trained.name(), "class", madeOf == null ? "none" : madeOf.toString()));
    PictureGrid grid = PictureGrid.defaults().withColumns(3).withLeastSize(SampleGrid.LEAST_SIZE);
    List<Picture> shown = List.of(wanted, found.picture(), difference(wanted, found.picture()));
    Pictures.write(grid.arrange(shown), out);
    screen.printf(
        Locale.ROOT,
        "PSNR %.2f dB (%.2f dB before optimisation)%s, by %s: %s, %s%n",
        Pixels.decibels(found.error()),
        Pixels.decibels(found.startError()),
        madeOf == null ? "" : ", class " + madeOf,
        trained.title(),
        out,
        latentFile);
  }

  private static DifferentiableGenerator requireGenerator(TrainedModel trained) {
    if (trained.model() instanceof DifferentiableGenerator generator) {
      return generator;
    }
    throw new UsageException(
        "invert expects a GAN, whose latents it optimises, but %s is none; for an auto-encoder, use ./atelier reconstruct"
            .formatted(trained.title()));
  }

  private InversionResult search(
      TrainedModel trained, InversionOptions options, Picture wanted, Conditions conditions) {
    if (featureWeight == 0) {
      return new Inversion(requireGenerator(trained), options).of(wanted, conditions);
    }
    try (Network taps =
        BundledMobileNetV2.network(
            trained.model().device(), wanted.height(), wanted.width(), FEATURES)) {
      return new Inversion(requireGenerator(trained), taps, options).of(wanted, conditions);
    }
  }

  private Path besideOut() {
    String name = String.valueOf(out.getFileName());
    return out.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + LatentFile.ENDING);
  }

  /** |a − b|, black where it is 0. */
  private static Picture difference(Picture a, Picture b) {
    float[] first = a.values();
    float[] second = b.values();
    var values = new float[first.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(first[i] - second[i]) - 1;
    }
    return new Picture(a.channels(), a.height(), a.width(), values);
  }
}
