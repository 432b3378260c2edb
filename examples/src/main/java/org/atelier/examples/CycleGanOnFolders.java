package org.atelier.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.source.ImageFolder;
import org.atelier.datasets.Faces;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.monitoring.ProgressBar;
import org.atelier.train.TrainingLoop;
import org.atelier.train.TrainingOptions;
import org.atelier.translation.Domains;
import org.atelier.translation.cyclegan.CycleGan;
import org.atelier.translation.cyclegan.CycleGanOptions;
import org.atelier.translation.nets.Normalisation;
import org.atelier.translation.nets.PatchDiscriminator;
import org.atelier.translation.nets.ResnetGenerator;
import org.atelier.translation.nets.Upsampling;

/**
 * How do I learn a translation between two folders without pairs? CycleGAN learns to make dark hair
 * light and light hair dark; {@code translated.png} shows faces and their translations, both ways.
 *
 * <p>Arguments, all optional: the run's folder, the number of steps, the two folders.
 */
public final class CycleGanOnFolders {
  private static final int SIZE = 32;

  private CycleGanOnFolders() {}

  public static void main(String... args) throws IOException {
    Path run = Path.of(args.length > 0 ? args[0] : "runs/CycleGanOnFolders");
    long steps = args.length > 1 ? Long.parseLong(args[1]) : 2000;
    boolean own = args.length > 3;
    var a = ImageFolder.open(own ? Path.of(args[2]) : hair(false, run.resolveSibling("dark")));
    var b = ImageFolder.open(own ? Path.of(args[3]) : hair(true, run.resolveSibling("light")));
    var options =
        CycleGanOptions.defaults()
            .withDomains(Domains.rgb(SIZE))
            .withGenerator(ResnetGenerator.of(3).withFilters(24).withUpsampling(Upsampling.RESIZE))
            .withDiscriminator(
                PatchDiscriminator.of(Normalisation.INSTANCE).withFilters(32).withLayers(2));
    var training = TrainingOptions.defaults().withBatchSize(1).withSteps(steps);
    try (var model = new CycleGan(options)) {
      new TrainingLoop<>(model, UnpairedImages.of(a.images(SIZE), b.images(SIZE)), training)
          .with(ProgressBar.onScreen())
          .run(run);
      var shown = new ArrayList<Picture>();
      for (int i = 0; i < 24; i++) {
        Picture x = PictureShape.rgb(SIZE).fit(a.picture(i % a.size()));
        Picture y = PictureShape.rgb(SIZE).fit(b.picture(i % b.size()));
        shown.addAll(List.of(x, model.translationTo("B").apply(x)));
        shown.addAll(List.of(y, model.translationTo("A").apply(y)));
      }
      var grid = PictureGrid.defaults().withColumns(8);
      Pictures.write(grid.arrange(shown), run.resolve("translated.png"));
    }
  }

  private static Path hair(boolean light, Path folder) throws IOException {
    Faces faces = Faces.embedded().train();
    return EmbeddedFolder.write(
        faces.filter(i -> faces.has(i, Faces.Attribute.LIGHT_HAIR) == light), folder);
  }
}
