package org.atelier.benchmarks.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.atelier.data.batch.Images;
import org.atelier.files.NewFile;
import org.atelier.gan.PerceptronNetworks;
import org.atelier.gan.Stabilisation;
import org.atelier.gan.vanilla.VanillaGan;
import org.atelier.gan.vanilla.VanillaGanOptions;
import org.atelier.gan.wgan.Wgan;
import org.atelier.gan.wgan.WganOptions;
import org.atelier.gan.wgangp.WganGp;
import org.atelier.gan.wgangp.WganGpOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.loss.Hinge;
import org.atelier.loss.LeastSquares;
import org.atelier.model.Gan;
import org.atelier.model.objective.Penalty;
import org.atelier.optim.Adam;
import org.atelier.optim.RmsProp;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many modes of two mixtures of Gaussians each model finds: {@code benchmarks/run modes}. All
 * have the same perceptrons, latents, optimizer's rate and budget; what differs is what they
 * minimise.
 */
@Command(name = "modes", mixinStandardHelpOptions = true, sortOptions = false)
final class CountModes implements Callable<Integer> {
  private static final int SAMPLES = 2500;
  private static final int POINTS = 100_000;
  private static final int BATCH = 128;
  private static final PictureShape POINT = new PictureShape(1, 1, 2);
  private static final PerceptronNetworks NETWORKS =
      new PerceptronNetworks(32, List.of(128, 128), List.of(128, 128));
  private static final Adam OPTIMIZER = Adam.of(1e-3, 0.5);

  /** The modes are narrow: a penalty that forbids steep slopes must be light, as gan_toy.py's. */
  private static final double WEIGHT = 0.1;

  private static final int CRITIC_STEPS = 3;

  /** RMSProp and clipped weights take no more. */
  private static final double CLIPPED_RATE = 2e-4;

  private static final Stabilisation AVERAGED = Stabilisation.none().withAverageDecay(0.998);

  @Option(names = "--seeds", description = "How many, from 0 (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(names = "--steps", description = "Of training (default: ${DEFAULT-VALUE}).")
  private long steps = 6000;

  @Option(names = "--models", split = ",", description = "Some only, by their names in the table.")
  private List<String> chosen = List.copyOf(models().keySet());

  @Option(names = "--mixtures", split = ",", description = "ring, grid (default: both).")
  private List<String> mixtures = List.of("ring", "grid");

  @Option(names = "--out", required = true, description = "Folder for runs and results.")
  private Path out = Path.of("");

  private CountModes() {}

  /** Trains and counts. */
  public static void main(String... args) {
    System.exit(new CommandLine(new CountModes()).execute(args));
  }

  private static Map<String, Supplier<Gan<Images>>> models() {
    var vanilla =
        VanillaGanOptions.defaults()
            .withPicture(POINT)
            .withNetworks(NETWORKS)
            .withOptimizer(OPTIMIZER)
            .withStabilisation(AVERAGED);
    var wgan =
        WganOptions.defaults()
            .withPicture(POINT)
            .withNetworks(NETWORKS)
            .withOptimizer(RmsProp.of(CLIPPED_RATE))
            .withCriticSteps(CRITIC_STEPS)
            .withStabilisation(AVERAGED);
    var wganGp =
        WganGpOptions.defaults()
            .withPicture(POINT)
            .withNetworks(NETWORKS)
            .withOptimizer(OPTIMIZER)
            .withCriticSteps(CRITIC_STEPS)
            .withPenalty(Penalty.of(WEIGHT))
            .withStabilisation(AVERAGED);
    var plain = new LossGan.Options(POINT, NETWORKS, OPTIMIZER, AVERAGED);
    var hingeR1 =
        new LossGan.Options(POINT, NETWORKS, OPTIMIZER, AVERAGED.withR1(Penalty.of(WEIGHT)));
    var r1 = AVERAGED.withR1(Penalty.of(WEIGHT));
    var dragan = AVERAGED.withDragan(Penalty.of(WEIGHT));
    var models = new LinkedHashMap<String, Supplier<Gan<Images>>>();
    models.put("gan", () -> new VanillaGan(vanilla));
    models.put("gan+r1", () -> new VanillaGan(vanilla.withStabilisation(r1)));
    models.put("gan+dragan", () -> new VanillaGan(vanilla.withStabilisation(dragan)));
    models.put("wgan", () -> new Wgan(wgan));
    models.put("wgan-gp", () -> new WganGp(wganGp));
    models.put("least-squares", () -> new LossGan(plain, new LeastSquares()));
    models.put("hinge", () -> new LossGan(plain, new Hinge()));
    models.put("hinge+r1", () -> new LossGan(hingeR1, new Hinge()));
    return models;
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(out);
    var models = models();
    for (String name : chosen) {
      if (!models.containsKey(name)) {
        throw new CommandLine.ParameterException(
            new CommandLine(this),
            "Expected models out of %s, but got %s".formatted(models.keySet(), name));
      }
    }
    for (Mixture mixture : List.of(Mixture.ring(), Mixture.grid())) {
      for (String name : mixtures.contains(mixture.name()) ? chosen : List.<String>of()) {
        for (int seed = 0; seed < seeds; seed++) {
          measure(mixture, name, models.get(name), seed);
        }
      }
    }
    return 0;
  }

  private void measure(Mixture mixture, String name, Supplier<Gan<Images>> model, int seed)
      throws IOException {
    Path folder = out.resolve("%s-%s-%s".formatted(mixture.name(), name, seed));
    Path result = folder.resolve("coverage.txt");
    if (!Files.exists(result)) {
      try (Gan<Images> gan = model.get()) {
        Run.finish(gan, mixture.points(POINTS, seed), BATCH, steps, seed, folder);
        List<Picture> points = gan.sample(SAMPLES, seed + 1_000_000L);
        var coverage = mixture.coverage(points);
        NewFile.write(
            result,
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%s,%.4f%n",
                mixture.name(),
                name,
                seed,
                mixture.centres().size(),
                coverage.modes(),
                coverage.highQuality()));
      }
    }
    System.out.print(Files.readString(result));
  }
}
