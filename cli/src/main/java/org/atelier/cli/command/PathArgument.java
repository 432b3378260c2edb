package org.atelier.cli.command;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads paths of the command line. */
public final class PathArgument implements ITypeConverter<Path> {
  /**
   * The path of this name.
   *
   * @throws UsageException if the platform, or the locale's encoding, has no such name
   */
  public static Path of(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(sentence(text, e));
    }
  }

  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expects a path, but was empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(sentence(text, e));
    }
  }

  private static String sentence(String text, InvalidPathException e) {
    String encoding = System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    return ascii || encoding.equals("UTF-8")
        ? "%s cannot be the name of a file here: %s".formatted(text, e.getReason())
        : "%s cannot be the name of a file, since Java runs in a locale of the encoding %s; set one of UTF-8, such as LC_ALL=C.UTF-8"
            .formatted(text, encoding);
  }
}
