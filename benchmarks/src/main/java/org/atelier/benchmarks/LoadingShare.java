package org.atelier.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.atelier.data.EpochOrder;
import org.atelier.data.PrefetchOptions;
import org.atelier.data.Prefetcher;
import org.atelier.data.TrainingData;
import org.atelier.data.batch.Images;
import org.atelier.data.source.ImageFolder;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.Emoji;
import org.atelier.datasets.FashionMnist;
import org.atelier.datasets.Photos;
import org.atelier.engine.Precision;
import org.atelier.gan.StridedNetworks;
import org.atelier.gan.dcgan.Dcgan;
import org.atelier.gan.dcgan.DcganOptions;
import org.atelier.image.Pictures;

/**
 * What data costs a training step: the share of its time in which it waits for a batch, and how
 * much longer it takes than with one batch that is always there (decoders need a core, too).
 */
public final class LoadingShare {
  private static final int BATCH = 64;
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 5;

  private LoadingShare() {}

  /** Runs every source. */
  public static void main(String[] args) throws IOException {
    int steps = args.length == 2 && args[0].equals("--steps") ? Integer.parseInt(args[1]) : 4;
    if (args.length != 0 && args.length != 2 || steps < 1) {
      System.err.println(
          "Usage: benchmarks/run loading [--steps N], N being the steps of each of %s rounds"
              .formatted(ROUNDS));
      System.exit(2);
    }
    System.out.printf(
        "%-46s%10s%9s%18s%n",
        "DCGAN, batch 64, one loading thread", "ms/step", "waited", "against in memory");
    measure("embedded Fashion-MNIST, 32 px, 64 filters", FashionMnist.embedded(), 32, 64, steps);
    measure("emoji, 32 px, 64 filters", Emoji.noto(), 32, 64, steps);
    measure("emoji, 64 px, 64 filters", Emoji.noto(), 64, 64, steps);
    Path folder = Files.createTempDirectory("atelier-loading");
    try {
      ImageFolder jpegs = jpegs(folder);
      measure("folder of JPEG photographs, 32 px, 64 filters", jpegs, 32, 64, steps);
      measure("folder of JPEG photographs, 64 px, 64 filters", jpegs, 64, 64, steps);
    } finally {
      delete(folder);
    }
  }

  /** The photographs as they are, each several times: an epoch has at least two batches. */
  private static ImageFolder jpegs(Path folder) throws IOException {
    PictureSource photos = Photos.embedded();
    for (int i = 0; i < photos.size(); i++) {
      Path file = folder.resolve(String.format(Locale.ROOT, "%02d-0.jpg", i));
      Pictures.write(photos.picture(i), file);
      for (int copy = 1; copy < 8; copy++) {
        Files.copy(file, folder.resolve(String.format(Locale.ROOT, "%02d-%d.jpg", i, copy)));
      }
    }
    return ImageFolder.open(folder);
  }

  /** Rounds with loading and without take turns, so that the machine's moods hit both. */
  private static void measure(String title, PictureSource source, int size, int filters, int steps)
      throws IOException {
    TrainingData<Images> data = source.images(size);
    var options =
        DcganOptions.defaults()
            .withImageSize(size)
            .withChannels(source.channels())
            .withNetworks(StridedNetworks.of(filters, filters));
    var shape = new Shape(BATCH, source.channels(), size, size);
    var values = new float[Math.toIntExact(shape.size())];
    var order = new EpochOrder(data.size(), BATCH, 0);
    try (var batches = new Prefetcher<>(data, order, 0, PrefetchOptions.defaults());
        var loading = new TrainingSteps<>(new Dcgan(options), Precision.FLOAT32, batches::next);
        var ready =
            new TrainingSteps<>(
                new Dcgan(options),
                Precision.FLOAT32,
                scope -> new Images(batch(scope, values, shape)))) {
      loading.run(WARM_UP);
      ready.run(WARM_UP);
      long waitedBefore = batches.waitedNanos();
      long withLoading = 0;
      long withoutLoading = 0;
      for (int round = 0; round < ROUNDS; round++) {
        withLoading += loading.run(steps);
        withoutLoading += ready.run(steps);
      }
      double waited = batches.waitedNanos() - waitedBefore;
      System.out.printf(
          Locale.ROOT,
          "%-46s%10.1f%8.1f%%%17.2fx%n",
          title,
          withLoading / 1e6 / ROUNDS / steps,
          100 * waited / withLoading,
          (double) withLoading / withoutLoading);
    }
  }

  private static NDArray batch(NDManager scope, float[] values, Shape shape) {
    return scope.create(values, shape);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
