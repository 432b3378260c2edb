package org.atelier.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.files.NewFile;
import org.atelier.files.WriteException;

/**
 * A copy of the checkpoint with the lowest score so far, in the run's folder {@code best}, which is
 * exempt from the removal of old checkpoints. The score is saved in a file beside it, for resumed
 * runs.
 */
final class BestCheckpoint {
  static final String FOLDER = "best";
  private static final String SCORE = "score.txt";
  private static final int MAX_SCORE_BYTES = 100;

  private final Path folder;
  private double score = Double.POSITIVE_INFINITY;

  BestCheckpoint(Path run) throws IOException {
    folder = run.resolve(FOLDER);
    if (exists()) {
      score = read(folder.resolve(SCORE));
    }
  }

  private static double read(Path file) throws IOException {
    String text;
    try (var in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_SCORE_BYTES), StandardCharsets.ISO_8859_1).strip();
    }
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (Double.isNaN(value)) {
      throw new IOException(
          "%s: expected a score (a number), but got \"%s\"; delete the folder, and the next checkpoint becomes the best"
              .formatted(file, text));
    }
    return value;
  }

  boolean exists() {
    return Files.exists(folder.resolve(SCORE));
  }

  double score() {
    return score;
  }

  Checkpoint checkpoint() throws IOException {
    return Checkpoint.read(folder);
  }

  /** Copies the checkpoint if its score is lower than all earlier ones. */
  void offer(Checkpoint checkpoint, double its) throws IOException {
    if (!(its < score)) {
      return;
    }
    try {
      write(checkpoint, its);
    } catch (IOException e) {
      throw new IOException(
          "The best checkpoint could not be written to %s: %s"
              .formatted(folder, WriteException.reason(folder.resolveSibling(SCORE), e)),
          e);
    }
    score = its;
  }

  private void write(Checkpoint checkpoint, double its) throws IOException {
    Path unfinished = folder.resolveSibling(".unfinished-" + FOLDER);
    Checkpoints.deleteTree(unfinished);
    Files.createDirectory(unfinished);
    for (Path file : filesOf(checkpoint.folder())) {
      Files.copy(file, unfinished.resolve(file.getFileName().toString()));
    }
    NewFile.write(unfinished.resolve(SCORE), its + "\n");
    Checkpoints.deleteTree(folder);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
