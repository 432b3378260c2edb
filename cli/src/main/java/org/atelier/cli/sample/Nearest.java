package org.atelier.cli.sample;

import ai.djl.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.DataName;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.data.source.PictureSource;
import org.atelier.features.FeatureNetworks;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.latent.Latent;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.sets.NearestOptions;
import org.atelier.metrics.sets.NearestPictures;
import org.atelier.metrics.sets.Neighbour;
import org.atelier.model.capability.LatentModel;
import org.atelier.monitoring.SampleGrid;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws samples beside their nearest training pictures: {@code ./atelier nearest}. */
@Command(
    name = "nearest",
    description =
        "Draws samples, and beside each its nearest training pictures, to detect memorised"
            + " training data.")
public final class Nearest extends ModelCommand {
  private static final int MOST = 100;

  /** Values of {@code --by}. */
  enum By {
    PIXELS,
    FEATURES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      required = true,
      description =
          "Training data of the model: an embedded data set or a folder. " + DataName.RULE)
  private @Nullable String data;

  @Range(from = 1, to = MOST)
  @Option(names = "--count", paramLabel = "N", description = "Number of samples (default: 8).")
  private int count = 8;

  @Range(from = 1, to = MOST)
  @Option(
      names = "--neighbours",
      paramLabel = "N",
      description = "Number of nearest pictures beside each sample (default: 5).")
  private int neighbours = 5;

  @Option(
      names = "--by",
      paramLabel = "pixels|features",
      description =
          "Distance between pixels, or between features of MobileNetV2, which depend little on"
              + " small shifts (default: pixels).")
  private By by = By.PIXELS;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Random seed of the samples, as in ./atelier sample (default: 0).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output picture, .png, .jpg or .tif (default: nearest.png). An existing file is"
              + " replaced atomically.")
  private Path out = Path.of("nearest.png");

  @Override
  protected void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
    pictures();
  }

  /** Finds the pictures without reading them. */
  private TrainingPictures pictures() {
    var named = Objects.requireNonNull(data);
    return UsageException.unless(() -> TrainingPictures.open(named));
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    TrainingPictures pictures = pictures();
    LatentModel drawing = trained.requireLatents();
    var latents = new ArrayList<Latent>();
    for (int i = 0; i < count; i++) {
      latents.add(drawing.latent(seed, i));
    }
    List<Picture> samples = drawing.generate(latents, trained.inTurn());
    List<List<Neighbour>> found = search(samples, pictures.source(), trained.model().device());
    PictureGrid grid = PictureGrid.defaults().withLeastSize(SampleGrid.LEAST_SIZE);
    Pictures.write(NearestPictures.arrange(samples, found, pictures.source(), grid), out);
    for (int i = 0; i < found.size(); i++) {
      Neighbour nearest = found.get(i).get(0);
      screen.printf(
          Locale.ROOT,
          "sample %d: nearest is %s, distance %.4f%n",
          i,
          pictures.source().name(nearest.index()),
          nearest.distance());
    }
    screen.printf(
        Locale.ROOT,
        "%d samples of %s beside the nearest of %d pictures by %s: %s%n",
        count,
        trained.title(),
        pictures.source().size(),
        by,
        out);
  }

  private List<List<Neighbour>> search(List<Picture> samples, PictureSource source, Device device)
      throws IOException {
    NearestOptions options = NearestOptions.defaults().withCount(neighbours);
    if (by == By.PIXELS) {
      return NearestPictures.byPixels(options).on(device).of(samples, source);
    }
    try (FeatureNetwork network =
        FeatureNetworks.mobileNetV2(FeatureNetworks.DEFAULT_SIZE, device)) {
      return NearestPictures.byFeatures(network, options).on(device).of(samples, source);
    }
  }
}
