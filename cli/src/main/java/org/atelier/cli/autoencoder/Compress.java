package org.atelier.cli.autoencoder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.OutputFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.data.Pixels;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.files.NewFile;
import org.atelier.image.Picture;
import org.atelier.image.PictureShape;
import org.atelier.image.Pictures;
import org.atelier.image.WriteOptions;
import org.atelier.model.capability.Compressing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compresses a picture: {@code ./atelier compress}. */
@Command(
    name = "compress",
    description =
        "Compresses a picture to the codes of a VQ-VAE, and compares size and PSNR with JPEG."
            + " Only the same model can decompress the file.")
public final class Compress extends ModelCommand {
  /** The file-name extension of compressed pictures. */
  static final String ENDING = ".avq";

  /** Number of JPEG qualities, which are tried from the best on. */
  private static final int QUALITIES = 40;

  @Parameters(
      paramLabel = "PICTURE",
      description = "Picture to compress; of the model's size, unless --fit is given.")
  private @Nullable Path picture;

  @Option(names = "--fit", description = "Centre-crop and scale the picture to the model's size.")
  private boolean fit;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Output file, " + ENDING + " (default: the picture's name with this extension).")
  private @Nullable Path out;

  /**
   * A JPEG of the picture.
   *
   * @param decibels its PSNR
   */
  private record Jpeg(int bytes, double decibels) {}

  private Path out() {
    if (out != null) {
      return out;
    }
    String name = String.valueOf(Objects.requireNonNull(picture).getFileName());
    return Path.of(name.replaceFirst("\\.[^.]*$", "") + ENDING);
  }

  @Override
  protected void check() {
    Inputs.file("PICTURE", "a picture", Objects.requireNonNull(picture));
    OutputFile.check("--out", out(), List.of(ENDING));
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    var model =
        trained.require(Compressing.class, "a model that compresses pictures, such as a vq-vae");
    Path file = Objects.requireNonNull(picture);
    Picture read = UsageException.unless(() -> Pictures.read(file));
    Picture wanted =
        fit ? PictureShape.of(model.pictureShape()).fit(read) : exact(read, model, file);
    byte[] bytes = model.compress(wanted);
    Path written = out();
    try (var whole = new NewFile(written)) {
      whole.stream().write(bytes);
      whole.commit();
    }
    long pixels = (long) wanted.height() * wanted.width();
    double own = decibels(wanted, model.decompress(bytes));
    screen.printf(
        Locale.ROOT,
        "%d bytes, %.3f bits per pixel, PSNR %.2f dB, by %s: %s%n",
        bytes.length,
        8.0 * bytes.length / pixels,
        own,
        trained.title(),
        written);
    Jpeg jpeg = jpegOf(wanted, bytes.length);
    screen.printf(
        Locale.ROOT,
        "%s has %d bytes, %.3f bits per pixel, and PSNR %.2f dB.%n",
        jpeg.bytes() > bytes.length ? "JPEG cannot be as small: its smallest" : "JPEG of that size",
        jpeg.bytes(),
        8.0 * jpeg.bytes() / pixels,
        jpeg.decibels());
  }

  private static Picture exact(Picture read, Compressing model, Path file) {
    PictureShape shape = PictureShape.of(model.pictureShape());
    if (read.height() != shape.height() || read.width() != shape.width()) {
      throw new UsageException(
          "Expected a picture of %s×%s pixels, the model's size, but %s has %s×%s; --fit crops and scales it"
              .formatted(shape.width(), shape.height(), file, read.width(), read.height()));
    }
    return read.withChannels(shape.channels());
  }

  private static double decibels(Picture wanted, Picture made) {
    return Pixels.decibels(Pixels.meanSquare(wanted, made));
  }

  /**
   * The JPEG of the highest quality with at most {@code most} bytes, or the smallest if there is
   * none.
   */
  private static Jpeg jpegOf(Picture picture, int most) throws IOException {
    Path file = Files.createTempFile("atelier", ".jpg");
    try {
      Jpeg jpeg = null;
      for (int i = QUALITIES; i >= 0 && (jpeg == null || jpeg.bytes() > most); i--) {
        var options = WriteOptions.defaults().withJpegQuality((float) i / QUALITIES);
        Pictures.write(picture, file, options);
        byte[] bytes = Files.readAllBytes(file);
        Picture read = Pictures.read(new ByteArrayInputStream(bytes), "JPEG");
        Picture same = read.withChannels(picture.channels());
        jpeg = new Jpeg(bytes.length, decibels(picture, same));
      }
      return Objects.requireNonNull(jpeg);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
