package org.atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atelier.cli.CommandLineRun.atelier;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.features.mobilenet.BundledMobileNetV2;
import org.atelier.image.DecodedPicture;
import org.atelier.image.Picture;
import org.atelier.image.PictureFrames;
import org.atelier.image.Pictures;
import org.atelier.image.WriteOptions;
import org.atelier.perception.ChannelNorms;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DreamTest {
  @TempDir Path temp;

  private Path photo;
  private Path out;

  @BeforeEach
  void files() throws IOException {
    photo = temp.resolve("photo.png");
    out = temp.resolve("out.png");
    Pictures.write(noise(3, 36, 48), photo);
  }

  private static Picture noise(int channels, int height, int width) {
    var random = CounterRandom.of(1);
    var values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(-1, Math.min(1, 0.4 * random.nextGaussian()));
    }
    return new Picture(channels, height, width, values);
  }

  private CommandLineRun dream(Object... more) {
    var arguments = new ArrayList<Object>(List.of("dream", photo, "--out", out, "--device", "cpu"));
    arguments.addAll(List.of(more));
    return atelier(arguments.toArray());
  }

  private CommandLineRun tiny(Object... more) {
    var arguments = new ArrayList<Object>(List.of("--steps", 1, "--octaves", 1));
    arguments.addAll(List.of(more));
    return dream(arguments.toArray());
  }

  private static void refused(CommandLineRun said, String... parts) {
    assertThat(said.err()).hasLineCount(1).contains(parts);
    assertThat(said.code()).isEqualTo(2);
  }

  @Test
  void a_picture_is_dreamt_with_what_is_bundled() throws IOException {
    var said = tiny();
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("dream 1/1", out + ": 48×36 pixels");
    Picture dreamt = Pictures.read(out);
    assertThat(dreamt).isNotEqualTo(Pictures.read(photo));
    assertThat(dreamt.channels()).isEqualTo(3);
  }

  @Test
  void embedded_pictures_are_dreamt_and_guide() throws IOException {
    photo = Path.of("embedded:chelsea_cat");
    var said = tiny("--guide", "embedded:dahlia", "--size", 40, "--layer", "conv0");
    assertThat(said.err()).isEmpty();
    assertThat(Pictures.read(out).width()).isEqualTo(40);
    refused(tiny("--guide", "embedded:no_such"), "--guide expects a file, or embedded:", "dahlia");
  }

  @ParameterizedTest
  @CsvSource({
    "--param fourier --layer conv0 --keep-colors --size 40 --precision mixed",
    "--layer conv0 --pick strongest --picks 2 --pick-each-octave",
    "--features random:mobilenet --layer block01.expand --channel 3 --octaves 2",
    "--layer conv0 --guide GUIDE --octave-ratio 1.1 --jitter 2 --bands 1 --tile 64 --seed 3"
  })
  void every_way_to_dream_gives_a_picture(String options) {
    var arguments = new ArrayList<Object>(List.of("--steps", 1));
    for (String word : options.split(" ")) {
      arguments.add(word.equals("GUIDE") ? photo : word);
    }
    var said = dream(arguments.toArray());
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(out).exists();
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 4"})
  void grey_and_alpha_and_16_bits_are_kept(int channels, int expected) throws IOException {
    Pictures.write(noise(channels, 33, 35), photo, WriteOptions.defaults().withBits(16));
    var said = tiny("--layer", "conv0");
    assertThat(said.err()).isEmpty();
    DecodedPicture dreamt = Pictures.decode(out);
    assertThat(dreamt.bits()).isEqualTo(16);
    assertThat(dreamt.picture().channels()).isEqualTo(expected);
  }

  @Test
  void a_zoom_is_an_animation_or_a_folder() throws IOException {
    out = temp.resolve("zoom.gif");
    var said = tiny("--zoom", "5%", "--rotate", "2", "--frames", 2, "--layer", "conv0");
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).contains("zoom.gif: 2 frames");
    assertThat(PictureFrames.open(out).count()).isEqualTo(2);
    out = temp.resolve("frames");
    assertThat(tiny("--zoom", "2px", "--frames", 2, "--layer", "conv0").code()).isZero();
    assertThat(out.resolve("frame-0002.png")).exists();
  }

  @Test
  void a_film_is_dreamt_frame_by_frame() throws IOException {
    photo = temp.resolve("film");
    Files.createDirectories(photo);
    Pictures.write(noise(3, 32, 32), photo.resolve("a2.png"));
    Pictures.write(noise(3, 32, 32).flipped(), photo.resolve("a10.png"));
    out = temp.resolve("film.gif");
    var said = tiny("--layer", "conv0");
    assertThat(said.err()).isEmpty();
    assertThat(PictureFrames.open(out).count()).isEqualTo(2);
    refused(tiny("--zoom", "5%"), "--zoom and --rotate expect one picture");
  }

  @Test
  void what_does_not_suit_is_refused_in_a_sentence() throws IOException {
    refused(tiny("--layer", "block09.expnd"), "block09.expand");
    refused(tiny("--layer", "conv0", "--channel", dead()), "is dead", "are alive, the nearest");
    refused(tiny("--layer", "conv0", "--channel", 32), "from 0 to 31");
    refused(tiny("--features", "vgg19", "--channel", 3), "--features expects --layer or --class");
    refused(tiny("--layer", "conv1", "--at", "0.5,0.5"), "--at expects");
    refused(tiny("--class", 3, "--guide", photo), "--class and --guide");
    refused(dream("--param", "fourier", "--octaves", 2), "options of --param pixels");
    refused(tiny("--zoom", "5"), "--zoom expects percent or pixels");
    refused(tiny("--zoom", "24px", "--frames", 2), ".gif, a folder");
    refused(tiny("--frames", 5), "--frames expects --zoom");
    refused(tiny("--blend", 0.3), "--blend expects a film");
    refused(tiny("--class", 3), "MobileNetV2 has no classes; choose one by --features");
    refused(tiny("--features", "random:vgg"), "after random:, one of mobilenet, vgg16");
    Path small = temp.resolve("small.png");
    Pictures.write(noise(3, 1, 1), small);
    refused(tiny("--guide", small), "--guide expects a picture of at least 16 pixels", "has 1×1");
    refused(dream("--guide", temp.resolve("none.png")), "--guide expects a picture, but there is");
    out = photo;
    refused(tiny(), "--out would overwrite the input");
    out = temp.resolve("gone.gif");
    refused(tiny("--zoom", "24px", "--frames", 2, "--layer", "conv0"), "would cut off all");
    assertThat(out).doesNotExist();
    out = temp.resolve("out.png");
    Path mask = temp.resolve("mask.png");
    Pictures.write(noise(1, 36, 47), mask);
    refused(tiny("--mask", mask), "a mask of the picture's size, 36×48");
    var black = new float[36 * 48];
    Arrays.fill(black, -1);
    Pictures.write(new Picture(1, 36, 48, black), mask);
    refused(tiny("--mask", mask), "black everywhere");
    Pictures.write(noise(3, 1, 1), photo);
    refused(tiny(), "at least 16 pixels", "got 1×1");
    Pictures.write(noise(3, 1, 10_000), photo);
    refused(tiny(), "at least 16 pixels", "got 1×10000");
    assertThat(out).doesNotExist();
  }

  /** A channel of the first layer without weights: most are. */
  private static int dead() {
    try (var extractor = BundledMobileNetV2.extractor(List.of("conv0"), Device.cpu())) {
      double[] norms = ChannelNorms.of(extractor, "conv0").orElseThrow();
      for (int i = 0; i < norms.length; i++) {
        if (norms[i] <= ChannelNorms.DEAD) {
          return i;
        }
      }
    }
    throw new AssertionError("No channel is dead");
  }
}
