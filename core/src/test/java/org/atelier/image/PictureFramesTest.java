package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atelier.files.WriteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFramesTest {
  @TempDir Path temp;

  @Test
  void pictures_of_a_folder_are_in_natural_order() throws IOException {
    for (String name :
        List.of("shot10.png", "shot2.png", "shot1.PNG", ".shot3.png", "a/shot0.png")) {
      write(name);
    }
    Files.writeString(temp.resolve("notes.txt"), "no picture");

    assertThat(names(temp)).containsExactly("shot1.PNG", "shot2.png", "shot10.png");
    assertThat(PictureFrames.isSequence(temp)).isTrue();
    PictureFrames.Frame frame = PictureFrames.open(temp).cursor().next();
    assertThat(frame.delay()).isEqualTo(PictureFrames.DEFAULT_DELAY);
    assertThat(frame.decoded().picture()).hasToString("Picture[1×2×3]");
  }

  @Test
  void numbered_sequence_has_gaps_and_its_own_names_alone() throws IOException {
    for (String name :
        List.of(
            "f-0007.png",
            "f-0010.png",
            "f-10001.png",
            "f-00011.png",
            "f-12.png",
            "f-000x.png",
            "f-0003.jpg",
            "g-0001.png",
            "sub/f-0001.png")) {
      write(name);
    }

    assertThat(names(temp.resolve("f-%04d.png")))
        .containsExactly("f-0007.png", "f-0010.png", "f-10001.png");
    assertThat(names(temp.resolve("f-%d.png"))).containsExactly("f-12.png", "f-10001.png");
    assertThat(PictureFrames.isSequence(temp.resolve("f-%04d.png"))).isTrue();
    assertThat(PictureFrames.isSequence(temp.resolve("f-0007.png"))).isFalse();
    assertThatThrownBy(() -> PictureFrames.open(temp.resolve("h%03d.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("there is no file such as h001.png");
    assertThatThrownBy(() -> PictureFrames.open(temp.resolve("none/h%03d.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("there is no folder");
  }

  @Test
  void what_has_no_frames_is_refused() throws IOException {
    assertThatThrownBy(() -> PictureFrames.open(Files.createDirectory(temp.resolve("empty"))))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("expected pictures in this folder, but there are none");
    assertThatThrownBy(() -> PictureFrames.open(temp.resolve("none.gif")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("does not exist");
    write("one.png");
    assertThatThrownBy(() -> PictureFrames.open(temp.resolve("one.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("expected an animated GIF, but it is a PNG");
  }

  @Test
  void gif_of_one_frame_is_a_picture() throws IOException {
    var gif = new GifBytes(1, 1).frame(0, 0, 1, 5, 1, GifBytes.OPAQUE, 1);
    Files.write(temp.resolve("one.gif"), gif.end());
    gif = new GifBytes(1, 1);
    for (int i = 0; i < 2; i++) {
      gif.frame(0, 0, 1, 5, 1, GifBytes.OPAQUE, i);
    }
    Files.write(temp.resolve("two.gif"), gif.end());

    assertThat(PictureFrames.isSequence(temp.resolve("one.gif"))).isFalse();
    assertThat(PictureFrames.isSequence(temp.resolve("two.gif"))).isTrue();
    assertThat(PictureFrames.isSequence(temp.resolve("none.gif"))).isFalse();
  }

  @Test
  void numbered_files_keep_alpha_and_16_bits() throws IOException {
    Path folder = temp.resolve("new/frames");
    var picture =
        new Picture(4, 1, 1, new float[] {-1, 32768 / 32767.5f - 1, 32770 / 32767.5f - 1, 1});
    try (FrameWriter out = FrameWriter.open(folder, 12_345)) {
      out.add(new DecodedPicture(picture, 16), Duration.ofMillis(40));
      out.add(picture, Duration.ofMillis(40));
      assertThat(out.count()).isEqualTo(2);
    }

    assertThat(names(folder)).containsExactly("frame-00001.png", "frame-00002.png");
    PictureFrames.Frame frame = PictureFrames.open(folder).cursor().next();
    assertThat(frame.decoded().bits()).isEqualTo(16);
    assertThat(frame.decoded().picture()).isEqualTo(picture);
  }

  @Test
  void pattern_names_the_files_that_are_written() throws IOException {
    try (FrameWriter out = FrameWriter.open(temp.resolve("p%03d.png"), 0)) {
      for (int i = 0; i < 3; i++) {
        out.add(new Picture(1, 1, 1, new float[1]), Duration.ZERO);
      }
    }

    assertThat(names(temp.resolve("p%03d.png")))
        .containsExactly("p001.png", "p002.png", "p003.png");
  }

  @Test
  void gif_is_written_with_the_delays_of_its_frames() throws IOException {
    Path path = temp.resolve("b.gif");
    try (FrameWriter out = FrameWriter.open(path, 3)) {
      for (long milliseconds : new long[] {0, 70, 10_000_000}) {
        out.add(new Picture(1, 1, 1, new float[1]), Duration.ofMillis(milliseconds));
      }
    }

    var delays = new ArrayList<Long>();
    for (var frames = PictureFrames.open(path).cursor(); frames.hasNext(); ) {
      delays.add(frames.next().delay().toMillis());
    }
    assertThat(delays).containsExactly(20L, 70L, 655_350L);
  }

  @Test
  void a_gif_whose_frames_failed_is_not_written() throws IOException {
    Path path = temp.resolve("part.gif");
    assertThatThrownBy(
            () -> {
              try (FrameWriter out = FrameWriter.open(path, 2)) {
                out.add(new Picture(1, 1, 1, new float[1]), Duration.ofMillis(40));
                throw new IllegalStateException("no second frame");
              }
            })
        .hasMessage("no second frame");
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void places_that_cannot_be_written_to_are_named() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> FrameWriter.open(file, 1))
        .isInstanceOf(WriteException.class)
        .hasMessageContaining("Cannot write " + file);
    assertThatThrownBy(() -> FrameWriter.open(temp.resolve("f%d.jpg"), 1))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("such as frame-%04d.png");
    assertThatThrownBy(() -> FrameWriter.open(temp.resolve("none/a.gif"), 1))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "100%.png", "%x.png", "%00d.png", "%d-%d.png", "%4d.png"})
  void other_names_have_no_place_for_a_number(String name) {
    assertThat(NumberedNames.isPattern(Path.of(name))).isFalse();
  }

  private void write(String name) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    Path plain = temp.resolve("plain.png");
    Pictures.write(new Picture(1, 2, 3, new float[6]), plain);
    Files.move(plain, file);
  }

  private static List<String> names(Path path) throws IOException {
    var names = new ArrayList<String>();
    for (var frames = PictureFrames.open(path).cursor(); frames.hasNext(); ) {
      names.add(Path.of(frames.next().name()).getFileName().toString());
    }
    return names;
  }
}
