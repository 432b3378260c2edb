package org.atelier.cli.train.translation;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.Split;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.PairedImages;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.ImageOptions;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.openmoji.OpenMoji;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.loss.L1;
import org.atelier.model.GenerativeModel;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.Domains;
import org.atelier.translation.GanMode;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.PictureGenerator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.nets.Upsampling;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Trains a {@link Pix2Pix}: {@code ./atelier train pix2pix}. */
@Command(
    name = "pix2pix",
    description = {
      "Trains paired image-to-image translation (arXiv:1611.07004).",
      "--data is openmoji (line drawings to coloured ones, CC BY-SA 4.0), a folder of"
          + " pictures that hold a pair side by side, or with --targets the folder of the inputs.",
      ""
    })
public final class TrainPix2Pix extends TrainTranslation<Pix2PixOptions, PairedImages, Pix2Pix> {
  private static final String EMBEDDED = "openmoji";
  private static final String TARGETS = "targets";
  private static final String SWAP = "swap";
  private static final String CLASSES = "classes";

  /** Every tenth pair is held out. */
  private static final int HELD_OUT = 10;

  private static final int MEASURED = 64;

  private static final Recipe<Pix2PixOptions> RECIPE =
      new Recipe<>(
          EMBEDDED,
          Pix2PixOptions.defaults()
              .withDiscriminator(PatchDiscriminator.of(Normalisation.BATCH).withFilters(32))
              .withGenerator(UnetGenerator.of(8).withFilters(32).withDropout(DropoutMode.NONE))
              .withImageSize(64),
          TrainingOptions.defaults().withBatchSize(4).withSteps(4000).withCheckpointEvery(1000),
          250);

  @Option(
      names = "--targets",
      paramLabel = "FOLDER",
      description =
          "Folder of the target pictures, with the names of the inputs but for the extension;"
              + " --data is then the folder of the inputs.")
  private @Nullable Path targets;

  @Option(names = "--swap", description = "Swap the direction: translate targets to inputs.")
  private boolean swap;

  @Range(from = 2, to = 256)
  @Option(
      names = "--classes",
      paramLabel = "N",
      description =
          "The inputs are label maps of N classes: a pixel's grey byte is its class, from 0.")
  private @Nullable Integer classes;

  @Option(
      names = "--objective",
      paramLabel = "vanilla|least_squares|wgan_gp",
      converter = GanModeConverter.class,
      description = "Adversarial loss (default: ${bundle:default.ganMode}).")
  private @Nullable GanMode objective;

  @Range(from = 0)
  @Option(
      names = "--l1-weight",
      paramLabel = "X",
      description = "Weight of the L1 loss to the target (default: ${bundle:default.lambdaL1}).")
  private @Nullable Double l1Weight;

  @Range(only = {1, 16, 34, 70, 142, 286})
  @Option(
      names = "--patch",
      paramLabel = "1|16|34|70|142|286",
      description =
          "Receptive field of the PatchGAN in pixels (default: 70, or less for small pictures).")
  private @Nullable Integer patch;

  @Option(
      names = "--upsampling",
      paramLabel = "transposed|resize",
      description =
          "Upsampling in the generator: transposed convolutions, or resizing before"
              + " convolutions, which avoids checkerboard artefacts (default:"
              + " ${bundle:default.generator.upsampling}).")
  private @Nullable Upsampling upsampling;

  @Option(
      names = "--dropout",
      description = "Use dropout as noise, in training and in translation, as in the paper.")
  private boolean dropout;

  /** Reads the option's names of modes and those of the reference implementation. */
  private static final class GanModeConverter implements ITypeConverter<GanMode> {
    @Override
    public GanMode convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "vanilla" -> GanMode.VANILLA;
        case "least_squares", "lsgan" -> GanMode.LSGAN;
        case "wgan_gp", "wgangp" -> GanMode.WGANGP;
        default ->
            throw new TypeConversionException(
                "expected vanilla, least_squares or wgan_gp, but was '" + value + "'");
      };
    }
  }

  /** The command with its recipe. */
  public TrainPix2Pix() {
    super(Pix2PixOptions.class, RECIPE, options -> options.domains().a().width(), Pix2Pix::new);
  }

  @Override
  protected Pix2PixOptions applyTo(Pix2PixOptions base) {
    Pix2PixOptions options = common.size == null ? base : base.withImageSize(common.size);
    if (classes != null) {
      Domains domains = options.domains();
      options = options.withDomains(domains.withA(domains.a().withChannels(classes)));
    }
    PictureGenerator generator = options.generator();
    PatchDiscriminator discriminator = options.discriminator();
    if (generator instanceof UnetGenerator unet) {
      unet = common.filters == null ? unet : unet.withFilters(common.filters);
      unet = upsampling == null ? unet : unet.withUpsampling(upsampling);
      generator = dropout ? unet.withDropout(DropoutMode.ALWAYS) : unet;
    }
    if (common.filters != null) {
      discriminator = discriminator.withFilters(common.filters);
    }
    if (patch != null) {
      discriminator = discriminator.withLayers(layersOf(patch));
    }
    if (objective == GanMode.WGANGP && discriminator.norm().usesBatchStatistics()) {
      discriminator = discriminator.withNorm(Normalisation.INSTANCE);
    }
    return options
        .withGenerator(generator)
        .withDiscriminator(discriminator)
        .withGanMode(given(objective, options.ganMode()))
        .withLambdaL1(given(l1Weight, options.lambdaL1()))
        .withOptimizer(optimizer(options.optimizer()));
  }

  private static int layersOf(int patch) {
    for (int layers = 0; layers <= 5; layers++) {
      if (PatchDiscriminator.of(Normalisation.BATCH).withLayers(layers).receptiveField() == patch) {
        return layers;
      }
    }
    throw new UsageException("--patch expects 1, 16, 34, 70, 142 or 286, but was " + patch);
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(super.kept(saved));
    if (targets != null) {
      Inputs.folder("--targets", "a folder of pictures", targets);
      kept.put(TARGETS, targets.toAbsolutePath().normalize().toString());
    }
    if (classes != null) {
      kept.put(CLASSES, classes.toString());
    }
    TranslationOptions.keep(kept, SWAP, swap);
    return kept;
  }

  @Override
  protected TrainingSource<Pix2PixOptions, PairedImages> open(String name, Map<String, String> kept)
      throws IOException {
    DataName named = DataName.of(name, List.of(EMBEDDED));
    boolean embedded = named.isSet(EMBEDDED);
    String folder = kept.get(TARGETS);
    if (embedded && folder != null) {
      throw new UsageException(
          "--targets expects that --data names the folder of the inputs, but it names the embedded"
              + " openmoji; name a folder");
    }
    PicturePairs pairs = embedded ? openMoji() : pairs(name, folder);
    PicturePairs chosen = Boolean.parseBoolean(kept.get(SWAP)) ? pairs.swapped() : pairs;
    String title =
        embedded
            ? "line and colour of OpenMoji (CC BY-SA 4.0)"
            : folder == null ? name : name + " and " + folder;
    return new Source(
        title,
        named.location(),
        chosen.size(),
        "%s×%s in pairs",
        options -> {
          TrainingData<PairedImages> all = data(chosen, options, kept);
          return embedded
              ? Split.of(all, number -> number % HELD_OUT == 0)
              : Split.of(all, badPictures());
        });
  }

  private static TrainingData<PairedImages> data(
      PicturePairs pairs, Pix2PixOptions options, Map<String, String> kept) {
    Domains domains = options.domains();
    ImageOptions images =
        TranslationOptions.images(
            kept, domains.b().channels(), domains.b().height(), domains.b().width());
    return kept.containsKey(CLASSES)
        ? pairs.ofClassMaps(images, domains.a().channels())
        : pairs.images(images, domains.a().channels());
  }

  private static PicturePairs pairs(String inputs, @Nullable String targets) throws IOException {
    Path folder = PathArgument.of(inputs);
    if (!Files.exists(folder)) {
      throw new UsageException(
          "--data expects openmoji or a folder of pictures, but there is no %s".formatted(inputs));
    }
    return targets == null
        ? PicturePairs.sideBySide(ImageFolder.open(folder))
        : PicturePairs.folders(folder, Path.of(targets));
  }

  /** Line drawings and coloured emoji, without the flags, whose line drawings are all the same. */
  static PicturePairs openMoji() {
    Emoji lines = OpenMoji.black().where(item -> !item.category().equals("Flags"));
    return PicturePairs.of(lines, OpenMoji.color().where(lines.items()::contains));
  }

  /** Two triples of input, output and target per row. */
  @Override
  protected int columns(Pix2Pix model, Split<PairedImages> split) {
    return 6;
  }

  @Override
  protected List<Picture> cells(Pix2Pix model, Split<PairedImages> split) {
    return split.withShown(
        2 * Split.SHOWN,
        batch -> {
          List<Picture> given = shown(batch, model.options().domains());
          List<Picture> made = Pictures.fromBatch(model.generator().predict(batch.inputs()));
          List<Picture> truth = Pictures.fromBatch(batch.targets());
          var cells = new ArrayList<Picture>();
          for (int i = 0; i < given.size(); i++) {
            cells.addAll(List.of(given.get(i), made.get(i), truth.get(i)));
          }
          return cells;
        });
  }

  /** Label maps as grey levels. */
  private static List<Picture> shown(PairedImages batch, Domains domains) {
    int channels = domains.a().channels();
    if (channels == 1 || channels == 3) {
      return Pictures.fromBatch(batch.inputs());
    }
    var greys = batch.inputs().argMax(1).toType(ai.djl.ndarray.types.DataType.FLOAT32, false);
    return Pictures.fromBatch(greys.mul(2f / (channels - 1)).sub(1).expandDims(1));
  }

  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      Pix2Pix model, TrainingData<PairedImages> data) {
    return trained -> distance(model);
  }

  /** Mean L1 distance to the targets of the shown examples, in [0, 2]. */
  private double distance(Pix2Pix model) {
    return split()
        .withShown(
            MEASURED,
            batch ->
                (double)
                    L1.of(model.generator().predict(batch.inputs()), batch.targets()).getFloat());
  }

  @Override
  protected void conclude(Pix2Pix model, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Mean distance (L1, of a range of 2) to the targets of %d shown pairs: %.4f.%n",
        Math.min(MEASURED, split().shown().size()),
        distance(model));
  }
}
