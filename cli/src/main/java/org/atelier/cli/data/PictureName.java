package org.atelier.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PathArgument;
import org.atelier.cli.command.UsageException;
import org.atelier.datasets.Gallery;
import org.atelier.datasets.Paintings;
import org.atelier.datasets.Photos;
import org.atelier.image.DecodedPicture;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import picocli.CommandLine.ITypeConverter;

/**
 * A picture as a command's argument names it: the path of a file, or {@code embedded:NAME}, one of
 * the embedded photographs and paintings.
 *
 * @param text what was typed
 */
public record PictureName(String text) {
  /** The explanation in help. */
  public static final String RULE =
      "A file, or embedded:NAME for one of the embedded photographs and paintings (./atelier list).";

  /** Reads what was typed; the picture need not exist. */
  public static final class Converter implements ITypeConverter<PictureName> {
    @Override
    public PictureName convert(String text) {
      if (!text.startsWith(DataName.PREFIX)) {
        new PathArgument().convert(text);
      }
      return new PictureName(text);
    }
  }

  /** Returns the galleries of embedded pictures, photographs first. */
  public static List<Gallery> galleries() {
    return List.of(Photos.embedded(), Paintings.embedded());
  }

  /** Returns whether this is one of the embedded pictures. */
  public boolean isEmbedded() {
    return text.startsWith(DataName.PREFIX);
  }

  /** Returns the path of what is not embedded. */
  public Path path() {
    return PathArgument.of(text);
  }

  /** Returns whether this is a folder. */
  public boolean isFolder() {
    return !isEmbedded() && Files.isDirectory(path());
  }

  /**
   * Refuses a name that no picture has, before anything is computed.
   *
   * @param option its name in messages, such as {@code --style}
   */
  public void check(String option) {
    if (!isEmbedded()) {
      Inputs.file(option, "a picture", path());
    } else if (galleries().stream().noneMatch(gallery -> gallery.names().contains(name()))) {
      var names = new ArrayList<String>();
      galleries().forEach(gallery -> names.addAll(gallery.names()));
      throw new UsageException(
          "%s expects a file, or embedded: and one of %s, but was %s"
              .formatted(option, String.join(", ", names), text));
    }
  }

  private String name() {
    return text.substring(DataName.PREFIX.length());
  }

  /**
   * Reads the picture with the bit depth of its file.
   *
   * @throws IOException if it cannot be read
   */
  public DecodedPicture read() throws IOException {
    if (!isEmbedded()) {
      return Pictures.decode(path());
    }
    for (Gallery gallery : galleries()) {
      if (gallery.names().contains(name())) {
        return new DecodedPicture(gallery.picture(name()), 8);
      }
    }
    throw new UsageException("There is no embedded picture " + name());
  }

  /**
   * Checks and reads the picture.
   *
   * @param option its name in messages, such as {@code --guide}
   */
  public Picture picture(String option) {
    check(option);
    try {
      return read().picture();
    } catch (IOException e) {
      throw new UsageException("%s expects a picture, but %s".formatted(option, e.getMessage()), e);
    }
  }

  /** Returns what was typed. */
  @Override
  public String toString() {
    return text;
  }
}
