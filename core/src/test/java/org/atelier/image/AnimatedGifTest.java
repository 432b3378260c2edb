package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {
  private static final Duration DELAY = Duration.ofMillis(120);

  @TempDir Path folder;

  @Test
  void grey_frames_come_back_exactly_with_delay_and_loop() throws IOException {
    var path = folder.resolve("a.gif");
    var values = new float[256];
    for (int i = 0; i < 256; i++) {
      values[i] = i / 127.5f - 1;
    }
    try (var gif = new AnimatedGif(path, DELAY)) {
      gif.add(new Picture(1, 16, 16, values));
      gif.add(new Picture(1, 16, 16, new float[256]));
    }

    var frames = frames(path);

    assertThat(frames).hasSize(2);
    for (int i = 0; i < 256; i++) {
      assertThat(frames.get(0).getRGB(i % 16, i / 16) & 0xFFFFFF).isEqualTo(i * 0x10101);
      assertThat(frames.get(1).getRGB(i % 16, i / 16) & 0xFFFFFF).isEqualTo(0x808080);
    }
    assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
        .contains("NETSCAPE2.0\3\1\0\0\0");
    assertThat(Pictures.read(path).values()).isEqualTo(values);
  }

  @Test
  void frame_may_have_a_delay_of_its_own() throws IOException {
    var path = folder.resolve("a.gif");
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (var gif = new AnimatedGif(path, DELAY)) {
      gif.add(new Picture(1, 1, 1, new float[1]));
      gif.add(new Picture(1, 1, 1, new float[1]), Duration.ofSeconds(2));
    }

    try (var in = new FileImageInputStream(path.toFile())) {
      reader.setInput(in);
      var root = reader.getImageMetadata(1).getAsTree("javax_imageio_gif_image_1.0");
      var control =
          (IIOMetadataNode)
              ((IIOMetadataNode) root).getElementsByTagName("GraphicControlExtension").item(0);
      assertThat(control.getAttribute("delayTime")).isEqualTo("200");
    } finally {
      reader.dispose();
    }
  }

  @Test
  void frames_of_up_to_256_colours_come_back_exactly() throws IOException {
    for (int colours : new int[] {1, 2, 3, 5, 129, 256}) {
      var random = new Random(colours);
      var palette = random.ints(colours, 0, 1 << 24).toArray();
      var pixels = random.ints(40 * 30, 0, colours).map(i -> palette[i]).toArray();
      var path = folder.resolve(colours + ".gif");
      try (var gif = new AnimatedGif(path, DELAY)) {
        gif.add(picture(pixels, 40));
      }

      var frame = frames(path).get(0);

      for (int i = 0; i < pixels.length; i++) {
        assertThat(frame.getRGB(i % 40, i / 40) & 0xFFFFFF).isEqualTo(pixels[i]);
      }
    }
  }

  @Test
  void smooth_colours_are_kept_on_average() throws IOException {
    int size = 96;
    var pixels = new int[size * size];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % size;
      int y = i / size;
      pixels[i] = (x * 255 / size) << 16 | (y * 255 / size) << 8 | (x + y) * 127 / size;
    }
    var path = folder.resolve("smooth.gif");
    try (var gif = new AnimatedGif(path, DELAY)) {
      gif.add(picture(pixels, size));
    }

    var frame = frames(path).get(0);

    double squares = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double bias = 0;
      for (int i = 0; i < pixels.length; i++) {
        int seen = frame.getRGB(i % size, i / size) >> shift & 255;
        int error = seen - (pixels[i] >> shift & 255);
        bias += error;
        squares += error * error;
      }
      assertThat(bias / pixels.length).isCloseTo(0, within(.5));
    }
    assertThat(Math.sqrt(squares / (3. * pixels.length))).isLessThan(12);
  }

  @Test
  void frame_of_another_size_is_refused_and_no_file_remains() throws IOException {
    assertThatThrownBy(
            () -> {
              try (var gif = new AnimatedGif(folder.resolve("a.gif"), DELAY)) {
                gif.add(new Picture(1, 2, 2, new float[4]));
                gif.add(new Picture(1, 2, 3, new float[6]));
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frames of 2×2 pixels like the first, but number 1 has 2×3");
    assertFolderIsEmpty();
  }

  @Test
  void animation_without_frames_is_refused() throws IOException {
    var gif = new AnimatedGif(folder.resolve("a.gif"), DELAY);

    assertThatThrownBy(gif::close)
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("at least one frame");
    assertFolderIsEmpty();
    assertThatThrownBy(() -> gif.add(new Picture(1, 1, 1, new float[1])))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void delay_is_checked() {
    assertThatThrownBy(() -> new AnimatedGif(folder.resolve("a.gif"), Duration.ZERO))
        .hasMessage("The delay must be from 10 ms to 655 s, but was 0 ms");
  }

  private static List<BufferedImage> frames(Path path) throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("gif").next();
    List<BufferedImage> frames = new ArrayList<>();
    try (var input = new FileImageInputStream(path.toFile())) {
      reader.setInput(input);
      for (int i = 0; i < reader.getNumImages(true); i++) {
        frames.add(reader.read(i));
        var tree =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        var control =
            (IIOMetadataNode) tree.getElementsByTagName("GraphicControlExtension").item(0);
        assertThat(control.getAttribute("delayTime")).isEqualTo("12");
      }
    }
    return frames;
  }

  private static Picture picture(int[] pixels, int width) {
    var values = new float[3 * pixels.length];
    for (int i = 0; i < values.length; i++) {
      int c = i / pixels.length;
      values[i] = (pixels[i % pixels.length] >> (16 - 8 * c) & 255) / 127.5f - 1;
    }
    return new Picture(3, pixels.length / width, width, values);
  }

  private void assertFolderIsEmpty() throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
