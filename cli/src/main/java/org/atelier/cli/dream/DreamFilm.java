package org.atelier.cli.dream;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.PictureName;
import org.atelier.image.DecodedPicture;
import org.atelier.image.FrameWriter;
import org.atelier.image.Picture;
import org.atelier.image.PictureFrames;
import org.atelier.monitoring.PictureCount;
import org.atelier.translation.dream.DreamContent;
import org.atelier.translation.dream.DreamProgress;
import org.atelier.translation.dream.Film;
import org.atelier.translation.dream.Zoom;
import org.jspecify.annotations.Nullable;

/**
 * Dreams of several frames.
 *
 * @param subject what they share
 * @param out the screen
 */
record DreamFilm(DreamSubject subject, PrintWriter out) {
  private static final String GIF = ".gif";

  /** The path of several pictures; null if a name is that of one. */
  static @Nullable Path of(PictureName name) {
    if (name.isEmbedded()) {
      return null;
    }
    Path path = name.path();
    return UsageException.unless(() -> PictureFrames.isSequence(path)) ? path : null;
  }

  /** Refuses what no frames can be written to. */
  static void checkOutput(Path to) {
    if (OutputFile.endsWith(to, GIF)) {
      OutputFile.check("--out", to, List.of(GIF));
    } else if (OutputFile.PICTURES.stream()
        .anyMatch(ending -> OutputFile.endsWith(to, ending) && !to.toString().contains("%"))) {
      throw new UsageException(
          "--out expects a .gif, a folder, or names such as dream-%%04d.png for frames, but was %s"
              .formatted(to));
    }
  }

  /** Dreams of a film, frame by frame. */
  void film(Path from, double blend, Path to) throws IOException {
    PictureFrames frames = UsageException.unless(() -> PictureFrames.open(from));
    Film film = null;
    try (var count = new PictureCount("dream", frames.count(), out);
        FrameWriter writer = FrameWriter.open(to, frames.count())) {
      for (PictureFrames.Cursor cursor = frames.cursor(); cursor.hasNext(); ) {
        PictureFrames.Frame frame = cursor.next();
        DreamContent content = subject.content(frame.decoded().picture(), DreamProgress.none());
        if (film == null) {
          film = new Film(subject.dreamer(), blend, content);
        }
        Picture dreamt = film.next(content.picture());
        writer.add(new DecodedPicture(dreamt, frame.decoded().bits()), frame.delay());
        count.add(1);
      }
    }
    say(frames.count(), to);
  }

  /** Falls into the dream of a picture. */
  void zoom(Picture picture, DreamMotion motion, Path to) throws IOException {
    DreamContent content = subject.content(picture, DreamProgress.none());
    Zoom zoom = motion.zoom(content.picture().width());
    try (var count = new PictureCount("dream", zoom.frames(), out);
        FrameWriter writer = FrameWriter.open(to, zoom.frames())) {
      zoom.run(
          subject.dreamer(),
          content,
          frame -> {
            writer.add(frame, motion.delay());
            count.add(1);
          });
    }
    say(zoom.frames(), to);
  }

  private void say(int frames, Path to) {
    out.printf(Locale.ROOT, "%s: %d frames%n", to, frames);
    out.flush();
  }
}
