package org.atelier.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.atelier.data.source.InMemory;
import org.atelier.engine.Precision;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.model.network.Network;
import org.atelier.random.CounterRandom;
import org.atelier.train.LoopListener;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How much a process grows while it trains: the resident memory of a small DCGAN in a real training
 * loop (prefetching, loss log and checkpoints included), after warm-up. Java's heap has one size
 * from the start, so growth is native: tensors that were not freed, or an allocator's fragments.
 */
public final class MemoryGrowth {
  private static final int WARM_UP = 300;
  private static final int EVERY = 100;

  private MemoryGrowth() {}

  /** Runs both precisions. */
  public static void main(String[] args) throws IOException {
    long steps = args.length == 2 && args[0].equals("--steps") ? Long.parseLong(args[1]) : 2000;
    if (args.length != 0 && args.length != 2 || steps < WARM_UP + 2 * EVERY) {
      System.err.println("Usage: benchmarks/run memory [--steps N], N being at least 500");
      System.exit(2);
    }
    for (Precision precision : Precision.values()) {
      measure(precision, steps);
    }
  }

  private static void measure(Precision precision, long steps) throws IOException {
    Path folder = Files.createTempDirectory("atelier-memory");
    var samples = new Samples();
    var options =
        DcganOptions.defaults()
            .withImageSize(28)
            .withChannels(1)
            .withNetworks(StridedNetworks.of(8, 8));
    try (var model = new Dcgan(options)) {
      new TrainingLoop<>(
              model,
              pictures().images(28),
              TrainingOptions.defaults()
                  .withBatchSize(16)
                  .withSteps(steps)
                  .withPrecision(precision))
          .with(samples)
          .run(folder.resolve("run"));
      System.out.printf(
          Locale.ROOT,
          "%s, %,d steps: %s; arrays in the networks' managers: %d at step %d, %d at the end%n",
          precision,
          steps,
          samples.growth(),
          samples.firstArrays,
          WARM_UP,
          arrays(model));
    } finally {
      delete(folder);
    }
  }

  private static InMemory pictures() {
    var random = CounterRandom.of(2);
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      var bytes = new byte[28 * 28];
      random.nextBytes(bytes);
      pictures.add(bytes);
    }
    return InMemory.ofBytes(1, 28, 28, pictures);
  }

  private static int arrays(Dcgan model) {
    return model.networks().stream().mapToInt(Network::managedArrays).sum();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Resident memory by step. */
  private static final class Samples implements LoopListener {
    private final List<double[]> points = new ArrayList<>();
    private int firstArrays;

    @Override
    public void onStep(StepReport report) throws IOException {
      long done = report.stepsDone();
      if (done == WARM_UP) {
        firstArrays = arrays((Dcgan) report.run().model());
      }
      if (done >= WARM_UP && done % EVERY == 0) {
        points.add(new double[] {done, residentKib()});
      }
    }

    /** Over all samples, and over the later half: an allocator takes its time to settle. */
    String growth() {
      double[] first = points.get(0);
      double[] last = points.get(points.size() - 1);
      return String.format(
          Locale.ROOT,
          "resident %.1f MiB at step %.0f, %.1f MiB at step %.0f; growth per 1,000 steps %.2f MiB,"
              + " in the later half %.2f MiB",
          first[1] / 1024,
          first[0],
          last[1] / 1024,
          last[0],
          slope(points),
          slope(points.subList(points.size() / 2, points.size())));
    }

    /**
     * The least-squares line's, in MiB per 1,000 steps: an outlier moves it less than the ends'.
     */
    private static double slope(List<double[]> points) {
      double meanX = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
      double meanY = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
      double xy = points.stream().mapToDouble(p -> (p[0] - meanX) * (p[1] - meanY)).sum();
      double xx = points.stream().mapToDouble(p -> (p[0] - meanX) * (p[0] - meanX)).sum();
      return xy / xx * 1000 / 1024;
    }
  }

  private static double residentKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      throw new IOException("This measurement needs Linux: it reads /proc/self/status");
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
