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
 * Writes pictures as the frames of an animated GIF that loops forever.
 *
 * <pre>{@code
 * try (var gif = new AnimatedGif(Path.of("training.gif"), Duration.ofMillis(100))) {
 *   gif.add(picture);
 * }
 * }</pre>
 *
 * <p>Each frame has its own palette: exact for grey and for up to 256 colours, otherwise a median
 * cut with dithering. Only one frame is held in memory. The file appears under its name when the
 * animation is closed, with the frames added so far; if a frame failed or none was added, no file
 * is left. Not thread-safe.
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
   * Creates an animation, written to {@code path} when it is closed.
   *
   * @param delay how long each frame is shown: 10 ms to 655 s, in steps of 10 ms; below 20 ms
   *     browsers take 100 ms instead
   * @throws PictureException if the file cannot be created
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
   * Appends a frame. Values outside [-1, 1] are clamped; alpha is composited on white.
   *
   * @param picture of the same height and width as the first frame
   * @throws IllegalArgumentException if the picture has another size or contains NaN
   * @throws IllegalStateException if the animation is closed
   */
  public void add(Picture picture) throws IOException {
    add(picture, hundredths);
  }

  /**
   * Appends a frame with its own delay, for example to show the last one longer.
   *
   * @param delay as for the constructor
   * @throws IllegalArgumentException if the delay is out of range, or the picture has another size
   *     or contains NaN
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
   * Finishes the animation and moves the file to its name.
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
            "Cannot write %s: expected at least one frame, but the animation has none"
                .formatted(path));
      }
    } finally {
      writer.dispose();
    }
  }

  /** Leaves no file when it is closed. */
  void discard() {
    failed = true;
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
    // The stream buffers everything that is not flushed.
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

  /** Returns the local colour table; without it the encoder writes its default palette. */
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
