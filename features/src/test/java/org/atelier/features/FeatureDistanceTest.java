package org.atelier.features;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.atelier.datasets.Faces;
import org.atelier.datasets.FashionMnist;
import org.atelier.image.Picture;
import org.atelier.image.Pictures;
import org.atelier.metrics.FeatureNetwork;
import org.atelier.metrics.sets.Evaluation;
import org.atelier.metrics.sets.EvaluationOptions;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled network, as it is by default, ranks damages of real pictures as an eye does. */
class FeatureDistanceTest {
  private static final int COUNT = 64;

  private static FeatureNetwork network;
  private static List<Picture> reference;
  private static List<Picture> others;

  @BeforeAll
  static void open() throws IOException {
    network = FeatureNetworks.mobileNetV2(FeatureNetworks.DEFAULT_SIZE, Device.cpu());
    reference = clothes(0, label -> true);
    others = clothes(COUNT, label -> true);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @Test
  void clothes_are_nearer_to_other_clothes_than_to_noisy_ones_and_more_noise_is_farther() {
    assertThat(
            List.of(
                distance(others),
                distance(each(others, picture -> noisy(picture, 0.1f))),
                distance(each(others, picture -> noisy(picture, 0.3f))),
                distance(each(others, picture -> noisy(picture, 0.9f)))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void more_blur_is_farther() {
    assertThat(
            List.of(
                distance(others),
                distance(each(others, picture -> blurred(picture, 1))),
                distance(each(others, picture -> blurred(picture, 4))),
                distance(each(others, picture -> blurred(picture, 16)))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void more_wrong_pixels_are_farther() {
    assertThat(
            List.of(
                distance(others),
                distance(each(others, picture -> peppered(picture, 0.02))),
                distance(each(others, picture -> peppered(picture, 0.2)))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void more_classes_that_never_come_are_farther() {
    assertThat(
            List.of(
                distance(others),
                distance(clothes(COUNT, label -> label >= 4)),
                distance(clothes(COUNT, label -> label >= 8))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void noise_on_colour_pictures_is_farther_the_more_of_it() throws IOException {
    var faces = Faces.embedded();
    var first = new ArrayList<Picture>();
    var second = new ArrayList<Picture>();
    for (int i = 0; i < COUNT; i++) {
      // Their order is by person; 47 shares no factor with the 2,496 of training.
      first.add(faces.picture(2 * i * 47 % 2496));
      second.add(faces.picture((2 * i + 1) * 47 % 2496));
    }
    assertThat(
            List.of(
                distance(first, second),
                distance(first, each(second, picture -> noisy(picture, 0.1f))),
                distance(first, each(second, picture -> noisy(picture, 0.4f)))))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static List<Picture> clothes(int from, IntPredicate wanted) {
    var set = FashionMnist.embedded();
    var pictures = new ArrayList<Picture>();
    for (int i = from; pictures.size() < COUNT; i++) {
      if (wanted.test(set.label(i))) {
        pictures.add(set.picture(i));
      }
    }
    return pictures;
  }

  private static double distance(List<Picture> generated) {
    return distance(reference, generated);
  }

  private static double distance(List<Picture> reference, List<Picture> generated) {
    try (NDManager scope = NDManager.newBaseManager();
        var evaluation = new Evaluation(network, "test", EvaluationOptions.defaults())) {
      evaluation.addReference(Pictures.toBatch(reference, scope));
      evaluation.addGenerated(Pictures.toBatch(generated, scope));
      return evaluation.frechetDistance().value();
    }
  }

  /** What becomes of the i-th picture. */
  private interface Damage {
    float[] apply(Source picture);
  }

  private record Source(Picture picture, CounterRandom random) {}

  private static List<Picture> each(List<Picture> pictures, Damage damage) {
    var damaged = new ArrayList<Picture>();
    for (int i = 0; i < pictures.size(); i++) {
      Picture picture = pictures.get(i);
      float[] values = damage.apply(new Source(picture, CounterRandom.of(1, i)));
      damaged.add(
          new Picture(picture.channels(), picture.height(), picture.width(), values).clamped());
    }
    return damaged;
  }

  private static float[] noisy(Source source, float deviation) {
    float[] values = source.picture().values().clone();
    float[] noise = source.random().gaussians(values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * noise[i];
    }
    return values;
  }

  private static float[] peppered(Source source, double share) {
    float[] values = source.picture().values().clone();
    for (int i = 0; i < values.length; i++) {
      if (source.random().nextDouble() < share) {
        values[i] = source.random().nextBoolean() ? 1 : -1;
      }
    }
    return values;
  }

  /** Binomial weights (1, 2, 1)/4 along rows and columns, so often: variance ½ each time. */
  private static float[] blurred(Source source, int times) {
    float[] values = source.picture().values().clone();
    int width = source.picture().width();
    for (int i = 0; i < times; i++) {
      values = blurred(values, width, 1);
      values = blurred(values, width, width);
    }
    return values;
  }

  /** Of one channel; borders count as if the picture went on as it ends. */
  private static float[] blurred(float[] values, int width, int step) {
    var result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = step == 1 ? i % width : i / width;
      int last = (step == 1 ? width : values.length / width) - 1;
      float before = values[place == 0 ? i : i - step];
      float after = values[place == last ? i : i + step];
      result[i] = (before + 2 * values[i] + after) / 4;
    }
    return result;
  }
}
