package org.atelier.cli.translate;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.command.WeightsFile;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.model.TrainingTask;
import org.atelier.cli.pictures.FolderTask;
import org.atelier.image.CompactPicture;
import org.atelier.image.PictureRegions;
import org.atelier.image.PictureTransform;
import org.atelier.image.Pictures;
import org.atelier.image.Resizer;
import org.atelier.image.Tiling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Translates pictures with a trained model: {@code ./atelier translate}. */
@Command(
    name = "translate",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description = {
      "Image-to-image translation of pictures of any size, with a trained pix2pix,"
          + " cyclegan, discogan or stargan, or with published weights of other projects.",
      "The alpha channel is kept, and 16 bits per channel in PNG and TIFF. EXIF orientation"
          + " and colour profile are applied.",
      ""
    },
    footer = {"", Commands.EXIT_CODES})
public final class Translate implements Callable<Integer> {
  private static final int MOST_ENLARGED = 16;
  private static final int LONGEST_SIDE = 1_000_000;

  private static final FolderTask.Words WORDS =
      new FolderTask.Words("translate", "translated", "OUTPUT", "--tile");

  /** Values of {@code --direction}. */
  enum Direction {
    A2B,
    B2A
  }

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "Folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Published weights in place of --model: a file in PyTorch's or in safetensors format,"
              + " with a generator of junyanz/pytorch-CycleGAN-and-pix2pix, yunjey/stargan,"
              + " SKTBrain/DiscoGAN or pytorch/examples fast_neural_style. It is read as data; no code in it is executed.")
  private @Nullable WeightsFile weights;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "Architecture of --weights: "
              + PublishedArchitecture.NAMES
              + " (default: detected from the file).")
  private @Nullable String arch;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Which network of --weights, if the file has several, by its name there, such as"
              + " netG_A or params (default: an average over the training if there is one, such as"
              + " params_ema, otherwise the one that fits).")
  private @Nullable String network;

  @Option(
      names = "--direction",
      paramLabel = "a2b|b2a",
      description = "Direction of a model with two generators (default: a2b).")
  private Direction direction = Direction.A2B;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "Target domain of a StarGAN, or a style of a fast-style.")
  private @Nullable String domain;

  @Option(
      names = "--set",
      paramLabel = "NAME=0|1,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Target attributes of a StarGAN, to add (1) or to remove (0), such as"
              + " glasses=1,smiling=0. Other attributes keep the values that the discriminator"
              + " predicts; with --weights, which hold no discriminator, they are 0, and attributes"
              + " are named by number.")
  private @Nullable List<String> set;

  @Range(from = 1, to = MOST_ENLARGED)
  @Option(
      names = "--enlarge",
      paramLabel = "N",
      description =
          "Factor by which pictures are scaled up first, for translation from low to high"
              + " resolution (default: 1).")
  private int enlarge = 1;

  @Range(from = 16)
  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "Pictures of more than NxN pixels are translated in overlapping tiles of this side,"
              + " each with its own instance-norm statistics (default: 1024).")
  private @Nullable Integer tile;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of dropout, for models that use it as noise (default: 0).")
  private int seed;

  @Parameters(index = "0", paramLabel = "INPUT", description = "Picture, or folder of pictures.")
  private @Nullable Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description =
          "Output picture, .png, .jpg or .tif; for a folder, the folder of the outputs, PNGs of"
              + " the same names. Pictures that differ only by the extension keep it: a.png and"
              + " a.jpg give a.png.png and a.jpg.png. Existing files are replaced, except inputs.")
  private @Nullable Path output;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(input);
    Path to = Objects.requireNonNull(output);
    var request =
        new PictureTranslation.TranslationRequest(
            direction == Direction.B2A, domain, attributes(set));
    check();
    FolderTask folder = Files.isDirectory(from) ? FolderTask.plan(WORDS, from, to) : null;
    if (folder == null) {
      checkFile(from, to);
    }
    engine.prepare(null);
    Device device = engine.device();
    try (PictureTranslation translation = open(request, device)) {
      translation.remark().ifPresent(out()::println);
      Engine.getEngine("PyTorch").setRandomSeed(seed);
      if (folder != null) {
        int failures =
            folder.run(
                (picture, target) -> translate(translation, picture, target),
                out(),
                Objects.requireNonNull(spec).commandLine().getErr());
        return failures == 0 ? Commands.DONE : Commands.FAILED;
      }
      translate(translation, from, to);
      out().printf("%s to %s%n", from, to);
    }
    out().flush();
    return Commands.DONE;
  }

  private PictureTranslation open(PictureTranslation.TranslationRequest request, Device device)
      throws IOException {
    if (weights != null) {
      Path file = weights.path();
      return UsageException.unless(
          () -> PublishedArchitecture.open(file, arch, network, device, request));
    }
    TrainedModel trained = TrainedModel.open(Objects.requireNonNull(model), device);
    try {
      if (trained.name().equals(TrainingTask.SOUNDS.title())) {
        throw new UsageException(
            "Expected a model between pictures, but %s is one between sounds and pictures; use ./atelier translate-sound"
                .formatted(trained.title()));
      }
      return PictureTranslation.of(trained.model(), trained.title(), request);
    } catch (RuntimeException e) {
      trained.close();
      throw e;
    }
  }

  private void translate(PictureTranslation translation, Path from, Path to) throws IOException {
    CompactPicture decoded = UsageException.unless(() -> Pictures.open(from));
    PictureRegions picture = enlarge == 1 ? decoded : enlarged(decoded, from);
    PictureTransform transform = translation.transformOf(picture);
    if (tile != null) {
      transform = transform.withTiling(Tiling.of(tile));
    }
    transform.apply(picture, decoded.bits(), to);
  }

  private PictureRegions enlarged(CompactPicture picture, Path from) {
    long longer = (long) enlarge * Math.max(picture.height(), picture.width());
    if (longer > LONGEST_SIDE) {
      throw new UsageException(
          "--enlarge %s would give %s a side of %s pixels, but at most %s are possible; choose a smaller number"
              .formatted(enlarge, from, longer, LONGEST_SIDE));
    }
    return Resizer.BILINEAR.resizing(
        picture, picture.height() * enlarge, picture.width() * enlarge);
  }

  /** Checks the options before anything is loaded. */
  private void check() {
    if ((model == null) == (weights == null)) {
      throw new UsageException(
          "Expected the folder of a run as --model or a file as --weights, but got %s; give one of them"
              .formatted(model == null ? "neither" : "both"));
    }
    if (arch != null && weights == null) {
      throw new UsageException("--arch expects --weights; leave it out");
    }
    if (network != null && weights == null) {
      throw new UsageException("--network expects --weights; leave it out");
    }
    if (model != null) {
      Inputs.folder("--model", TrainedModel.FOLDER, model);
    }
  }

  private static void checkFile(Path from, Path to) {
    if (!Files.exists(from)) {
      throw new UsageException("There is no %s to translate; check the path".formatted(from));
    }
    OutputFile.check("OUTPUT", to, OutputFile.PICTURES);
    OutputFile.requireNotInput("OUTPUT", to, from);
  }

  private static Map<String, Boolean> attributes(@Nullable List<String> set) {
    var attributes = new LinkedHashMap<String, Boolean>();
    for (String request : set == null ? List.<String>of() : set) {
      int at = request.lastIndexOf('=');
      String value = at < 0 ? "" : request.substring(at + 1).strip();
      if (!value.equals("0") && !value.equals("1")) {
        throw new UsageException(
            "--set expects names with 1 or 0, such as glasses=1,smiling=0, but was " + request);
      }
      attributes.put(request.substring(0, at).strip(), value.equals("1"));
    }
    return attributes;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
