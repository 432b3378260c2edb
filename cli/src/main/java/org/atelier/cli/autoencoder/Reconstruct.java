package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.PictureFile;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.ShownPictures;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.model.capability.Reconstructing;
import org.atelier.monitoring.SampleGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reconstructs pictures with an auto-encoder: {@code ./atelier reconstruct}. */
@Command(
    name = "reconstruct",
    description =
        "Reconstructs pictures with an auto-encoder: draws each above its reconstruction, and"
            + " prints their mean PSNR.")
public final class Reconstruct extends ModelCommand {
  private static final int COLUMNS = 10;

  @Mixin private final ShownPictures shown = new ShownPictures();

  @Mixin private final PictureFile out = new PictureFile("reconstructions.png");

  @Override
  protected void check() {
    out.check();
    shown.check(out);
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    var model = trained.require(Reconstructing.class, "an auto-encoder");
    ShownPictures.Shown given = shown.of(trained, model.pictureShape());
    List<Picture> made = model.reconstruct(given.pictures(), given.conditions());
    out.write(inRows(List.of(given.pictures(), made)));
    screen.printf(
        Locale.ROOT,
        "%d pictures by %s, PSNR %.2f dB on average: %s%n",
        made.size(),
        trained.title(),
        Pixels.decibels(given.pictures(), made),
        out);
  }

  /**
   * Arranges the n-th pictures of all lists in a column, in up to ten columns side by side; further
   * columns follow below.
   */
  static Picture inRows(List<List<Picture>> rows) {
    int count = rows.get(0).size();
    int columns = Math.min(count, COLUMNS);
    // Incomplete rows are filled up, so that columns stay aligned.
    Picture first = rows.get(0).get(0);
    var blank = new float[first.values().length];
    Arrays.fill(blank, 1);
    var empty = new Picture(first.channels(), first.height(), first.width(), blank);
    var all = new ArrayList<Picture>();
    for (int from = 0; from < count; from += columns) {
      for (List<Picture> row : rows) {
        for (int i = from; i < from + columns; i++) {
          all.add(i < count ? row.get(i) : empty);
        }
      }
    }
    return PictureGrid.defaults()
        .withColumns(columns)
        .withLeastSize(SampleGrid.LEAST_SIZE)
        .arrange(all);
  }
}
