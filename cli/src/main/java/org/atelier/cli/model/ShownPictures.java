package org.atelier.cli.model;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PictureFile;
import org.atelier.cli.command.Range;
import org.atelier.cli.command.UsageException;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.model.condition.Conditions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The input pictures of a command: files, or some of a data set. */
public final class ShownPictures {
  private static final int COUNT = 10;
  private static final int MOST = 1000;

  @Parameters(
      arity = "0..*",
      paramLabel = "PICTURE",
      description =
          "Picture files, centre-cropped and scaled to the model's size (default: some of the"
              + " run's data, held-out pictures if there are any).")
  private List<Path> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "SET|FOLDER",
      description = "Data set or folder to take the pictures from (default: the run's data).")
  private @Nullable String data;

  @Range(from = 1, to = MOST)
  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of pictures of the data (default: " + COUNT + ").")
  private @Nullable Integer count;

  @Option(
      names = "--class",
      paramLabel = "NAME|N",
      description = "Class of the picture files, for a class-conditional model.")
  private @Nullable String className;

  /**
   * Input pictures with their conditioning inputs.
   *
   * @param pictures the pictures, in the model's shape
   */
  public record Shown(List<Picture> pictures, Conditions conditions) {}

  /**
   * Refuses options that exclude each other, and an output that is one of the inputs.
   *
   * @param out the output of the command
   */
  public void check(PictureFile out) {
    for (Path file : files) {
      Inputs.file("PICTURE", "a picture", file);
    }
    out.requireNotInput(files);
    if (!files.isEmpty() && (data != null || count != null)) {
      throw new UsageException(
          "Expected files, or --data and --count, but got both; leave one of them out");
    }
    if (files.isEmpty() && className != null) {
      throw new UsageException(
          "--class applies to picture files, but those of a data set have labels; leave it out");
    }
  }

  /** The pictures for a model of this shape (C, H, W). */
  public Shown of(TrainedModel trained, Shape shape) throws IOException {
    if (files.isEmpty()) {
      RunData from = RunData.of(trained, data);
      int[] all = from.evaluationIndices();
      int[] first = Arrays.copyOf(all, Math.min(all.length, count == null ? COUNT : count));
      return new Shown(from.some(shape, first), from.conditions(trained, first));
    }
    var read = new ArrayList<Picture>();
    for (Path file : files) {
      read.add(PictureShape.of(shape).fit(UsageException.unless(() -> Pictures.read(file))));
    }
    Integer label = trained.label(className);
    boolean plain = trained.classes().isEmpty();
    return new Shown(read, plain ? Conditions.none() : trained.conditions(label));
  }
}
