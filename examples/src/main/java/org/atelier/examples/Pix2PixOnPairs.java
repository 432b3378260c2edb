package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.data.source.ImageOptions;
import org.atelier.datasets.openmoji.OpenMoji;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.nets.DropoutMode;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.UnetGenerator;
import org.atelier.translation.pix2pix.Pix2Pix;
import org.atelier.translation.pix2pix.Pix2PixOptions;

/**
 * How do I learn a translation from pairs of pictures? pix2pix learns to colour line drawings of
 * emoji; {@code pairs.png} shows drawings that it has not seen, its pictures and the true ones.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps, a folder of inputs and a
 * folder of targets of the same names.
 */
public final class Pix2PixOnPairs {
  private static final int SIZE = 64;

  private Pix2PixOnPairs() {}

  /** Runs the example. */
  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/Pix2PixOnPairs");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 1600;
    PicturePairs pairs =
        args.length > 3 ? PicturePairs.folders(Path.of(args[2]), Path.of(args[3])) : openMoji();
    var all = pairs.images(ImageOptions.defaults().withSize(SIZE));
    int[] learnt = IntStream.range(0, all.size()).filter(i -> i % 10 != 0).toArray();

    var options =
        Pix2PixOptions.defaults()
            .withGenerator(UnetGenerator.of(6).withFilters(16).withDropout(DropoutMode.NONE))
            .withDiscriminator(PatchDiscriminator.of(Normalisation.BATCH).withFilters(16))
            .withImageSize(SIZE);
    var training = TrainingOptions.defaults().withBatchSize(2).withSteps(steps);
    try (var model = new Pix2Pix(options)) {
      new TrainingLoop<>(model, all.subset(learnt), training).with(ProgressBar.onScreen()).run(run);
      var shape = PictureShape.rgb(SIZE);
      var shown = new ArrayList<Picture>();
      for (int i = 0; i < Math.min(240, all.size()); i += 10) {
        Picture input = shape.fit(pairs.pair(i).input());
        Picture target = shape.fit(pairs.pair(i).target());
        shown.addAll(List.of(input, model.translationTo("B").apply(input), target));
      }
      var grid = PictureGrid.defaults().withColumns(6);
      Pictures.write(grid.arrange(shown), run.resolve("pairs.png"));
    }
  }

  private static PicturePairs openMoji() {
    var lines = OpenMoji.black().where(item -> !item.category().equals("Flags"));
    return PicturePairs.of(lines, OpenMoji.color().where(lines.items()::contains));
  }
}
