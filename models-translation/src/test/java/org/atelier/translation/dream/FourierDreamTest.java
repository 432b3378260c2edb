package org.atelier.translation.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atelier.engine.Gradients;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FourierDreamTest {
  private static FeatureExtractor eye;

  private final Picture picture = TinyEye.picture(32, 40);

  @BeforeAll
  static void open() {
    eye = TinyEye.open();
  }

  @AfterAll
  static void close() {
    eye.close();
  }

  private static FourierDream dream(FourierOptions options) {
    return new FourierDream(DreamFeatures.of(eye), new LayerEnergy("deep"), options);
  }

  @Test
  void the_objective_grows_and_the_picture_stays_in_its_range() {
    var values = new ArrayList<Double>();
    Picture dreamt =
        dream(FourierOptions.defaults().withSteps(12).withViews(Views.none()).withLeak(Leak.none()))
            .apply(
                DreamContent.of(picture)
                    .withProgress(
                        (done, steps, value, preview) -> {
                          values.add(value);
                          return true;
                        }));
    assertThat(values).hasSize(12).isSorted();
    assertThat(values.get(11)).isGreaterThan(1.2 * values.get(0));
    for (float value : dreamt.values()) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @Test
  void outside_of_a_mask_the_picture_is_as_it_was() {
    var mask = new float[32 * 40];
    Arrays.fill(mask, -1);
    Arrays.fill(mask, 16 * 40, mask.length, 1);
    Picture dreamt =
        dream(FourierOptions.defaults().withSteps(3))
            .apply(DreamContent.of(picture).withMask(new Picture(1, 32, 40, mask)));
    assertThat(dreamt.crop(0, 0, 16, 40)).isEqualTo(picture.crop(0, 0, 16, 40));
    assertThat(dreamt.crop(16, 0, 16, 40)).isNotEqualTo(picture.crop(16, 0, 16, 40));
  }

  @Test
  void a_batch_from_noise_is_a_function_of_the_seed() {
    FourierDream dream = dream(FourierOptions.defaults().withSteps(3));
    List<Picture> first = dream.visualise(2, 20, 24, 1, DreamProgress.none());
    assertThat(first).hasSize(2);
    assertThat(first.get(0)).isNotEqualTo(first.get(1));
    assertThat(dream.visualise(2, 20, 24, 1, DreamProgress.none())).isEqualTo(first);
    assertThatThrownBy(() -> dream.visualise(0, 20, 24, 1, DreamProgress.none()))
        .hasMessageContaining("at least one picture");
  }

  @Test
  void a_view_without_changes_is_the_picture_padded_by_its_mirror_image() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = DreamArrays.of(picture, 3, new Octaves.Size(32, 40), scope);
      NDArray view = Views.none().withPad(2).of(x, CounterRandom.of(1));
      assertThat(view.getShape()).isEqualTo(new Shape(1, 3, 36, 44));
      Picture seen = DreamArrays.picture(view);
      assertThat(seen.crop(2, 2, 32, 40).values()).containsExactly(picture.values(), within(1e-5f));
      // The border pixel is repeated: mirrored at the pixels' outer edges.
      assertThat(seen.values()[2 * 44 + 1]).isCloseTo(picture.values()[0], within(1e-5f));
      assertThat(seen.values()[2 * 44]).isCloseTo(picture.values()[1], within(1e-5f));
    }
  }

  @Test
  void views_are_moved_scaled_and_turned_and_differentiable() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = DreamArrays.of(picture, 3, new Octaves.Size(32, 40), scope);
      x.setRequiresGradient(true);
      NDArray view = Gradients.recording(() -> Views.defaults().of(x, CounterRandom.of(1, 2)));
      assertThat(view.getShape()).isEqualTo(new Shape(1, 3, 44, 52));
      NDArray sum = Gradients.recording(view::sum);
      NDArray gradient = Gradients.of(sum, List.of(x)).singletonOrThrow();
      assertThat(gradient.sum().getFloat()).isCloseTo(3f * 44 * 52, within(1f));
      NDArray turned = Views.none().withRotation(90).of(x, new Half(0.999999));
      assertThat(turned.getShape()).isEqualTo(x.getShape());
    }
  }

  /** A generator that always draws the same share. */
  private record Half(double value) implements java.util.random.RandomGenerator {
    @Override
    public long nextLong() {
      return (long) (value * Long.MAX_VALUE);
    }

    @Override
    public double nextDouble() {
      return value;
    }
  }

  @Test
  void a_zoom_enlarges_the_middle_and_dreams_again() throws Exception {
    var smooth = new float[3 * 32 * 40];
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = (float) Math.sin(i % 40 * 0.2 + i / 40 * 0.3);
    }
    var start = new Picture(3, 32, 40, smooth);
    var frames = new ArrayList<Picture>();
    Dreamer asleep = DreamContent::picture;
    new Zoom(3, 2, 0).run(asleep, DreamContent.of(start), frames::add);
    assertThat(frames).hasSize(3);
    assertThat(frames.get(0)).isEqualTo(start);
    Picture middle = org.atelier.image.Resizer.BICUBIC.resize(start.crop(8, 10, 16, 20), 32, 40);
    double difference = 0;
    for (int i = 0; i < middle.values().length; i++) {
      difference += Math.abs(frames.get(1).values()[i] - middle.values()[i]);
    }
    assertThat(difference / middle.values().length).isLessThan(0.05);
  }

  @Test
  void a_film_begins_each_frame_with_the_result_before() {
    var starts = new ArrayList<Picture>();
    Dreamer asleep =
        content -> {
          starts.add(content.picture());
          return new Picture(3, 32, 40, new float[3 * 32 * 40]);
        };
    var film = new Film(asleep, 0.25, DreamContent.of(picture));
    film.next(picture);
    film.next(picture);
    assertThat(starts.get(0)).isEqualTo(picture);
    assertThat(starts.get(1).values()[7]).isCloseTo(0.75f * picture.values()[7], within(1e-6f));
    assertThatThrownBy(() -> film.next(TinyEye.picture(32, 41)))
        .hasMessageContaining("frames of one size");
  }
}
