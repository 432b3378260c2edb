package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.atelier.cli.CommandLineRun.atelier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.image.FrameWriter;
import org.atelier.image.Picture;
import org.atelier.image.PictureFrames;
import org.atelier.image.Pictures;
import org.atelier.image.WriteOptions;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./atelier stylize} on tiny pictures. */
class StylizeTest {
  @TempDir Path temp;

  private Path content;
  private Path style;
  private Path out;

  @BeforeEach
  void pictures() throws IOException {
    content = temp.resolve("content.png");
    style = temp.resolve("style.png");
    out = temp.resolve("out.png");
    Pictures.write(waves(4, 30, 44), content, WriteOptions.defaults().withBits(16));
    Pictures.write(waves(3, 50, 40), style);
  }

  /** Smooth waves with some noise. */
  private static Picture waves(int channels, int height, int width) {
    var random = CounterRandom.of(channels, "waves");
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % (height * width);
      double wave = Math.sin(pixel % width * 0.4 + pixel / width * 0.2 + channels);
      values[i] = (float) (0.7 * wave + 0.2 * (random.nextDouble() - 0.5));
    }
    return new Picture(channels, height, width, values);
  }

  private static Picture halves(int height, int width) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % width < width / 2 ? 1 : -1;
    }
    return new Picture(1, height, width, values);
  }

  /** Columns of 27 colours. */
  private static Picture stripes(int height, int width) {
    var values = new float[3 * height * width];
    for (int i = 0; i < values.length; i++) {
      int colour = i % width % 27;
      int channel = i / (height * width);
      values[i] = (int) (colour / Math.pow(3, channel)) % 3 - 1;
    }
    return new Picture(3, height, width, values);
  }

  private CommandLineRun stylize(Object... more) {
    var arguments = new ArrayList<Object>(List.of("stylize", content, "--device", "cpu"));
    arguments.addAll(List.of("--out", out));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--size")) {
      arguments.addAll(List.of("--size", 48));
    }
    return atelier(arguments.toArray());
  }

  private static void refused(CommandLineRun run, String because) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("atelier: ").contains(because);
    assertThat(run.err().strip().lines()).hasSize(1);
  }

  @Test
  void by_default_patches_of_the_style_are_put_together_and_alpha_and_16_bits_kept()
      throws IOException {
    var made = stylize("--style", style, "--preview-every", 1);

    assertThat(made.err()).isEmpty();
    assertThat(made.code()).isZero();
    var result = Pictures.decode(out);
    assertThat(result.picture().toString()).isEqualTo("Picture[4×33×48]");
    assertThat(result.bits()).isEqualTo(16);
  }

  @Test
  void the_content_s_colours_are_kept_or_only_the_style_s_are_taken() {
    assertThat(stylize("--style", style, "--colors", "keep").err()).isEmpty();
    assertThat(stylize("--style", style, "--colors", "keep-histogram").err()).isEmpty();
    assertThat(stylize("--style", style, "--colors", "only").err()).isEmpty();
    refused(stylize("--style", style, "--colors", "none"), "keep, keep-histogram or only");
  }

  @Test
  void where_a_mask_is_black_the_content_stays() throws IOException {
    Path mask = temp.resolve("mask.png");
    Pictures.write(halves(30, 44), mask);
    Pictures.write(waves(3, 30, 44), content);

    assertThat(stylize("--style", style, "--size", 44, "--mask", mask).err()).isEmpty();

    Picture made = Pictures.read(out);
    Picture given = Pictures.read(content);
    assertThat(made.crop(0, 22, 30, 22)).isEqualTo(given.crop(0, 22, 30, 22));
    assertThat(made.crop(0, 0, 30, 22)).isNotEqualTo(given.crop(0, 0, 30, 22));
  }

  @Test
  void where_a_mask_is_grey_content_and_result_are_mixed() throws IOException {
    Path mask = temp.resolve("mask.png");
    Pictures.write(waves(3, 30, 44), content);
    var arguments = new Object[] {"--style", style, "--size", 44, "--mask", mask};
    Pictures.write(evenly(3, 1, 30, 44), mask);
    assertThat(stylize(arguments).err()).isEmpty();
    Picture all = Pictures.read(out);

    // Green, whose luma is 0.587 of white's.
    float[] green = evenly(3, -1, 30, 44).values();
    Arrays.fill(green, 30 * 44, 2 * 30 * 44, 1);
    Pictures.write(new Picture(3, 30, 44, green), mask);
    assertThat(stylize(arguments).err()).isEmpty();

    float[] given = Pictures.read(content).values();
    float[] mixed = Pictures.read(out).values();
    for (int i = 0; i < mixed.length; i++) {
      float expected = 0.587f * all.values()[i] + 0.413f * given[i];
      assertThat(mixed[i]).isCloseTo(expected, within(0.02f));
    }
  }

  @Test
  void a_mask_that_is_black_everywhere_is_refused() throws IOException {
    Path mask = temp.resolve("mask.png");
    Pictures.write(evenly(1, -1, 30, 44), mask);

    refused(stylize("--style", style, "--mask", mask), "mask.png is black everywhere");
    assertThat(out).doesNotExist();
  }

  @Test
  void a_style_of_one_colour_is_refused() throws IOException {
    Pictures.write(evenly(3, 0.5f, 50, 40), style);

    refused(stylize("--style", style), "style.png has one colour only");
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Files.copy(content, folder.resolve("a.png"));
    var all = atelier("stylize", folder, "--style", style, "--out", temp.resolve("all"));
    refused(all, "style.png has one colour only");
    assertThat(temp.resolve("all")).doesNotExist();
  }

  private static Picture evenly(int channels, float value, int height, int width) {
    var values = new float[channels * height * width];
    Arrays.fill(values, value);
    return new Picture(channels, height, width, values);
  }

  @Test
  void nothing_that_is_read_is_overwritten() throws IOException {
    Path mask = temp.resolve("mask.png");
    Pictures.write(halves(30, 44), mask);
    byte[] before = Files.readAllBytes(style);

    for (Path input : List.of(content, style, mask)) {
      refused(
          atelier("stylize", content, "--style", style, "--mask", mask, "--out", input),
          "--out would overwrite the input " + input);
    }
    Path folder = Files.createDirectory(temp.resolve("folder"));
    Files.copy(content, folder.resolve("style.png"));
    refused(
        atelier("stylize", folder, "--style", style, "--out", temp),
        "would overwrite the picture " + style);
    Files.copy(content, folder.resolve("frame-0001.png"));
    refused(
        atelier("stylize", folder.resolve("frame-%04d.png"), "--style", style, "--out", folder),
        "--out expects another folder");
    assertThat(style).hasBinaryContent(before);
  }

  @Test
  void regions_get_the_styles_of_the_same_colour() throws IOException {
    Path mask = temp.resolve("mask.png");
    Path styleMask = temp.resolve("style-mask.png");
    Pictures.write(halves(30, 44), mask);
    Pictures.write(halves(50, 40), styleMask);

    assertThat(stylize("--style", style, "--mask", mask, "--style-mask", styleMask).err())
        .isEmpty();

    refused(stylize("--style", style, "--style-mask", styleMask), "--mask");
    refused(
        stylize("--style", style, "--mask", styleMask),
        "Expected a mask of the content's size, 30×44 pixels");
  }

  @Test
  void a_folder_is_restyled_picture_by_picture_and_as_a_film_frame_by_frame() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("many"));
    Pictures.write(waves(1, 20, 24), folder.resolve("frame2.png"));
    Pictures.write(waves(3, 20, 24), folder.resolve("frame10.png"));
    Path made = temp.resolve("made");
    Path film = temp.resolve("film.gif");
    content = folder;

    out = made;
    assertThat(stylize("--style", style).out()).startsWith("2 pictures of ");
    assertThat(made.resolve("frame10.png")).exists();

    out = film;
    var frames = stylize("--style", style, "--film");
    assertThat(frames.err()).isEmpty();
    assertThat(PictureFrames.open(film).count()).isEqualTo(2);
  }

  @Test
  void an_animated_gif_stays_one() throws IOException {
    content = temp.resolve("in.gif");
    try (FrameWriter writer = FrameWriter.open(content, 3)) {
      for (int i = 0; i < 3; i++) {
        writer.add(waves(3, 24, 32), Duration.ofMillis(100));
      }
    }
    out = temp.resolve("out.gif");

    assertThat(stylize("--style", style).err()).isEmpty();

    assertThat(PictureFrames.open(out).count()).isEqualTo(3);
  }

  @Test
  void an_optimised_style_takes_the_bundled_network() {
    assertThat(stylize("--style", style, "--method", "gatys", "--steps", 1).err()).isEmpty();
    assertThat(out).exists();
  }

  @Test
  void patches_of_features_are_swapped_with_the_bundled_network_without_a_decoder() {
    var made =
        stylize("--style", style, "--method", "swap", "--features", "mobilenet", "--steps", 2);
    assertThat(made.err()).isEmpty();
    assertThat(out).exists();
    refused(
        stylize("--style", style, "--method", "swap", "--steps", 2), "--steps expects --features");
  }

  @Test
  void what_does_not_go_together_is_refused_in_a_sentence() throws IOException {
    refused(stylize(), "--style expects the picture");
    refused(stylize("--style", temp.resolve("none.jpg")), "there is no file");
    refused(
        stylize("--style", style, "--style-share", "1,2"),
        "for each --style, of which there are 1");
    refused(stylize("--style", style, "--film"), "--film expects a folder of frames");
    refused(stylize("--style", style, "--method", "fast", "--weights", style), "--style expects");
    refused(stylize("--method", "fast"), "--model or --weights, but got neither");
    refused(stylize("--style", style, "--patch", 3, "--stride", 4), "--stride expects at most");
    refused(stylize("--style", style, "--method", "wct", "--strength", 2), "at most 1");
    refused(stylize("--method", "fast", "--strength", 1), "--strength expects another method");
    refused(stylize("--style", style, "--steps", 3), "--steps expects --method gatys or swap");
    refused(
        stylize("--style", style, "--features", "vgg16"),
        "--features expects --method gatys or swap");
    refused(
        stylize("--style", style, "--method", "gatys", "--features", "vgg1x"),
        "--features expects");
    refused(
        stylize("--style", style, "--method", "wct", "--weights", temp),
        "--weights expects a folder with the ten files of the compressed VGG-19");
    Path photo = temp.resolve("photo.png");
    Pictures.write(stripes(30, 44), photo);
    refused(
        stylize("--style", style, "--mask", photo, "--style-mask", style), "at most 16 colours");
    Files.writeString(style, "no picture");
    refused(stylize("--style", style), style.toString());
    assertThat(out).doesNotExist();
  }

  @Test
  void pictures_of_one_pixel_and_of_one_row_are_restyled_or_refused_in_a_sentence()
      throws IOException {
    for (int[] size : new int[][] {{1, 1}, {1, 400}, {400, 1}}) {
      Pictures.write(waves(3, size[0], size[1]), content);
      var made = stylize("--style", style, "--size", 64);
      assertThat(made.code()).isIn(0, 2);
      assertThat(made.err().strip().lines().count()).isEqualTo(made.code() == 0 ? 0 : 1);
    }
  }
}
