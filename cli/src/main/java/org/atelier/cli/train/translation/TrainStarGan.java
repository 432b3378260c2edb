package org.atelier.cli.train.translation;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.Range;
import org.atelier.cli.data.LabelledPictures;
import org.atelier.cli.data.Split;
import org.atelier.cli.evaluate.SampleDistance;
import org.atelier.cli.run.BadPictureChoice;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.source.Augmentation;
import org.atelier.data.source.ImageOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.model.GenerativeModel;
import org.atelier.optim.Adam;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.stargan.LabelSet;
import org.atelier.translation.stargan.StarGan;
import org.atelier.translation.stargan.StarGanNetworks;
import org.atelier.translation.stargan.StarGanOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a {@link StarGan}: {@code ./atelier train stargan}. */
@Command(
    name = "stargan",
    description = {
      "Trains one generator to translate between attributes or domains (arXiv:1711.09020).",
      "--data is faces (five attributes), emoji-styles (four domains, one of them CC BY-SA"
          + " 4.0), resolutions (a low and a high one), a folder with one sub-folder for each"
          + " domain, or a folder of pictures with a file of --attributes.",
      ""
    })
public final class TrainStarGan extends TrainTranslation<StarGanOptions, AttributeImages, StarGan> {
  private static final String ATTRIBUTES = "attributes";
  private static final String NAMES = "names";

  private static final Recipe<StarGanOptions> RECIPE =
      new Recipe<>(
          LabelledPictures.FACES,
          StarGanOptions.of(LabelSet.attributes("to", "be", "read"))
              .withNetworks(new StarGanNetworks(16, 3, 24, 4, 1))
              .withPicture(PictureShape.rgb(64))
              .withNCritic(2)
              .withOptimizer(Adam.of(3e-4, 0.5)),
          TrainingOptions.defaults().withBatchSize(8).withSteps(3500).withCheckpointEvery(1000),
          300);

  @Option(
      names = "--attributes",
      paramLabel = "FILE.csv",
      description =
          "Attributes of the pictures of --data: a header such as file,hat,smile and a line"
              + " such as 7.png,1,0 for each picture; or CelebA's list_attr_celeba.txt.")
  private @Nullable Path attributes;

  @Option(
      names = "--names",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      description = "Attributes of the file to learn (default: all).")
  private @Nullable List<String> names;

  @Range(from = 1)
  @Option(
      names = "--scales",
      paramLabel = "N",
      description =
          "Number of discriminators, each at half the resolution of the one before (default:"
              + " ${bundle:default.networks.scales}).")
  private @Nullable Integer scales;

  @Range(from = 0, to = 1000)
  @Option(
      names = "--blocks",
      paramLabel = "N",
      description =
          "Residual blocks of the generator (default: ${bundle:default.networks.blocks}).")
  private @Nullable Integer blocks;

  @Range(from = 1)
  @Option(
      names = "--critic-steps",
      paramLabel = "N",
      description =
          "Discriminator steps for each generator step (default: ${bundle:default.nCritic}).")
  private @Nullable Integer criticSteps;

  @Range(from = 0)
  @Option(
      names = "--class-weight",
      paramLabel = "X",
      description =
          "Weight of the domain classification loss (default: ${bundle:default.lambdaCls}).")
  private @Nullable Double classWeight;

  @Range(from = 0)
  @Option(
      names = "--reconstruction-weight",
      paramLabel = "X",
      description =
          "Weight of the reconstruction (cycle-consistency) loss (default:"
              + " ${bundle:default.lambdaRec}).")
  private @Nullable Double reconstructionWeight;

  private @Nullable LabelledPictures found;

  /** The command with its recipe. */
  public TrainStarGan() {
    super(StarGanOptions.class, RECIPE, options -> options.picture().width(), StarGan::new);
  }

  @Override
  protected StarGanOptions applyTo(StarGanOptions base) {
    StarGanNetworks networks = base.networks();
    PictureShape picture = base.picture();
    if (common.size != null) {
      int layers = Math.min(4, Integer.numberOfTrailingZeros(common.size) - 1);
      networks = networks.withDiscriminatorLayers(Math.max(1, layers));
      picture = picture.withSize(common.size);
    }
    if (common.filters != null) {
      networks =
          networks.withGeneratorFilters(common.filters).withDiscriminatorFilters(common.filters);
    }
    if (blocks != null) {
      networks = networks.withBlocks(blocks);
    }
    if (scales != null) {
      networks = networks.withScales(scales);
    }
    // Both at once: a picture size that suits the new networks need not suit the old ones.
    return new StarGanOptions(
        picture,
        base.labels(),
        networks,
        losses(base.losses()),
        given(criticSteps, base.nCritic()),
        optimizer(base.optimizer()));
  }

  private StarGanOptions.Losses losses(StarGanOptions.Losses base) {
    return base.withLambdaCls(given(classWeight, base.lambdaCls()))
        .withLambdaRec(given(reconstructionWeight, base.lambdaRec()));
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(super.kept(saved));
    if (attributes != null) {
      Inputs.file("--attributes", "a table (.csv)", attributes);
      kept.put(ATTRIBUTES, attributes.toAbsolutePath().normalize().toString());
    }
    if (names != null) {
      kept.put(NAMES, String.join(",", names));
    }
    return kept;
  }

  @Override
  protected TrainingSource<StarGanOptions, AttributeImages> open(
      String name, Map<String, String> kept) throws IOException {
    String table = kept.get(ATTRIBUTES);
    String chosen = kept.get(NAMES);
    LabelledPictures pictures =
        LabelledPictures.open(
            name,
            table == null ? null : Path.of(table),
            chosen == null ? List.of() : Arrays.asList(chosen.split(",")));
    found = pictures;
    AttributeSet training = pictures.training();
    String labels =
        (pictures.domains() ? " in the domains " : " with ")
            + String.join(", ", training.names()).replace("%", "%%");
    return new Source(
        pictures.title(),
        pictures.location(),
        training.size(),
        "%s×%s" + labels,
        options -> options.withLabels(List.of(new LabelSet(training.names(), pictures.domains()))),
        options -> split(pictures, options, kept, badPictures()));
  }

  private static Split<AttributeImages> split(
      LabelledPictures pictures,
      StarGanOptions options,
      Map<String, String> kept,
      BadPictureChoice bad)
      throws IOException {
    PictureShape picture = options.picture();
    ImageOptions images =
        TranslationOptions.images(kept, picture.channels(), picture.height(), picture.width());
    if (pictures.areResolutions()) {
      images = images.withEnlarge(true);
    }
    TrainingData<AttributeImages> training = AttributeImages.of(images, pictures.training());
    AttributeSet heldOut = pictures.heldOut();
    return heldOut == null
        ? Split.of(training, bad)
        : new Split<>(
            training, AttributeImages.of(images.withAugmentation(Augmentation.none()), heldOut));
  }

  /** The input, and its translation to each domain or with each attribute changed. */
  @Override
  protected int columns(StarGan model, Split<AttributeImages> split) {
    return 1 + model.options().labelCount();
  }

  @Override
  protected List<Picture> cells(StarGan model, Split<AttributeImages> split) {
    return trial(model, split).cells();
  }

  private StarGanTrial trial(StarGan model, Split<AttributeImages> split) {
    return new StarGanTrial(model, split.shown(), Objects.requireNonNull(found).truth());
  }

  /** Kernel distance between translations to all labels and the data. */
  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      StarGan model, TrainingData<AttributeImages> data) throws IOException {
    var distance = new SampleDistance(data);
    var trial = new StarGanTrial(model, data, null);
    return trained -> distance.to(trial.translations(distance.count()));
  }

  @Override
  protected void conclude(StarGan model, PrintWriter out) {
    trial(model, split()).print(out);
  }
}
