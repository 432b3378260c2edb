package org.atelier.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atelier.image.GifBytes.OPAQUE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifFramesTest {
  private static final int KEEP = 1;
  private static final int CLEAR = 2;
  private static final int BRING_BACK = 3;

  @TempDir Path temp;

  @Test
  void frames_are_drawn_over_what_is_kept() throws IOException {
    byte[] gif =
        new GifBytes(3, 1)
            .frame(0, 0, 3, 5, KEEP, OPAQUE, 1, 1, 1)
            .frame(1, 0, 1, 6, KEEP, OPAQUE, 2)
            .comment("between")
            .frame(1, 0, 2, 7, 0, 0, 0, 3)
            .end();

    assertThat(colours(gif)).containsExactly("111", "121", "123");
    assertThat(delays(gif)).containsExactly(50L, 60L, 70L);
    assertThat(frames(gif)).allMatch(frame -> frame.decoded().picture().channels() == 3);
  }

  @Test
  void frame_that_is_cleared_leaves_transparency() throws IOException {
    byte[] gif =
        new GifBytes(3, 1)
            .frame(0, 0, 3, 5, KEEP, OPAQUE, 1, 1, 1)
            .frame(0, 0, 2, 5, CLEAR, OPAQUE, 2, 2)
            .frame(2, 0, 1, 5, KEEP, OPAQUE, 3)
            .end();

    assertThat(colours(gif)).containsExactly("111", "221", "..3");
    assertThat(frames(gif)).allMatch(frame -> frame.decoded().picture().channels() == 4);
  }

  @Test
  void what_was_before_a_frame_comes_back() throws IOException {
    byte[] gif =
        new GifBytes(2, 2)
            .frame(0, 0, 2, 5, KEEP, OPAQUE, 1, 1, 1, 1)
            .frame(0, 1, 2, 5, BRING_BACK, OPAQUE, 2, 2)
            .frame(0, 0, 1, 5, BRING_BACK, OPAQUE, 3, 3)
            .frame(1, 1, 1, 5, KEEP, OPAQUE, 2)
            .end();

    assertThat(colours(gif)).containsExactly("1111", "1122", "3131", "1112");
  }

  @Test
  void what_no_frame_has_drawn_is_transparent() throws IOException {
    byte[] gif =
        new GifBytes(3, 1)
            .frame(1, 0, 1, 5, KEEP, OPAQUE, 1)
            .frame(0, 0, 2, 5, KEEP, 2, 3, 2)
            .end();

    assertThat(colours(gif)).containsExactly(".1.", "31.");
  }

  @Test
  void first_frame_enlarges_the_screen_and_others_are_cut_off() throws IOException {
    byte[] gif =
        new GifBytes(1, 1)
            .frame(0, 0, 2, 5, KEEP, OPAQUE, 1, 1)
            .frame(1, 0, 3, 5, CLEAR, OPAQUE, 2, 2, 2)
            .frame(7, 0, 1, 5, KEEP, OPAQUE, 3)
            .frame(0, 9, 1, 5, KEEP, OPAQUE, 3)
            .end();

    assertThat(colours(gif)).containsExactly("11", "12", "1.", "1.");
  }

  @Test
  void delay_that_browsers_do_not_keep_to_is_theirs() throws IOException {
    byte[] gif =
        new GifBytes(1, 1)
            .frame(0, 0, 1, 0, KEEP, OPAQUE, 1)
            .frame(0, 0, 1, 1, KEEP, OPAQUE, 2)
            .frame(0, 0, 1, 2, KEEP, OPAQUE, 3)
            .frame(0, 0, 1, 65535, KEEP, OPAQUE, 0)
            .end();

    assertThat(delays(gif)).containsExactly(100L, 100L, 20L, 655_350L);
  }

  @Test
  void first_frame_is_what_is_read_as_a_picture() throws IOException {
    byte[] gif =
        new GifBytes(3, 2)
            .frame(1, 0, 2, 5, CLEAR, 0, 0, 1, 2, 3)
            .frame(0, 0, 1, 5, KEEP, OPAQUE, 1, 1)
            .end();

    Picture first = frames(gif).get(0).decoded().picture();
    Picture read = Pictures.read(new ByteArrayInputStream(gif), "test");

    // Colours of transparent pixels are not seen.
    assertThat(first.over(0)).isEqualTo(read.over(0));
  }

  @Test
  void animation_is_read_as_it_was_written() throws IOException {
    Path path = temp.resolve("a.gif");
    List<Picture> written = new ArrayList<>();
    try (var gif = new AnimatedGif(path, Duration.ofMillis(50))) {
      for (int n = 0; n < 3; n++) {
        var values = new float[12];
        values[n] = 1;
        written.add(new Picture(1, 3, 4, values).toRgb());
        gif.add(written.get(n), Duration.ofMillis(50 + 10 * n));
      }
    }
    PictureFrames frames = PictureFrames.open(path);
    PictureFrames.Cursor cursor = frames.cursor();
    PictureFrames.Cursor another = frames.cursor();
    another.next();

    assertThat(frames.count()).isEqualTo(3);
    for (int n = 0; n < 3; n++) {
      PictureFrames.Frame frame = cursor.next();
      assertThat(frame.index()).isEqualTo(n);
      assertThat(frame.delay()).hasMillis(50 + 10 * n);
      assertThat(frame.decoded().bits()).isEqualTo(8);
      Picture picture = frame.decoded().picture();
      for (int i = 0; i < picture.values().length; i++) {
        // 0 is between two bytes.
        assertThat(Math.abs(picture.values()[i] - written.get(n).values()[i])).isLessThan(.004f);
      }
    }
    assertThat(cursor.hasNext()).isFalse();
    assertThatThrownBy(cursor::next).isInstanceOf(NoSuchElementException.class);
    assertThat(another.next().index()).isEqualTo(1);
  }

  @Test
  void animation_that_ends_early_is_refused() {
    byte[] whole =
        new GifBytes(2, 1)
            .frame(0, 0, 2, 5, KEEP, OPAQUE, 1, 2)
            .frame(0, 0, 2, 5, KEEP, OPAQUE, 3, 0)
            .end();
    for (int length = 13; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> frames(cut))
          .as("%s bytes", length)
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void what_is_no_gif_or_too_large_is_refused() {
    var png = new ByteArrayInputStream(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    assertThatThrownBy(() -> PictureFrames.read(png, "a.png"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("Cannot read a.png: expected an animated GIF, but it is a PNG");
    byte[] large = new GifBytes(65535, 65535).frame(0, 0, 1, 5, KEEP, OPAQUE, 1).end();
    assertThatThrownBy(() -> frames(large))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("65535×65535 pixels");
    byte[] none = new GifBytes(1, 1).comment("nothing").end();
    assertThatThrownBy(() -> frames(none))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("no frame");
  }

  private static List<PictureFrames.Frame> frames(byte[] gif) throws IOException {
    var all = new ArrayList<PictureFrames.Frame>();
    var cursor = PictureFrames.read(new ByteArrayInputStream(gif), "test").cursor();
    while (cursor.hasNext()) {
      all.add(cursor.next());
    }
    return all;
  }

  private static List<Long> delays(byte[] gif) throws IOException {
    return frames(gif).stream().map(frame -> frame.delay().toMillis()).toList();
  }

  /** The colours of each frame by rows, with a dot where it is transparent. */
  private static List<String> colours(byte[] gif) throws IOException {
    return frames(gif).stream().map(frame -> colours(frame.decoded().picture())).toList();
  }

  private static String colours(Picture picture) {
    var text = new StringBuilder();
    int plane = picture.height() * picture.width();
    float[] values = picture.values();
    for (int i = 0; i < plane; i++) {
      int colour = 0;
      for (int c = 0; c < 3; c++) {
        colour = values[c * plane + i] > 0 ? c + 1 : colour;
      }
      boolean seen = !picture.hasAlpha() || values[3 * plane + i] == 1;
      text.append(seen ? String.valueOf(colour) : ".");
    }
    return text.toString();
  }
}
