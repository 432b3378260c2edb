package org.atelier.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import picocli.CommandLine.Option;

/** The option of commands that write one picture. */
public final class PictureFile {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Output picture (default: ${DEFAULT-VALUE}); .png, .jpg or .tif.")
  private Path out;

  /**
   * A picture's file.
   *
   * @param name of the file unless another is given
   */
  public PictureFile(String name) {
    this.out = Path.of(name);
  }

  /** Refuses a name that could not be written to. */
  public void check() {
    OutputFile.check("--out", out, OutputFile.PICTURES);
  }

  /** Refuses to overwrite one of the inputs. */
  public void requireNotInput(List<Path> inputs) {
    OutputFile.requireNotInput("--out", out, inputs.toArray(Path[]::new));
  }

  /** Writes the picture; a file of this name is replaced. */
  public void write(Picture picture) throws IOException {
    Pictures.write(picture, out);
  }

  /** The file's name. */
  @Override
  public String toString() {
    return out.toString();
  }
}
