package org.atelier.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.atelier.data.source.PictureSource;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SampleDistanceTest {
  private static final int COUNT = 100;

  @Test
  void is_small_for_pictures_like_the_data_and_large_for_noisy_or_collapsed_ones()
      throws IOException {
    FashionMnist clothes = FashionMnist.embedded();
    var distance = new SampleDistance(from(clothes, 0).images(28));

    double alike = distance.to(pictures(from(clothes, COUNT)));
    double noisy = distance.to(noisy(pictures(from(clothes, COUNT))));
    double collapsed = distance.to(Collections.nCopies(COUNT, clothes.picture(7)));

    assertThat(distance.count()).isEqualTo(COUNT);
    assertThat(alike).isBetween(-0.02, 0.02);
    assertThat(noisy).isGreaterThan(5 * Math.abs(alike));
    assertThat(collapsed).isGreaterThan(5 * Math.abs(alike));
  }

  private static PictureSource from(FashionMnist clothes, int first) {
    return clothes.subset(IntStream.range(first, first + COUNT).toArray());
  }

  private static List<Picture> pictures(PictureSource source) throws IOException {
    var pictures = new ArrayList<Picture>();
    for (int i = 0; i < source.size(); i++) {
      pictures.add(source.picture(i));
    }
    return pictures;
  }

  private static List<Picture> noisy(List<Picture> pictures) {
    var noisy = new ArrayList<Picture>();
    for (Picture picture : pictures) {
      var random = CounterRandom.of(0, noisy.size());
      float[] values = picture.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.4f * (float) random.nextGaussian();
      }
      noisy.add(
          new Picture(picture.channels(), picture.height(), picture.width(), values).clamped());
    }
    return noisy;
  }
}
