package org.atelier.cli.train;

import static org.atelier.cli.command.Given.given;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atelier.cli.command.Range;
import org.atelier.cli.data.TrainingPictures;
import org.atelier.image.PictureShape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a model that generates pictures: their size and channels. */
public final class PictureOptions {
  @Option(
      names = "--image-size",
      paramLabel = "N|HxW",
      converter = SizeConverter.class,
      description =
          "Size of the pictures in pixels: their side, or height x width, such as 48x64"
              + " (default: ${bundle:default.picture.height}x${bundle:default.picture.width}).")
  private @Nullable Size size;

  @Range(only = {1, 3})
  @Option(
      names = "--channels",
      paramLabel = "1|3",
      description = "Channels of the pictures: 1 for grey, 3 for RGB (default: those of the data).")
  private @Nullable Integer channels;

  /** A value of {@code --image-size}. */
  private record Size(int height, int width) {}

  private static final class SizeConverter implements ITypeConverter<Size> {
    private static final int LEAST = 4;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:[x×](\\d{1,9}))?");

    @Override
    public Size convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException(
            "expected a number, or height x width such as 48x64, but was '" + value + "'");
      }
      int height = Integer.parseInt(form.group(1));
      int width = form.group(2) == null ? height : Integer.parseInt(form.group(2));
      if (Math.min(height, width) < LEAST) {
        throw new TypeConversionException(
            "expected at least " + LEAST + " pixels, but was '" + value + "'");
      }
      return new Size(height, width);
    }
  }

  /** The shape with the size and channels that were given. */
  public PictureShape applyTo(PictureShape base) {
    return new PictureShape(
        given(channels, base.channels()),
        size == null ? base.height() : size.height(),
        size == null ? base.width() : size.width());
  }

  /** The given number of channels, or null. */
  @Nullable Integer channels() {
    return channels;
  }

  /**
   * The shape with the channels of the data, unless others were given.
   *
   * @throws IOException if a picture cannot be read
   */
  PictureShape fit(PictureShape shape, TrainingPictures pictures) throws IOException {
    return channels != null
        ? shape
        : new PictureShape(pictures.channels(), shape.height(), shape.width());
  }

  /** Describes a shape for messages, width first, such as {@code 28×28 grey}. */
  public static String describe(PictureShape shape) {
    return "%s×%s %s"
        .formatted(shape.width(), shape.height(), shape.channels() == 1 ? "grey" : "RGB");
  }
}
