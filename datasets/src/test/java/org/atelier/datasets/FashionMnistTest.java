package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
  @Test
  void the_embedded_pictures_are_the_published_ones() {
    var clothes = FashionMnist.embedded();
    assertThat(clothes.size()).isEqualTo(10_000);
    assertThat(FashionMnist.CLASSES).hasSize(10);
    var counts = new int[10];
    double sum = 0;
    for (int i = 0; i < clothes.size(); i++) {
      counts[clothes.label(i)]++;
      for (float value : clothes.picture(i).values()) {
        sum += value;
      }
    }
    assertThat(counts).containsOnly(1000);
    // The published mean of the test pictures.
    assertThat((sum / clothes.size() / 784 + 1) * 127.5).isCloseTo(73.146567, within(1e-4));
    assertThat(FashionMnist.CLASSES.get(clothes.label(0))).isEqualTo("Ankle boot");
    assertThat(FashionMnist.embedded()).isSameAs(clothes);
  }

  @Test
  void batches_have_the_wanted_size_and_their_labels() throws IOException {
    var clothes = FashionMnist.embedded();
    try (var manager = NDManager.newBaseManager()) {
      for (int size : new int[] {16, 28, 32, 64}) {
        var data = clothes.labelled(size);
        var batch = data.load(new int[] {0, 9999}, CounterRandom.of(1)).toBatch(manager);
        assertThat(batch.images().getShape().getShape()).containsExactly(2, 1, size, size);
        for (float value : batch.images().toFloatArray()) {
          assertThat(value).isBetween(-1f, 1f);
        }
        assertThat(batch.labels().toLongArray())
            .containsExactly(clothes.label(0), clothes.label(9999));
      }
    }
    assertThat(clothes.images(32).size()).isEqualTo(10_000);
    assertThat(clothes.images(32).fingerprint()).isNotEqualTo(clothes.images(64).fingerprint());
  }

  @Test
  void a_folder_of_original_files_is_read_and_training_files_come_first(@TempDir Path folder)
      throws IOException {
    write(folder, "t10k", 2, 2);
    assertThat(FashionMnist.from(folder).size()).isEqualTo(2);
    write(folder, "train", 3, 3);
    assertThat(FashionMnist.from(folder).size()).isEqualTo(3);
  }

  @Test
  void missing_and_mismatched_files_are_named(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> FashionMnist.from(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected train-images-idx3-ubyte and train-labels-idx1-ubyte")
        .hasMessageContaining("found none");
    write(folder, "train", 3, 2);
    assertThatThrownBy(() -> FashionMnist.from(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 3 pictures, but")
        .hasMessageContaining("has 2 labels");
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> FashionMnist.from(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has train-images-idx3-ubyte, but not train-labels-idx1-ubyte");
  }

  private static void write(Path folder, String split, int pictures, int labels)
      throws IOException {
    var images = ByteBuffer.allocate(16 + pictures * 784);
    images.putInt(0x803).putInt(pictures).putInt(28).putInt(28);
    Files.write(folder.resolve(split + "-images-idx3-ubyte"), images.array());
    var classes = ByteBuffer.allocate(8 + labels).putInt(0x801).putInt(labels);
    Files.write(folder.resolve(split + "-labels-idx1-ubyte"), classes.array());
  }
}
