package org.atelier.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxSetTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, train-labels-idx1-ubyte",
    "train-images.idx3-ubyte, train-labels.idx1-ubyte",
    "train-images.idx3-ubyte.gz, train-labels-idx1-ubyte",
    "t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte.gz",
    "emnist-letters-train-images-idx3-ubyte.gz, emnist-letters-train-labels-idx1-ubyte.gz",
    "emnist-letters-test-images-idx3-ubyte.gz, emnist-letters-test-labels-idx1-ubyte.gz",
    "fashion_train-images.idx3-ubyte, fashion_train-labels.idx1-ubyte",
    "Train-Images.IDX3-ubyte, TRAIN-LABELS-IDX1-UBYTE.GZ",
  })
  void names_of_mnist_and_its_relatives_are_known(String images, String labels) throws IOException {
    create(images, labels, "readme.txt", "train-images-idx3-int", "._" + images);

    assertThat(IdxSet.in(folder))
        .isEqualTo(new IdxSet(folder.resolve(images), folder.resolve(labels)));
    assertThat(IdxSet.isIdx(folder.resolve(images))).isTrue();
    assertThat(IdxSet.isIdx(folder.resolve(labels))).isTrue();
    assertThat(IdxSet.isIdx(folder.resolve("readme.txt"))).isFalse();
  }

  @Test
  void the_training_set_and_uncompressed_files_are_preferred() throws IOException {
    create("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte");
    create("train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz");

    assertThat(IdxSet.in(folder))
        .isEqualTo(
            new IdxSet(
                folder.resolve("train-images-idx3-ubyte"),
                folder.resolve("train-labels-idx1-ubyte.gz")));
  }

  @Test
  void what_is_missing_or_ambiguous_is_named_with_its_spellings() throws IOException {
    create("unrelated-idx3-ubyte");
    refused("Expected train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-");
    refused(
        "or with a dot, such as train-images.idx3-ubyte; uncompressed or with the extension .gz");

    Files.createDirectory(folder.resolve("train-labels-idx1-ubyte"));
    create("t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte", "train-images.idx3-ubyte");
    refused("has train-images.idx3-ubyte, but not train-labels-idx1-ubyte (or with a dot");

    create("emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte");
    refused("Expected one set of IDX files in", "but found emnist-letters-train, train; move");
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> IdxSet.in(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(parts);
  }

  private void create(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}
