package org.atelier.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.atelier.files.NewFile;

/**
 * Writes pictures, one after another, as an animated GIF that loops for ever.
 *
 * <pre>{@code
 * try (var gif = new AnimatedGif(Path.of("training.gif"), Duration.ofMillis(100))) {
 *   gif.add(picture);
 * }
 * }</pre>
 *
 * <p>Every frame has a palette of its own: exact for grey and for up to 256 colours, dithered
 * beyond. Only one frame is held in memory. The file gets its name when it is closed, with the
 * frames added until then; if a frame failed, or none was added, no file remains. Not thread-safe.
 */
public final class AnimatedGif implements AutoCloseable {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int MAX_DELAY = 0xFFFF;

  private final Path path;
  private final int hundredths;
  private final NewFile file;
  private final MemoryCacheImageOutputStream output;
  private final ImageWriter writer;
  private int frames;
  private int height;
  private int width;
  private boolean failed;
  private boolean closed;

  /**
   * Begins a file.
   *
   * @param delay how long each frame is shown: 10 ms to 655 s, in steps of 10 ms; below 20 ms
   *     browsers take 100 ms instead
   * @throws PictureException if no file can be made there
   */
  public AnimatedGif(Path path, Duration delay) throws IOException {
    this.path = path;
    hundredths = hundredths(delay);
    file = PictureFile.create(path);
    output = new MemoryCacheImageOutputStream(file.stream());
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(output);
    writer.prepareWriteSequence(null);
  }

  /**
   * Adds a frame. Values beyond [-1, 1] are clamped, alpha is laid over white.
   *
   * @param picture of the same height and width as the first
   * @throws IllegalArgumentException if it is of another size or has NaN
   * @throws IllegalStateException if the animation is closed
   */
  public void add(Picture picture) throws IOException {
    add(picture, hundredths);
  }

  /**
   * Adds a frame that is shown for a time of its own: the last one, say.
   *
   * @param delay as for the constructor
   * @throws IllegalArgumentException if the delay is out of range, or the picture is of another
   *     size or has NaN
   * @throws IllegalStateException if the animation is closed
   */
  public void add(Picture picture, Duration delay) throws IOException {
    add(picture, hundredths(delay));
  }

  private void add(Picture picture, int hundredths) throws IOException {
    if (closed) {
      throw new IllegalStateException("The animation %s is closed".formatted(path));
    }
    boolean written = false;
    try {
      write(picture, hundredths);
      written = true;
    } finally {
      failed |= !written;
    }
  }

  /**
   * Ends the animation and gives the file its name.
   *
   * @throws PictureException if no frame was added, or the file cannot be written
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      if (!failed && frames > 0) {
        writer.endWriteSequence();
        output.close();
        file.commit();
      } else if (!failed) {
        throw new PictureException(
            "Cannot write %s: expected at least one picture for an animation, but got none"
                .formatted(path));
      }
    } finally {
      writer.dispose();
    }
  }

  private static int hundredths(Duration delay) {
    long rounded = (delay.toMillis() + 5) / 10;
    if (rounded < 1 || rounded > MAX_DELAY) {
      throw new IllegalArgumentException(
          "The delay must be from 10 ms to 655 s, but was %s ms".formatted(delay.toMillis()));
    }
    return (int) rounded;
  }

  private void write(Picture picture, int hundredths) throws IOException {
    if (frames == 0) {
      height = picture.height();
      width = picture.width();
    } else if (picture.height() != height || picture.width() != width) {
      throw new IllegalArgumentException(
          "Expected frames of %s×%s pixels like the first, but number %s has %s×%s; resize it first"
              .formatted(height, width, frames, picture.height(), picture.width()));
    }
    var image = quantise(picture.toRgb());
    writer.writeToSequence(new IIOImage(image, null, metadata(image, hundredths)), null);
    // The stream remembers all that is not flushed.
    output.flushBefore(output.getStreamPosition());
    frames++;
  }

  private static BufferedImage quantise(Picture rgb) {
    int width = rgb.width();
    var pixels = new int[rgb.height() * width];
    for (int i = 0; i < pixels.length; i++) {
      for (int c = 0; c < 3; c++) {
        pixels[i] = pixels[i] << 8 | PictureWriter.sample(rgb, c, i / width, i % width, 8);
      }
    }
    var palette = Palette.of(pixels);
    var indices = palette.indices(pixels, width);
    var raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(indices, indices.length),
            width,
            rgb.height(),
            width,
            1,
            new int[1],
            null);
    return new BufferedImage(palette.colorModel(), raster, false, null);
  }

  private IIOMetadata metadata(BufferedImage image, int hundredths) throws IOException {
    var metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
    var root = new IIOMetadataNode(FORMAT);
    var control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    root.appendChild(colourTable((IndexColorModel) image.getColorModel()));
    root.appendChild(control);
    if (frames == 0) {
      var loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // sub-block 1, and 0 rounds: for ever
      var extensions = new IIOMetadataNode("ApplicationExtensions");
      extensions.appendChild(loop);
      root.appendChild(extensions);
    }
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  /** Named here because the encoder would otherwise show every frame in its own default colours. */
  private static IIOMetadataNode colourTable(IndexColorModel palette) {
    var table = new IIOMetadataNode("LocalColorTable");
    table.setAttribute("sizeOfLocalColorTable", Integer.toString(palette.getMapSize()));
    table.setAttribute("sortFlag", "FALSE");
    for (int i = 0; i < palette.getMapSize(); i++) {
      var entry = new IIOMetadataNode("ColorTableEntry");
      entry.setAttribute("index", Integer.toString(i));
      entry.setAttribute("red", Integer.toString(palette.getRed(i)));
      entry.setAttribute("green", Integer.toString(palette.getGreen(i)));
      entry.setAttribute("blue", Integer.toString(palette.getBlue(i)));
      table.appendChild(entry);
    }
    return table;
  }
}
