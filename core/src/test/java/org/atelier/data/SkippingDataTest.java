package org.atelier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.atelier.data.attributes.AttributeImages;
import org.atelier.data.attributes.AttributeSet;
import org.atelier.data.batch.Images;
import org.atelier.data.batch.LabelledImages;
import org.atelier.data.batch.UnpairedImages;
import org.atelier.data.pairs.PicturePairs;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SkippingDataTest {
  private static final ImageOptions OPTIONS = ImageOptions.defaults().withSize(4).withChannels(1);
  private static final SkipOptions SKIP = SkipOptions.defaults();

  /** Grey pictures whose byte is their index; some cannot be read. */
  private record Greys(int size, Set<Integer> broken) implements PictureSource {
    @Override
    public Picture picture(int index) throws IOException {
      if (broken.contains(index)) {
        throw new IOException("Cannot read " + index + ".png: it is cut off");
      }
      var values = new float[16];
      java.util.Arrays.fill(values, index / 127.5f - 1);
      return new Picture(1, 4, 4, values);
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public String fingerprint() {
      return size + " greys";
    }

    @Override
    public String name(int index) {
      return index + ".png";
    }
  }

  @Test
  void the_next_readable_example_takes_the_place_of_a_broken_one() throws IOException {
    var data = new Greys(10, Set.of(3, 4, 9)).images(OPTIONS).skippingUnreadable(SKIP);

    assertThat(shown(data, 1, 3, 4, 5, 9)).containsExactly(1, 5, 5, 5, 0);

    assertThat(data.skipped())
        .containsExactly(
            new SkippedExample(3, "Cannot read 3.png: it is cut off"),
            new SkippedExample(4, "Cannot read 4.png: it is cut off"),
            new SkippedExample(9, "Cannot read 9.png: it is cut off"));
    assertThat(data.fingerprint()).isEqualTo(new Greys(10, Set.of()).images(OPTIONS).fingerprint());
  }

  @Test
  void a_batch_does_not_depend_on_what_was_loaded_before() throws IOException {
    var broken = Set.of(1, 2, 6);
    var late = new Greys(8, broken).images(OPTIONS).skippingUnreadable(SKIP);
    for (int[] indices : List.of(new int[] {6, 7}, new int[] {0, 1}, new int[] {2, 5})) {
      var fresh = new Greys(8, broken).images(OPTIONS).skippingUnreadable(SKIP);
      assertThat(shown(late, indices)).isEqualTo(shown(fresh, indices));
    }
  }

  @Test
  void a_label_is_that_of_the_substitute_and_of_the_same_class() throws IOException {
    var labels = new int[] {0, 1, 0, 1, 0, 1};
    var data =
        LabelledImages.join(new Greys(6, Set.of(1, 4)).images(OPTIONS), labels)
            .skippingUnreadable(SKIP);

    try (var manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {0, 1, 4, 5}, CounterRandom.of(0)).toBatch(manager);
      assertThat(greys(batch.images())).containsExactly(0, 3, 0, 5);
      assertThat(batch.labels().toLongArray()).containsExactly(0, 1, 0, 1);
    }
  }

  @Test
  void a_class_without_a_readable_picture_fails_in_words() {
    var data =
        LabelledImages.join(new Greys(6, Set.of(1)).images(OPTIONS), new int[] {0, 1, 0, 0, 0, 0})
            .skippingUnreadable(SKIP);

    assertThatThrownBy(() -> data.load(new int[] {1}, CounterRandom.of(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No example of the same class")
        .hasMessageContaining("1.png");
  }

  @Test
  void a_domain_is_that_of_the_substitute() throws IOException {
    var domains = new LinkedHashMap<String, PictureSource>();
    domains.put("a", new Greys(3, Set.of(2)));
    domains.put("b", new Greys(3, Set.of()));
    var data =
        AttributeImages.of(OPTIONS, AttributeSet.ofDomains(domains)).skippingUnreadable(SKIP);

    try (var manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {2, 3}, CounterRandom.of(0)).toBatch(manager);
      assertThat(greys(batch.images())).containsExactly(0, 0);
      assertThat(batch.attributes().toFloatArray()).containsExactly(1, 0, 0, 1);
    }
  }

  @Test
  void a_pair_is_replaced_whole_if_either_picture_is_broken() throws IOException {
    var data =
        PicturePairs.of(new Greys(6, Set.of(1)), new Greys(6, Set.of(2)))
            .images(OPTIONS)
            .skippingUnreadable(SKIP);

    try (var manager = NDManager.newBaseManager()) {
      var batch = data.load(new int[] {0, 1, 2}, CounterRandom.of(0)).toBatch(manager);
      assertThat(greys(batch.inputs())).containsExactly(0, 3, 3);
      assertThat(greys(batch.targets())).containsExactly(0, 3, 3);
    }
  }

  @Test
  void drawn_partners_are_replaced_in_their_own_domain() throws IOException {
    var data =
        UnpairedImages.of(
                new Greys(12, Set.of(5)).images(OPTIONS),
                new Greys(4, Set.of(0, 2)).images(OPTIONS))
            .subset(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .skippingUnreadable(SKIP);

    var partners = new ArrayList<Integer>();
    try (var manager = NDManager.newBaseManager()) {
      for (int step = 0; step < 10; step++) {
        var batch = data.load(new int[] {5, 6, 7, 8}, CounterRandom.of(0, step)).toBatch(manager);
        assertThat(greys(batch.a())).containsExactly(6, 6, 7, 8);
        partners.addAll(greys(batch.b()));
      }
    }
    assertThat(partners).hasSize(40).containsOnly(1, 3);
    assertThat(data.skipped()).hasSize(3);
  }

  @Test
  void a_substitute_is_never_taken_from_outside_a_subset() throws IOException {
    var data = new Greys(6, Set.of(2)).images(OPTIONS).subset(0, 2, 5).skippingUnreadable(SKIP);

    assertThat(shown(data, 0, 1, 2)).containsExactly(0, 5, 5);
  }

  @Test
  void too_many_broken_examples_fail_in_words() {
    var broken = Set.of(0, 1, 2, 3, 4, 5);
    var data = new Greys(10, broken).images(OPTIONS).skippingUnreadable(SKIP);

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> data.load(new int[] {0, 1, 2, 3, 4, 5}, CounterRandom.of(0)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("6 of the 10 examples cannot be read")
          .hasMessageContaining("0.png");
    }
    var strict =
        new Greys(10, Set.of(3)).images(OPTIONS).skippingUnreadable(SKIP.withMostUnreadable(0));
    assertThatThrownBy(() -> strict.load(new int[] {3}, CounterRandom.of(0)))
        .hasMessageContaining("1 of the 10");
    assertThatThrownBy(() -> new SkipOptions(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SkipOptions(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_failure_of_the_system_is_no_broken_picture() {
    var failure = new AtomicReference<IOException>();
    TrainingData<Images> data =
        new TrainingData<>() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public String fingerprint() {
            return "";
          }

          @Override
          public Loaded<Images> load(int[] indices, CounterRandom random) throws IOException {
            throw failure.get();
          }
        };
    var skipping = data.skippingUnreadable(SKIP);

    failure.set(new FileSystemException("0.png", null, "Too many open files"));
    assertThatThrownBy(() -> skipping.load(new int[] {0}, CounterRandom.of(0)))
        .isSameAs(failure.get());
    failure.set(new IOException("0.png", new java.io.InterruptedIOException()));
    assertThatThrownBy(() -> skipping.load(new int[] {0}, CounterRandom.of(0)))
        .isSameAs(failure.get());
    assertThat(skipping.skipped()).isEmpty();
  }

  @Test
  void pictures_in_memory_keep_their_index_and_fail_when_they_are_read() throws IOException {
    var source = new Greys(5, Set.of(0, 3));
    PictureSource memory = InMemory.copyOfReadable(source, OPTIONS);

    assertThat(memory.size()).isEqualTo(5);
    assertThat(memory.picture(4)).isEqualTo(InMemory.of(List.of(source.picture(4))).picture(0));
    assertThatThrownBy(() -> memory.picture(3)).hasMessage("Cannot read 3.png: it is cut off");
    assertThat(memory.name(3)).isEqualTo("3.png");
    assertThat(shown(memory.images(OPTIONS).skippingUnreadable(SKIP), 0, 1, 2, 3, 4))
        .containsExactly(1, 1, 2, 4, 4);
    var repaired = InMemory.copyOfReadable(new Greys(5, Set.of(0)), OPTIONS);
    assertThat(memory.fingerprint()).isNotEqualTo(repaired.fingerprint());
    assertThat(InMemory.copyOfReadable(new Greys(5, Set.of()), OPTIONS).fingerprint())
        .isEqualTo(InMemory.copyOf(new Greys(5, Set.of()), OPTIONS).fingerprint());
    assertThatThrownBy(() -> InMemory.copyOfReadable(new Greys(2, Set.of(0, 1)), OPTIONS))
        .hasMessage("Cannot read 0.png: it is cut off");
  }

  @Test
  void contents_of_two_parts_are_told_apart() {
    assertThat(Contents.join("inputs", Map.of("7.png", "a"), "targets", Map.of("7.png", "b")))
        .containsExactly(Map.entry("inputs: 7.png", "a"), Map.entry("targets: 7.png", "b"));
  }

  private static List<Integer> shown(TrainingData<Images> data, int... indices) throws IOException {
    try (var manager = NDManager.newBaseManager()) {
      return greys(data.load(indices, CounterRandom.of(0)).toBatch(manager).images());
    }
  }

  private static List<Integer> greys(ai.djl.ndarray.NDArray images) {
    float[] values = images.toFloatArray();
    var greys = new ArrayList<Integer>();
    for (int i = 0; i < values.length; i += 16) {
      greys.add(Math.round((values[i] + 1) * 127.5f));
    }
    return greys;
  }
}
