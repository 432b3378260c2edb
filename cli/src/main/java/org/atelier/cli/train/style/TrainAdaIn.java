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
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.Split;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.features.ExtractorChoice;
import org.atelier.cli.train.LearningRateOption;
import org.atelier.cli.train.Recipe;
import org.atelier.cli.train.TrainCommand;
import org.atelier.cli.train.TrainingSource;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.GenerativeModel;
import org.atelier.monitoring.SampleGrid;
import org.atelier.optim.Adam;
import org.atelier.optim.Schedule;
import org.atelier.train.LoopListener;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.style.Style;
import org.atelier.translation.style.adain.AdaIn;
import org.atelier.translation.style.adain.AdaInOptions;
import org.atelier.translation.style.adain.MirrorDecoder;
import org.atelier.translation.style.adain.StyleEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains an {@link AdaIn}: {@code ./atelier train adain}. */
@Command(
    name = "adain",
    description = {
      "Trains a decoder that gives any picture the style of any other in one pass"
          + " (arXiv:1703.06868).",
      "--data is a folder of photographs, or an embedded data set; --style one of paintings.",
      ""
    })
public final class TrainAdaIn extends TrainCommand<AdaInOptions, UnpairedImages, AdaIn> {
  private static final String STYLES = "styles";
  private static final String PAINTINGS = "paintings";
  private static final int SHOWN = 4;

  private static final Recipe<AdaInOptions> RECIPE =
      new Recipe<>(
          "photos",
          AdaInOptions.defaults()
              .withDecoder(new MirrorDecoder(List.of(64, 48, 32), List.of(2, 2, 2)))
              .withChannels(24)
              .withImageSize(64)
              .withStyleWeight(2)
              .withOptimizer(Adam.of(2e-3, 0.9).withSchedule(Schedule.inverse(5e-4))),
          TrainingOptions.defaults().withBatchSize(2).withSteps(2500).withCheckpointEvery(500),
          250);

  @Option(
      names = "--style",
      paramLabel = "FOLDER|SET",
      description = "Style pictures (default: paintings). " + DataName.RULE)
  private @Nullable String style;

  @Range(from = 0)
  @Option(
      names = "--style-weight",
      paramLabel = "X",
      description = "Weight of the style (default: ${bundle:default.styleWeight}).")
  private @Nullable Double styleWeight;

  @Range(from = 8, to = 4096)
  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Side of the crops in training in pixels, a multiple of 4 (of 8 with VGG), of pictures of"
              + " twice that side (default: ${bundle:default.imageSize}).")
  private @Nullable Integer size;

  @Option(
      names = "--init-from",
      paramLabel = "FILE|NAME",
      description =
          "Weights of a decoder of the same layers with which to start, such as decoder.pth of"
              + " naoto0804/pytorch-AdaIN, in place of random ones. "
              + WeightsFile.RULE)
  private @Nullable WeightsFile initFrom;

  @Mixin private final LearningRateOption learningRate = new LearningRateOption();
  @Mixin private final ExtractorChoice features = new ExtractorChoice();

  private ExtractorChoice network = features;
  private @Nullable Split<UnpairedImages> split;

  /** The command with its recipe. */
  public TrainAdaIn() {
    super(AdaInOptions.class, RECIPE, AdaIn::new);
  }

  @Override
  protected AdaInOptions applyTo(AdaInOptions base) {
    return base.withImageSize(given(size, base.imageSize()))
        .withStyleWeight(given(styleWeight, base.styleWeight()))
        .withOptimizer(
            base.optimizer().withLearningRate(learningRate.or(base.optimizer().learningRate())));
  }

  @Override
  protected Map<String, String> kept(Map<String, String> saved) {
    var kept = new LinkedHashMap<>(saved);
    AdaInEncoder.keep(kept, features);
    if (style != null) {
      kept.put(STYLES, style);
    } else {
      kept.putIfAbsent(STYLES, DataName.embedded(PAINTINGS));
    }
    return kept;
  }

  @Override
  protected TrainingSource<AdaInOptions, UnpairedImages> open(String name, Map<String, String> kept)
      throws IOException {
    network = AdaInEncoder.recorded(kept);
    network.check();
    if (initFrom != null) {
      InitialWeights.read(initFrom);
      if (run.resume != null) {
        throw new UsageException(
            "--init-from expects a new run, but --resume goes on with one; leave one out");
      }
    }
    TrainingPictures contents = TrainingPictures.open(name).withBad(badPictures());
    TrainingPictures styles = openStyles(String.valueOf(kept.get(STYLES))).withBad(badPictures());
    kept.put(STYLES, styles.location());
    return new Source(contents, styles);
  }

  private static TrainingPictures openStyles(String name) throws IOException {
    try {
      return TrainingPictures.open(name);
    } catch (UsageException e) {
      throw new UsageException(String.valueOf(e.getMessage()).replaceFirst("^--data ", "--style "));
    }
  }

  /** Contents and styles, cropped at random. */
  private final class Source implements TrainingSource<AdaInOptions, UnpairedImages> {
    private final TrainingPictures contents;
    private final TrainingPictures styles;

    Source(TrainingPictures contents, TrainingPictures styles) {
      this.contents = contents;
      this.styles = styles;
    }

    @Override
    public String title() {
      return contents.title() + " and " + styles.title();
    }

    @Override
    public String location() {
      return contents.location();
    }

    @Override
    public int size() {
      return Math.max(contents.source().size(), styles.source().size());
    }

    @Override
    public AdaInOptions fit(AdaInOptions options) throws IOException {
      return AdaInEncoder.mirrored(options, network);
    }

    @Override
    public TrainingData<UnpairedImages> data(AdaInOptions options, TrainingOptions training)
        throws IOException {
      int crop = options.imageSize();
      Split<UnpairedImages> all =
          Split.of(
              UnpairedImages.of(PhotoCrops.crops(contents, crop), PhotoCrops.crops(styles, crop)),
              contents.bad());
      split = all;
      return all.training();
    }

    @Override
    public String describe(AdaInOptions options) {
      return "crops of %s×%s".formatted(options.imageSize(), options.imageSize());
    }
  }

  @Override
  protected Closeable prepare(AdaIn model) throws IOException {
    StyleEncoder encoder = AdaInEncoder.open(network, model.device());
    try {
      model.encodeWith(encoder);
      if (initFrom != null) {
        model.initialize(0);
        InitialWeights.load(initFrom, model.decoder());
      }
      return encoder.extractor()::close;
    } catch (RuntimeException e) {
      encoder.extractor().close();
      throw e;
    }
  }

  private Split<UnpairedImages> split() {
    return Objects.requireNonNull(split, "the data is opened before it is used");
  }

  /** A row for each pair: content, style, and the content in the style. */
  @Override
  protected LoopListener drawing(AdaIn model, TrainingData<UnpairedImages> data, int every) {
    PictureGrid grid = PictureGrid.defaults().withColumns(3).withLeastSize(SampleGrid.LEAST_SIZE);
    return new SampleGrid(
        () -> grid.arrange(split().withShown(SHOWN, batch -> cells(model, batch))), every);
  }

  private static List<Picture> cells(AdaIn model, UnpairedImages batch) {
    List<Picture> contents = Pictures.fromBatch(batch.a());
    List<Picture> styles = Pictures.fromBatch(batch.b());
    var cells = new ArrayList<Picture>();
    for (int i = 0; i < contents.size(); i++) {
      cells.add(contents.get(i));
      cells.add(styles.get(i));
      cells.add(model.transfer(List.of(Style.of(styles.get(i))), 1).apply(contents.get(i)));
    }
    return cells;
  }

  /** The objective on the shown pairs. */
  @Override
  protected ToDoubleFunction<GenerativeModel<?>> score(
      AdaIn model, TrainingData<UnpairedImages> data) {
    return trained ->
        split()
            .withShown(
                Split.SHOWN,
                batch -> ShownObjective.of(model.phases().get(0), batch, batch.a().getManager()));
  }

  @Override
  protected String next(Path folder) {
    return "Restyle a picture:  ./atelier stylize photo.jpg --method adain --model %s --style painting.jpg --out styled.png"
        .formatted(folder);
  }
}
