package org.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.ImageOptions;
import org.atelier.data.InMemory;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class PixelDistanceTest {
  private static final int SIZE = 12;

  @Test
  void is_small_for_pictures_like_the_data_and_large_for_collapsed_ones() throws IOException {
    var distance = new PixelDistance(InMemory.of(noise(0)).images(options()));

    double same = distance.to(noise(0));
    double alike = distance.to(noise(1));
    double collapsed = distance.to(Collections.nCopies(distance.count(), noise(1).get(0)));

    assertThat(distance.count()).isEqualTo(100);
    assertThat(same).isLessThan(1e-3);
    assertThat(alike).isGreaterThan(same);
    assertThat(collapsed).isGreaterThan(alike * 2);
  }

  private static ImageOptions options() {
    return ImageOptions.defaults().withSize(SIZE).withChannels(1);
  }

  private static List<Picture> noise(long seed) {
    return IntStream.range(0, 100)
        .mapToObj(
            n -> {
              var random = CounterRandom.of(seed, n);
              var values = new float[SIZE * SIZE];
              for (int i = 0; i < values.length; i++) {
                values[i] = 2 * random.nextFloat() - 1;
              }
              return new Picture(1, SIZE, SIZE, values);
            })
        .toList();
  }
}
