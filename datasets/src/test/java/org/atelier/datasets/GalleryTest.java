package org.atelier.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class GalleryTest {
  @Test
  void every_picture_decodes_to_the_size_of_its_index() throws IOException {
    assertThat(Photos.embedded().size()).isEqualTo(19);
    assertThat(Paintings.embedded().names()).containsExactly("starry_night", "colour_folds");
    for (Gallery gallery : List.of(Photos.embedded(), Paintings.embedded())) {
      for (Gallery.Item item : gallery.items()) {
        var picture = gallery.picture(item.name());
        assertThat(picture.channels()).as(item.name()).isEqualTo(3);
        assertThat(picture.width()).as(item.name()).isEqualTo(item.width());
        assertThat(picture.height()).as(item.name()).isEqualTo(item.height());
        assertThat(item.author()).isNotBlank().isNotEqualTo("unknown");
        assertThat(item.licence()).isNotBlank();
      }
    }
  }

  @Test
  void a_wrong_name_lists_the_right_ones() {
    assertThatThrownBy(() -> Photos.embedded().picture("dog"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dog': expected one of blossom, chelsea_cat, coffee");
  }

  @Test
  void they_are_training_data_too() throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      var data = Photos.embedded().images(64);
      var images = data.load(new int[] {7}, CounterRandom.of(1)).toBatch(manager).images();
      assertThat(images.getShape().getShape()).containsExactly(1, 3, 64, 64);
    }
  }

  @Test
  void several_threads_get_the_same_gallery() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Gallery>> galleries = pool.invokeAll(Collections.nCopies(8, Photos::embedded));
      for (Future<Gallery> gallery : galleries) {
        assertThat(gallery.get()).isSameAs(Photos.embedded());
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void every_set_comes_with_its_licence_and_nothing_share_alike_is_here() throws IOException {
    for (String file :
        List.of(
            "README.md",
            "fashionmnist/LICENSE",
            "emoji/LICENCES.md",
            "emoji/LICENSE-Apache-2.0.txt",
            "faces/LICENSE",
            "photos/LICENCES.md",
            "paintings/LICENCES.md")) {
      try (var in = Embedded.open(file)) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isNotBlank();
      }
    }
    assertThatThrownBy(() -> Embedded.open("emoji/openmoji-color.png"))
        .isInstanceOf(IOException.class);
  }
}
