package org.atelier.benchmarks.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atelier.image.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Picture FIRST =
      new Picture(1, 2, 3, new float[] {-1, -0.5f, 0, 0.2f, 0.999f, 1});
  private static final Picture SECOND = new Picture(1, 2, 3, new float[6]);

  @TempDir private Path folder;

  @Test
  void come_back_rounded_to_eight_bits() throws IOException {
    Samples.write(folder, List.of(FIRST, SECOND), new int[] {9, 0});

    Samples read = Samples.read(folder);

    assertThat(Samples.in(folder)).isTrue();
    assertThat(read.labels()).containsExactly(9, 0);
    assertThat(read.pictures().size()).isEqualTo(2);
    Picture first = read.pictures().picture(0);
    assertThat(first.height()).isEqualTo(2);
    assertThat(first.width()).isEqualTo(3);
    for (int i = 0; i < 6; i++) {
      float expected = Math.round((FIRST.values()[i] + 1) * 127.5f) / 127.5f - 1;
      assertThat(first.values()[i]).isEqualTo(expected);
    }
  }

  @Test
  void of_a_model_without_classes_have_no_labels() throws IOException {
    Samples.write(folder, List.of(FIRST), null);

    assertThat(Samples.read(folder).labels()).isNull();
  }

  @Test
  void are_in_the_format_of_mnist() throws IOException {
    Samples.write(folder, List.of(FIRST, SECOND), null);

    assertThat(Files.readAllBytes(folder.resolve("samples-images-idx3-ubyte")))
        .startsWith(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 64, 128, 153, 255, 255)
        .hasSize(4 + 3 * 4 + 12);
  }

  @Test
  void with_another_number_of_labels_are_refused() throws IOException {
    Samples.write(folder, List.of(FIRST, SECOND), new int[] {1});

    assertThatThrownBy(() -> Samples.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one label for each of the 2 pictures")
        .hasMessageContaining("got 1");
  }

  @Test
  void of_several_shapes_or_colours_are_refused() {
    var coloured = new Picture(3, 2, 3, new float[18]);

    assertThatThrownBy(() -> Samples.write(folder, List.of(FIRST, coloured), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grey pictures of 3×2");
    assertThat(folder).isEmptyDirectory();
  }
}
