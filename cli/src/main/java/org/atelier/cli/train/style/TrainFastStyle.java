package org.atelier.cli.train.style;

import static org.atelier.cli.command.Given.given;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.command.WeightsFile;
import org.atelier.cli.data.Split;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.cli.train.LearningRateOption;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.features.Architectures;
import org.atelier.features.vgg.CompressedVgg;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.GenerativeModel;
import org.atelier.monitoring.SampleGrid;
import org.atelier.optim.Adam;
import org.atelier.perception.FeatureExtractor;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.style.fast.FastStyle;
import org.atelier.translation.style.fast.FastStyleOptions;
import org.atelier.translation.style.fast.FastStyleOptions.Weights;
import org.atelier.translation.style.fast.PublishedFastStyle;
import org.atelier.translation.style.fast.StyleGoal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a {@link FastStyle}: {@code ./atelier train fast-style}. */
@Command(
    name = "fast-style",
    description = {
      "Trains a network that gives any picture the style of a painting in one pass"
          + " (arXiv:1603.08155), or that of several paintings (arXiv:1610.07629).",
      "--data is a folder of photographs, or an embedded data set.",
      ""
    })
public final class TrainFastStyle extends TrainCommand<FastStyleOptions, Images, FastStyle> {
  private static final String STYLE_SIZE = "style-size";
  private static final String FEATURES = "features";
  private static final int DEFAULT_STYLE_SIZE = 640;
  private static final int SHOWN = 4;

  /** The linear bottlenecks of the bundled network, as far as its strokes are seen. */
  private static final List<String> STYLE_TAPS =
      List.of("conv0.dense", "block00.project", "block02.add", "block05.add", "block09.add");

  private static final String CONTENT_TAP = "block05.add";

  /** Of the compressed VGG-19. */
  private static final List<String> COMPRESSED_TAPS =
      List.of("relu1_1", "relu2_1", "relu3_1", "relu4_1");

  private static final String COMPRESSED_CONTENT = "relu4_1";

  private static final Recipe<FastStyleOptions> RECIPE =
      new Recipe<>(
          "photos",
          FastStyleOptions.defaults()
              .withFilters(8)
              .withImageSize(96)
              .withStyles(List.of("starry_night"))
              .withWeights(new Weights(1, 10, 1.5))
              .withOptimizer(Adam.of(3e-3, 0.9)),
          TrainingOptions.defaults().withBatchSize(2).withSteps(900).withCheckpointEvery(300),
          100);

  @Option(
      names = "--style",
      paramLabel = "FILE|NAME",
      split = ",",
      hideParamSyntax = true,
      description =
          "Style picture, or one of the embedded paintings starry_night and colour_folds; several,"
              + " separated by commas, for one network of several styles (default: starry_night).")
  private @Nullable List<String> style;

  @Range(from = 32, to = 4096)
  @Option(
      names = "--style-size",
      paramLabel = "N",
      description =
          "Longest side in pixels to which style pictures are reduced: how large their strokes"
              + " are (default: 640).")
  private @Nullable Integer styleSize;

  @Range(from = 0)
  @Option(
      names = "--content-weight",
      paramLabel = "X",
      description =
          "Weight of the content (default: ${bundle:default.weights.content}; with VGG 100000).")
  private @Nullable Double contentWeight;

  @Range(from = 0)
  @Option(
      names = "--style-weight",
      paramLabel = "X",
      description =
          "Weight of the style (default: ${bundle:default.weights.style}; with VGG 10000000000).")
  private @Nullable Double styleWeight;

  @Range(from = 0)
  @Option(
      names = "--smoothness-weight",
      paramLabel = "X",
      description =
          "Weight of the total variation (default: ${bundle:default.weights.smoothness}).")
  private @Nullable Double smoothnessWeight;

  @Range(from = 1, to = 4096)
  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Feature maps of the network next to the picture; 32 in the paper (default:"
              + " ${bundle:default.filters}).")
  private @Nullable Integer width;

  @Range(from = 8, to = 4096)
  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Side of the crops in training in pixels, a multiple of 4, of pictures of twice that"
              + " side (default: ${bundle:default.imageSize}).")
  private @Nullable Integer size;

  @Option(
      names = "--init-from",
      paramLabel = "FILE|NAME",
      description =
          "Published weights of pytorch/examples fast_neural_style with which to start, in place"
              + " of random ones. "
              + WeightsFile.RULE)
  private @Nullable WeightsFile initFrom;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();
  @Mixin private final ExtractorChoice features = new ExtractorChoice();

  private Map<String, String> settings = Map.of();
  private ExtractorChoice network = features;
  private @Nullable Split<Images> split;

  /** The command with its recipe. */
  public TrainFastStyle() {
    super(FastStyleOptions.class, RECIPE, FastStyle::new);
  }

  @Override
  protected FastStyleOptions applyTo(FastStyleOptions base) {
    FastStyleOptions options =
        base.withFilters(given(width, base.filters()))
            .withImageSize(given(size, base.imageSize()))
            .withWeights(weights(base.weights()))
            .withOptimizer(
                base.optimizer()
                    .withLearningRate(learningRate.or(base.optimizer().learningRate())));
    if (style != null) {
      options = options.withStyles(StylePictures.of(style).names());
    }
    if (initFrom != null && run.resume == null) {
      int stored = widthOf(initFrom);
      if (width != null && width != stored) {
        throw new UsageException(
            "--width expects that of the weights in %s, which is %s, but was %s; leave --width out"
                .formatted(initFrom, stored, width));
      }
      options = options.withFilters(stored);
    }
    return options;
  }

  private Weights weights(Weights base) {
    boolean published = run.resume == null && !isBundled(features) && !isCompressed(features);
    Weights own = published ? Weights.defaults() : base;
    return new Weights(
        given(contentWeight, own.content()),
        given(styleWeight, own.style()),
        given(smoothnessWeight, own.smoothness()));
  }

  private static boolean isBundled(ExtractorChoice network) {
    return network.name().equals(Architectures.BUNDLED);
  }

  /** The compressed VGG-19, whose features have another scale than VGG's. */
  private static boolean isCompressed(ExtractorChoice network) {
    network.check();
    return UsageException.unless(network::architecture)
        .name()
        .equals(CompressedVgg.encoder(CompressedVgg.LEVELS).name());
  }

  private static int widthOf(WeightsFile file) {
    return PublishedFastStyle.of(InitialWeights.read(file))
        .orElseThrow(
            () ->
                new UsageException(
                    "--init-from expects weights of pytorch/examples fast_neural_style, but %s has others"
                        .formatted(file)));
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(saved);
    if (features.isGiven() || !kept.containsKey(FEATURES)) {
      kept.put(FEATURES, features.recorded());
    }
    if (style != null || run.resume == null) {
      kept.putAll(StylePictures.of(given(style, recipe().model().styles())).into(kept));
    }
    kept.put(
        STYLE_SIZE,
        String.valueOf(
            styleSize != null
                ? styleSize
                : Integer.parseInt(
                    kept.getOrDefault(STYLE_SIZE, String.valueOf(DEFAULT_STYLE_SIZE)))));
    return kept;
  }

  @Override
  protected TrainingSource<FastStyleOptions, Images> open(String name, Map<String, String> kept)
      throws IOException {
    network = ExtractorChoice.of(kept.getOrDefault(FEATURES, Architectures.BUNDLED));
    network.check();
    if (initFrom != null && run.resume != null) {
      throw new UsageException(
          "--init-from expects a new run, but --resume goes on with one; leave one out");
    }
    settings = kept;
    return new PhotoCrops<>(
        name, FastStyleOptions::imageSize, badPictures(), opened -> split = opened);
  }

  @Override
  protected void check(FastStyleOptions options, TrainingData<Images> data) throws IOException {
    stylePictures();
  }

  private List<Picture> stylePictures() throws IOException {
    return StylePictures.kept(settings)
        .read(
            Integer.parseInt(
                settings.getOrDefault(STYLE_SIZE, String.valueOf(DEFAULT_STYLE_SIZE))));
  }

  @Override
  protected Closeable prepare(FastStyle model) throws IOException {
    FeatureExtractor extractor = network.open(taps(), model.device());
    try {
      model.learn(goal(extractor, stylePictures()));
      if (initFrom != null) {
        model.initialize(0);
        InitialWeights.load(initFrom, model.transformer());
      }
      return extractor::close;
    } catch (IOException | RuntimeException e) {
      extractor.close();
      throw e;
    }
  }

  private List<String> taps() {
    if (isBundled(network)) {
      return STYLE_TAPS;
    }
    return isCompressed(network) ? COMPRESSED_TAPS : StyleGoal.vgg16Taps();
  }

  private StyleGoal goal(FeatureExtractor extractor, List<Picture> pictures) {
    if (isBundled(network)) {
      return StyleGoal.relative(extractor, CONTENT_TAP, STYLE_TAPS, pictures);
    }
    return isCompressed(network)
        ? StyleGoal.relative(extractor, COMPRESSED_CONTENT, COMPRESSED_TAPS, pictures)
        : StyleGoal.ofVgg16(extractor, pictures);
  }

  private Split<Images> split() {
    return Objects.requireNonNull(split, "the data is opened before it is used");
  }

  /** A row for each picture: as it is, and in each style. */
  @Override
  protected LoopListener drawing(FastStyle model, TrainingData<Images> data, int every) {
    List<String> styles = model.targetDomains();
    PictureGrid grid =
        PictureGrid.defaults().withColumns(1 + styles.size()).withLeastSize(SampleGrid.LEAST_SIZE);
    return new SampleGrid(
        () ->
            grid.arrange(
                split()
                    .withShown(
                        SHOWN,
                        batch -> {
                          var cells = new ArrayList<Picture>();
                          for (Picture content : Pictures.fromBatch(batch.images())) {
                            cells.add(content);
                            for (String name : styles) {
                              cells.add(model.translationTo(name).apply(content).clamped());
                            }
                          }
                          return cells;
                        })),
        every);
  }

  /** The objective on the shown pictures. */
  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(FastStyle model, TrainingData<Images> data) {
    return trained ->
        split()
            .withShown(
                Split.SHOWN,
                batch ->
                    ShownObjective.of(model.phases().get(0), batch, batch.images().getManager()));
  }

  @Override
  protected String next(Path folder) {
    return "Restyle a picture:  ./atelier translate --model %s photo.jpg styled.png"
        .formatted(folder);
  }
}
