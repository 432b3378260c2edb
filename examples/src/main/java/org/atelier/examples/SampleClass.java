package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.datasets.FashionMnist;
import org.atelier.gan.cgan.ConditionalDcgan;
import org.atelier.gan.cgan.ConditionalDcganNetworks;
import org.atelier.gan.cgan.ConditionalDcganOptions;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Pictures;
import org.atelier.model.condition.ClassLabels;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;

/**
 * How do I sample pictures of one class? A class-conditional DCGAN learns from labelled clothes,
 * unless the run exists; then it makes 64 pictures of one class, such as bags.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps, the class by its name.
 */
public final class SampleClass {
  private SampleClass() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/SampleClass");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 3000;
    String name = args.length > 2 ? args[2] : "Bag";
    int label = FashionMnist.CLASSES.indexOf(name);
    if (label < 0) {
      throw new IllegalArgumentException(
          "Expected one of %s, but got %s".formatted(FashionMnist.CLASSES, name));
    }
    if (!Files.exists(run)) {
      train(run, steps);
    }
    try (var gan = ConditionalDcgan.load(run)) {
      List<Picture> pictures = gan.sample(64, 7, label); // seed 7: the same pictures every time
      Path out = run.resolve(name.replaceAll("\\W", "-") + ".png");
      Pictures.write(PictureGrid.defaults().arrange(pictures), out);
      System.out.println("See " + out);
    }
  }

  private static void train(Path run, long steps) throws IOException {
    FashionMnist clothes = FashionMnist.embedded();
    List<Integer> labels = IntStream.range(0, clothes.size()).mapToObj(clothes::label).toList();
    var data = new ClassLabels(FashionMnist.CLASSES.size()).join(clothes.images(32), labels);
    var training = TrainingOptions.defaults().withBatchSize(32).withSteps(steps);
    try (var gan =
        new ConditionalDcgan(
            ConditionalDcganOptions.defaults().withNetworks(ConditionalDcganNetworks.of(32, 32)))) {
      new TrainingLoop<>(gan, data, training).with(ProgressBar.onScreen()).run(run);
    }
  }
}
