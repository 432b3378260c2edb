package org.atelier.cli.train.translation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.atelier.cli.translate.SoundTranslation;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.image.Resizer;
import org.atelier.monitoring.SampleGrid;
import org.atelier.sound.Sound;
import org.atelier.sound.Wav;
import org.atelier.train.LoopListener;
import org.atelier.train.RunStatus;
import org.atelier.train.StepReport;
import org.atelier.train.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Writes grids and sounds of a translation during training. The rows of a grid, from above:
 * spectrograms of sounds, their translations to pictures, and the translations of these back to
 * spectrograms; then pictures, the spectrograms of their translations to sounds, and the
 * translations of these back to pictures. The sounds of the first pictures are written as {@code
 * sounds/step-NNNNNN-NAME.wav}.
 */
public final class SoundGrid implements LoopListener {
  /** The folder of the sounds in the run's folder. */
  static final String FOLDER = "sounds";

  private static final int COLUMNS = 8;
  private static final int WRITTEN = 4;
  private static final int LONGEST_NAME = 40;

  private final SoundTranslation translation;
  private final SampleGrid grids;
  private final List<Picture> spectrograms;
  private final List<Picture> pictures;
  private final List<String> names;

  /** The sounds of the latest grid. */
  private final List<Sound> sounds = new ArrayList<>();

  private @Nullable TrainingRun run;
  private final int every;

  SoundGrid(SoundTranslation translation, SoundsAndPictures source, int every) throws IOException {
    this.translation = translation;
    this.every = every;
    spectrograms = source.someSpectrograms(COLUMNS);
    pictures = source.somePictures(COLUMNS, translation);
    names = source.pictureNames(COLUMNS).stream().map(SoundGrid::fileName).toList();
    grids = new SampleGrid(this::draw, every);
  }

  /** {@code "GRINNING FACE (noto)"} as {@code grinning-face-noto}. */
  private static String fileName(String name) {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
  }

  private Picture draw() {
    List<Picture> made = translation.toPictures(spectrograms);
    List<Picture> madeSounds = translation.toSpectrograms(pictures);
    sounds.clear();
    for (int i = 0; i < madeSounds.size(); i++) {
      sounds.add(translation.sound(madeSounds.get(i), i));
    }
    List<Picture> synthesised = sounds.stream().map(translation.logMel()::picture).toList();
    var cells = new ArrayList<Picture>();
    addRow(cells, spectrograms);
    addRow(cells, made);
    addRow(cells, translation.toSpectrograms(made));
    addRow(cells, pictures);
    addRow(cells, synthesised);
    addRow(cells, translation.toPictures(synthesised));
    return PictureGrid.defaults().withColumns(COLUMNS).arrange(cells);
  }

  /** Adds a row of squares of one size; a short row is filled up with white. */
  private void addRow(List<Picture> cells, List<Picture> row) {
    int size =
        Math.max(
            SampleGrid.LEAST_SIZE,
            Math.max(
                Math.max(spectrograms.get(0).height(), spectrograms.get(0).width()),
                Math.max(pictures.get(0).height(), pictures.get(0).width())));
    for (Picture picture : row) {
      cells.add(Resizer.BILINEAR.resize(picture, size, size).clamped());
    }
    for (int i = row.size(); i < COLUMNS; i++) {
      var white = new float[size * size];
      Arrays.fill(white, 1);
      cells.add(new Picture(1, size, size, white));
    }
  }

  @Override
  public void onStart(TrainingRun run) throws IOException {
    this.run = run;
    Files.createDirectories(folder());
    NewFile.removeLeftovers(folder());
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        if (step(file) > run.firstStep()) {
          Files.delete(file);
        }
      }
    }
    grids.onStart(run);
    if (run.firstStep() == 0) {
      write(0);
    }
  }

  @Override
  public void onStep(StepReport report) throws IOException {
    grids.onStep(report);
    if (report.stepsDone() % every == 0) {
      write(report.stepsDone());
    }
  }

  @Override
  public void onEnd(Outcome outcome) throws IOException {
    grids.onEnd(outcome);
    // The grids have drawn the last step if it was not due.
    if (outcome.status() != RunStatus.FAILED && outcome.steps() % every != 0) {
      write(outcome.steps());
    }
  }

  private void write(long step) throws IOException {
    for (int i = 0; i < Math.min(WRITTEN, sounds.size()); i++) {
      String name = String.format(Locale.ROOT, "step-%06d-%s.wav", step, names.get(i));
      Wav.write(sounds.get(i), folder().resolve(name));
    }
  }

  /** The step in a file's name, or -1 for other files. */
  private static long step(Path file) {
    String name = file.getFileName().toString();
    return name.matches("step-\\d{6,18}-.*\\.wav")
        ? Long.parseLong(name.substring(5, name.indexOf('-', 5)))
        : -1;
  }

  private Path folder() {
    return Objects.requireNonNull(run, "onStart comes first").folder().resolve(FOLDER);
  }
}
