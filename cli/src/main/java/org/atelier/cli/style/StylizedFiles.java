package org.atelier.cli.style;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.cli.pictures.FolderTask;
import org.atelier.image.DecodedPicture;
import org.atelier.image.FrameWriter;
import org.atelier.image.Picture;
import org.atelier.image.PictureFrames;
import org.atelier.monitoring.PictureCount;
import org.atelier.translation.style.StyleContent;

/** What is restyled: one picture, a folder of pictures, or a film. */
sealed interface StylizedFiles {
  /** Ending of animations. */
  String GIF = ".gif";

  /**
   * Restyles all.
   *
   * @return the number of pictures that failed
   */
  int run(Restyling restyling, PrintWriter out, PrintWriter err) throws IOException;

  /**
   * Checks input and output.
   *
   * @param film whether a folder's pictures are the frames of a film
   * @param others what else is read: styles and masks, which are not overwritten either
   * @throws UsageException if the output does not suit the input
   */
  static StylizedFiles plan(PictureName content, Path to, boolean film, List<Path> others) {
    others.forEach(other -> OutputFile.requireNotInput("--out", to, other));
    if (content.isEmbedded()) {
      OutputFile.check("--out", to, OutputFile.PICTURES);
      return new One(content, to);
    }
    Path from = content.path();
    boolean sequence = UsageException.unless(() -> PictureFrames.isSequence(from));
    if (Files.isDirectory(from) && !film) {
      var words = new FolderTask.Words("stylize", "restyled", "--out", "--size");
      return new Folder(from, FolderTask.plan(words, from, to, others));
    }
    if (sequence) {
      checkFrames(from, to);
      return new Film(from, to, UsageException.unless(() -> PictureFrames.open(from)));
    }
    OutputFile.check("--out", to, OutputFile.PICTURES);
    OutputFile.requireNotInput("--out", to, from);
    return new One(content, to);
  }

  /** Refuses what frames cannot be written to, or where they would replace those that are read. */
  private static void checkFrames(Path from, Path to) {
    boolean numbered = to.toString().contains("%");
    if (OutputFile.endsWith(to, GIF)) {
      OutputFile.check("--out", to, List.of(GIF));
    } else if (Files.isRegularFile(to)
        || !numbered
            && OutputFile.PICTURES.stream().anyMatch(ending -> OutputFile.endsWith(to, ending))) {
      throw new UsageException(
          "--out expects a .gif, a folder, or names such as painted-%%04d.png for the frames of %s, but was %s"
              .formatted(from, to));
    }
    OutputFile.requireNotInput("--out", to, from);
    Path frames = Files.isRegularFile(from) ? null : folderOf(from);
    if (frames != null
        && OutputFile.real(numbered ? folderOf(to) : to).equals(OutputFile.real(frames))) {
      throw new UsageException(
          "--out expects another folder than %s, whose frames it would mix with; choose another one"
              .formatted(frames));
    }
  }

  private static Path folderOf(Path frames) {
    Path parent = frames.toAbsolutePath().getParent();
    return Files.isDirectory(frames) || parent == null ? frames : parent;
  }

  /** One picture. */
  record One(PictureName from, Path to) implements StylizedFiles {
    @Override
    public int run(Restyling restyling, PrintWriter out, PrintWriter err) throws IOException {
      restyling.file(from, to, true);
      out.printf("%s to %s%n", from, to);
      return 0;
    }
  }

  /** The pictures of a folder, each by itself. */
  record Folder(Path from, FolderTask task) implements StylizedFiles {
    @Override
    public int run(Restyling restyling, PrintWriter out, PrintWriter err) throws IOException {
      return task.run(
          (picture, target) -> restyling.file(new PictureName(picture.toString()), target, false),
          out,
          err);
    }
  }

  /** The frames of a film, each of which follows the one before. */
  record Film(Path from, Path to, PictureFrames frames) implements StylizedFiles {
    @Override
    public int run(Restyling restyling, PrintWriter out, PrintWriter err) throws IOException {
      StyleContent.Previous previous = null;
      try (var bar = new PictureCount("frame", frames.count(), out);
          FrameWriter writer = FrameWriter.open(to, frames.count())) {
        for (PictureFrames.Cursor cursor = frames.cursor(); cursor.hasNext(); ) {
          PictureFrames.Frame frame = cursor.next();
          Picture content = frame.decoded().picture();
          Picture made = restyling.frame(content, previous);
          previous = new StyleContent.Previous(restyling.scaled(content.toRgb()), made.toRgb());
          writer.add(new DecodedPicture(made, frame.decoded().bits()), frame.delay());
          bar.add(1);
        }
      }
      out.printf(Locale.ROOT, "%d frames of %s to %s%n", frames.count(), from, to);
      return 0;
    }
  }
}
