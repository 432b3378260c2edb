package org.atelier.cli.translate;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.atelier.cli.command.Commands;
import org.atelier.cli.command.EngineOptions;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Require;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.TrainedModel;
import org.atelier.cli.model.TrainingTask;
import org.atelier.data.source.ImageFolder;
import org.atelier.image.DecodedPicture;
import org.atelier.image.Picture;
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

/** Makes pictures of pictures with a trained model: {@code ./atelier translate}. */
@Command(
    name = "translate",
    mixinStandardHelpOptions = true,
    version = Commands.VERSION,
    sortOptions = false,
    description = {
      "Makes pictures of pictures, of any size, with a model of pix2pix, cyclegan, discogan or"
          + " stargan; or with the weights of another project.",
      "Alpha is kept, and 16 bits in PNG and TIFF. Orientation and colour profile are applied.",
      ""
    },
    footer = {"", Commands.EXIT_CODES})
public final class Translate implements Callable<Integer> {
  private static final int MOST_ENLARGED = 16;

  /** Which way of two. */
  enum Direction {
    A2B,
    B2A
  }

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "The folder of a run, or of one of its checkpoints.")
  private @Nullable Path model;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "In place of a run: a .pth or .safetensors file with the generator of"
              + " junyanz/pytorch-CycleGAN-and-pix2pix, yunjey/stargan or SKTBrain/DiscoGAN. It is"
              + " read as data; nothing in it is run.")
  private @Nullable Path weights;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "What the weights are of: "
              + PublishedArchitecture.NAMES
              + " (default: as the file tells).")
  private @Nullable String arch;

  @Option(
      names = "--direction",
      paramLabel = "a2b|b2a",
      description = "Of a model that knows both ways (default: a2b).")
  private Direction direction = Direction.A2B;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "Of StarGAN: what the pictures shall become.")
  private @Nullable String domain;

  @Option(
      names = "--set",
      paramLabel = "NAME=0|1,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Of StarGAN: attributes that the pictures shall have (1) or not (0), such as"
              + " glasses=1,smiling=0. They keep the others, as far as the discriminator finds"
              + " them; of weights, which have no discriminator, the others are 0, and names are"
              + " numbers.")
  private @Nullable List<String> set;

  @Option(
      names = "--enlarge",
      paramLabel = "N",
      description =
          "First scale pictures up so many times: from a low to a high resolution (default: 1).")
  private int enlarge = 1;

  @Option(
      names = "--tile",
      paramLabel = "N",
      description =
          "Pictures of more than NxN pixels go through in overlapping tiles of this side, each with"
              + " statistics of its own (default: 1024).")
  private @Nullable Integer tile;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of dropout, where a model has it as noise (default: 0).")
  private int seed;

  @Parameters(
      index = "0",
      paramLabel = "INPUT",
      description = "A picture, or a folder of pictures.")
  private @Nullable Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUTPUT",
      description =
          "A name that ends with .png, .jpg or .tif; for a folder, a folder, which gets PNGs of the"
              + " same names.")
  private @Nullable Path output;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(input);
    Path to = Objects.requireNonNull(output);
    var wish = new PictureTranslation.Wish(direction == Direction.B2A, domain, attributes(set));
    check(from, to);
    engine.prepare(null);
    Device device = engine.device();
    try (PictureTranslation translation = open(wish, device)) {
      Engine.getEngine("PyTorch").setRandomSeed(seed);
      if (Files.isDirectory(from)) {
        translateFolder(translation, from, to);
      } else {
        translate(translation, UsageException.unless(() -> Pictures.decode(from)), to);
        out().printf("%s to %s%n", from, to);
      }
    }
    out().flush();
    return Commands.DONE;
  }

  private PictureTranslation open(PictureTranslation.Wish wish, Device device) {
    Path file = weights;
    if (file != null) {
      return UsageException.unless(() -> PublishedArchitecture.open(file, arch, device, wish));
    }
    TrainedModel trained = TrainedModel.open(Objects.requireNonNull(model), device);
    try {
      if (trained.name().equals(TrainingTask.SOUNDS.title())) {
        throw new UsageException(
            "Expected a model between pictures, but %s is one between sounds and pictures; use ./atelier translate-sound"
                .formatted(trained.title()));
      }
      return PictureTranslation.of(trained.model(), trained.title(), wish);
    } catch (RuntimeException e) {
      trained.close();
      throw e;
    }
  }

  private void translateFolder(PictureTranslation translation, Path from, Path to)
      throws IOException {
    ImageFolder pictures = UsageException.unless(() -> ImageFolder.open(from));
    for (String name : pictures.names()) {
      Path target = to.resolve(name.substring(0, name.lastIndexOf('.')) + ".png");
      DecodedPicture decoded = UsageException.unless(() -> Pictures.decode(from.resolve(name)));
      Files.createDirectories(target.getParent());
      translate(translation, decoded, target);
    }
    out().printf(Locale.ROOT, "%d pictures of %s to %s%n", pictures.size(), from, to);
  }

  private void translate(PictureTranslation translation, DecodedPicture decoded, Path target)
      throws IOException {
    Picture picture = decoded.picture();
    if (enlarge > 1) {
      picture =
          Resizer.BILINEAR
              .resize(
                  picture,
                  Math.multiplyExact(picture.height(), enlarge),
                  Math.multiplyExact(picture.width(), enlarge))
              .clamped();
    }
    PictureTransform transform = translation.transformOf(picture);
    if (tile != null) {
      transform = transform.withTiling(Tiling.of(tile));
    }
    transform.apply(new DecodedPicture(picture, decoded.bits()), target);
  }

  /** What can be known before anything is loaded. */
  private void check(Path from, Path to) {
    if ((model == null) == (weights == null)) {
      throw new UsageException(
          "Expected the folder of a run by --model or a file by --weights, but got %s; name one of them"
              .formatted(model == null ? "neither" : "both"));
    }
    if (arch != null && weights == null) {
      throw new UsageException("--arch belongs to --weights; leave it out");
    }
    Require.between("--enlarge", enlarge, 1, MOST_ENLARGED);
    if (tile != null) {
      Tiling.of(tile);
    }
    if (!Files.exists(from)) {
      throw new UsageException("There is no %s to translate; check the path".formatted(from));
    }
    if (!Files.isDirectory(from)) {
      OutputFile.check("OUTPUT", to, OutputFile.PICTURES);
    } else if (Files.exists(to) && !Files.isDirectory(to)) {
      throw new UsageException(
          "OUTPUT expects a folder for the pictures of the folder %s, but %s is a file"
              .formatted(from, to));
    } else if (isWithin(to, from)) {
      throw new UsageException(
          "OUTPUT expects a folder outside of %s, whose pictures it would mix with"
              .formatted(from));
    }
  }

  private static boolean isWithin(Path inner, Path outer) {
    return inner.toAbsolutePath().normalize().startsWith(outer.toAbsolutePath().normalize());
  }

  private static Map<String, Boolean> attributes(@Nullable List<String> set) {
    var attributes = new LinkedHashMap<String, Boolean>();
    for (String wish : set == null ? List.<String>of() : set) {
      int at = wish.lastIndexOf('=');
      String value = at < 0 ? "" : wish.substring(at + 1).strip();
      if (!value.equals("0") && !value.equals("1")) {
        throw new UsageException(
            "--set expects names with 1 or 0, such as glasses=1,smiling=0, but was " + wish);
      }
      attributes.put(wish.substring(0, at).strip(), value.equals("1"));
    }
    return attributes;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
