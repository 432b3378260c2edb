package org.atelier.metrics.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.source.ImageOptions;
import org.atelier.data.source.InMemory;
import org.atelier.data.source.PictureSource;
import org.atelier.image.Picture;
import org.atelier.image.PictureGrid;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class NearestPicturesTest {
  private static final NearestOptions THREE = NearestOptions.defaults().withCount(3);

  private static List<Picture> noise(int count, int channels, int height, int width, long seed) {
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < count; i++) {
      float[] values = CounterRandom.of(seed, i).gaussians(channels * height * width);
      pictures.add(new Picture(channels, height, width, values).clamped());
    }
    return pictures;
  }

  private static double distance(Picture a, Picture b) {
    double sum = 0;
    for (int i = 0; i < a.values().length; i++) {
      sum += Math.pow(a.values()[i] - b.values()[i], 2);
    }
    return Math.sqrt(sum / a.values().length);
  }

  /** The mean of each picture. */
  private static final FeatureNetwork LIGHT =
      new FeatureNetwork() {
        @Override
        public String name() {
          return "light";
        }

        @Override
        public String hash() {
          return "00";
        }

        @Override
        public String resizer() {
          return "none";
        }

        @Override
        public int featureCount() {
          return 1;
        }

        @Override
        public Features features(NDArray pictures) {
          assertThat(pictures.getShape().get(1)).isEqualTo(3);
          return new Features(
              pictures.reshape(pictures.getShape().get(0), -1).mean(new int[] {1}, true));
        }
      };

  @Test
  void finds_what_a_search_of_all_finds_whatever_the_batch() throws IOException {
    PictureSource source = InMemory.of(noise(50, 3, 4, 6, 1));
    List<Picture> samples = noise(4, 3, 4, 6, 2);
    List<List<Neighbour>> found = NearestPictures.byPixels(THREE).of(samples, source);
    assertThat(found).hasSize(4);
    for (int i = 0; i < samples.size(); i++) {
      Picture sample = samples.get(i);
      var distances = new double[source.size()];
      for (int j = 0; j < distances.length; j++) {
        distances[j] = distance(sample, source.picture(j));
      }
      var order =
          IntStream.range(0, 50).boxed().sorted(Comparator.comparing(j -> distances[j])).toList();
      for (int k = 0; k < 3; k++) {
        assertThat(found.get(i).get(k).index()).isEqualTo(order.get(k));
        assertThat(found.get(i).get(k).distance()).isCloseTo(distances[order.get(k)], within(1e-6));
      }
    }
    assertThat(
            NearestPictures.byPixels(THREE.withBatchSize(7)).on(Device.cpu()).of(samples, source))
        .isEqualTo(found);
  }

  @Test
  void a_copied_training_picture_is_found_at_no_distance() throws IOException {
    // Of another size and aspect, as training sees it.
    PictureSource photos = InMemory.of(noise(9, 3, 20, 14, 3));
    PictureSource seen =
        InMemory.copyOf(photos, ImageOptions.defaults().withSize(8).withChannels(1));
    List<Neighbour> found =
        NearestPictures.byPixels(THREE).of(List.of(seen.picture(5)), photos).get(0);
    assertThat(found.get(0).index()).isEqualTo(5);
    // Half a step of 8 bits.
    assertThat(found.get(0).distance()).isLessThan(1 / 255.0);
    assertThat(found.get(1).distance()).isGreaterThan(0.1);
  }

  @Test
  void equally_near_pictures_come_in_their_order() throws IOException {
    Picture black = new Picture(1, 2, 2, new float[] {-1, -1, -1, -1});
    PictureSource source = InMemory.of(List.of(black, black, black, black));
    assertThat(NearestPictures.byPixels(THREE.withBatchSize(1)).of(List.of(black), source).get(0))
        .containsExactly(new Neighbour(0, 0), new Neighbour(1, 0), new Neighbour(2, 0));
    assertThat(NearestPictures.byPixels(THREE.withCount(9)).of(List.of(black), source).get(0))
        .hasSize(4);
  }

  @Test
  void features_see_what_pixels_do_not() throws IOException {
    Picture upper = new Picture(1, 2, 2, new float[] {1, 1, -1, -1});
    Picture lower = new Picture(1, 2, 2, new float[] {-1, -1, 1, 1});
    Picture bright = new Picture(1, 2, 2, new float[] {1, 1, 1, 0});
    PictureSource source = InMemory.of(List.of(bright, lower));
    List<Picture> samples = List.of(upper);
    NearestOptions one = THREE.withCount(1);
    assertThat(NearestPictures.byPixels(one).of(samples, source).get(0).get(0).index()).isZero();
    List<Neighbour> alike = NearestPictures.byFeatures(LIGHT, one).of(samples, source).get(0);
    assertThat(alike.get(0).index()).isEqualTo(1);
    assertThat(alike.get(0).distance()).isCloseTo(0, within(1e-6));
  }

  @Test
  void a_row_of_the_picture_is_a_sample_and_its_neighbours() throws IOException {
    List<Picture> pixels =
        IntStream.range(0, 3).mapToObj(i -> new Picture(1, 1, 1, new float[] {i - 1})).toList();
    PictureSource source = InMemory.of(pixels);
    List<Picture> samples =
        List.of(new Picture(1, 1, 1, new float[] {-1}), new Picture(1, 1, 1, new float[] {1}));
    var found = NearestPictures.byPixels(THREE.withCount(2)).of(samples, source);
    Picture shown =
        NearestPictures.arrange(samples, found, source, PictureGrid.defaults().withPadding(0));
    assertThat(shown.height()).isEqualTo(2);
    assertThat(shown.values()).containsExactly(new float[] {-1, -1, 0, 1, 1, 0}, within(0.01f));
    assertThatThrownBy(
            () ->
                NearestPictures.arrange(
                    samples, found.subList(0, 1), source, PictureGrid.defaults()))
        .hasMessageEndingWith("but got 2 samples and the neighbours of 1");
  }

  @Test
  void what_cannot_be_searched_is_refused_in_a_sentence() {
    PictureSource source = InMemory.of(noise(2, 1, 2, 2, 1));
    NearestPictures search = NearestPictures.byPixels(THREE);
    assertThatThrownBy(() -> search.of(List.of(), source))
        .hasMessage("Expected at least one sample, but got none");
    List<Picture> different = List.of(noise(1, 1, 2, 2, 1).get(0), noise(1, 1, 2, 3, 1).get(0));
    assertThatThrownBy(() -> search.of(different, source))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected samples of one shape");
    List<Picture> alpha = noise(1, 4, 2, 2, 1);
    assertThatThrownBy(() -> search.of(alpha, source)).hasMessageContaining("grey or RGB");
    assertThatThrownBy(() -> THREE.withCount(0)).hasMessage("count must be at least 1, but was 0");
    assertThatThrownBy(() -> THREE.withBatchSize(0))
        .hasMessage("batchSize must be at least 1, but was 0");
  }
}
