package org.atelier.cli.autoencoder;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.atelier.cli.command.Inputs;
import org.atelier.cli.command.PictureFile;
import org.atelier.cli.command.UsageException;
import org.atelier.cli.model.ModelCommand;
import org.atelier.cli.model.TrainedModel;
import org.atelier.image.Picture;
import org.atelier.model.capability.Compressing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decompresses a picture: {@code ./atelier decompress}. */
@Command(
    name = "decompress",
    description = "Decompresses a file of ./atelier compress with the model that wrote it.")
public final class Decompress extends ModelCommand {
  private static final long MOST_BYTES = 1L << 24;

  @Parameters(paramLabel = "FILE", description = "File that ./atelier compress has written.")
  private @Nullable Path file;

  @Mixin private final PictureFile out = new PictureFile("decompressed.png");

  @Override
  protected void check() {
    out.check();
    Inputs.file("FILE", "a file of ./atelier compress", Objects.requireNonNull(file));
  }

  @Override
  protected void use(TrainedModel trained, PrintWriter screen) throws IOException {
    var model =
        trained.require(Compressing.class, "a model that compresses pictures, such as a vq-vae");
    Path given = Objects.requireNonNull(file);
    if (Files.size(given) > MOST_BYTES) {
      throw new UsageException(
          "%s is too large for a compressed picture; give a file that ./atelier compress has written"
              .formatted(given));
    }
    byte[] bytes = Files.readAllBytes(given);
    Picture picture = UsageException.unless(() -> model.decompress(bytes));
    out.write(picture);
    screen.printf(Locale.ROOT, "%d bytes by %s: %s%n", bytes.length, trained.title(), out);
  }
}
