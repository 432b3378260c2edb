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
import java.util.Set;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.perception.FeatureExtractor;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicDreamTest {
  private static FeatureExtractor eye;

  private final Picture picture = TinyEye.picture(40, 53);

  @BeforeAll
  static void open() {
    eye = TinyEye.open();
  }

  @AfterAll
  static void close() {
    eye.close();
  }

  private static ClassicDream dream(DreamObjective objective, ClassicOptions options) {
    return new ClassicDream(DreamFeatures.of(eye), objective, options);
  }

  private static List<Double> values(Dreamer dreamer, DreamContent content) {
    var values = new ArrayList<Double>();
    dreamer.apply(
        content.withProgress(
            (done, steps, value, preview) -> {
              values.add(value);
              return true;
            }));
    return values;
  }

  private static double energy(Picture picture) {
    try (NDManager scope = NDManager.newBaseManager()) {
      return new LayerEnergy("deep")
          .of(eye.of(DreamArrays.of(picture, 3, sizeOf(picture), scope)))
          .getFloat();
    }
  }

  private static Octaves.Size sizeOf(Picture picture) {
    return new Octaves.Size(picture.height(), picture.width());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void the_objective_grows_with_every_step(int bands) {
    var options =
        ClassicOptions.defaults()
            .withOctaves(new Octaves(1, 1.4, 8))
            .withJitter(0)
            .withBands(bands)
            .withLeak(Leak.none());
    List<Double> values = values(dream(new LayerEnergy("deep"), options), DreamContent.of(picture));
    assertThat(values).hasSize(8).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void octaves_of_all_sizes_are_dreamt_and_the_result_has_the_pictures_size() {
    var options =
        ClassicOptions.defaults().withOctaves(new Octaves(2, 1.2, 3)).withTiles(new Tiles(64, 32));
    Picture dreamt = dream(new LayerEnergy("deep"), options).apply(picture);
    assertThat(dreamt.height()).isEqualTo(40);
    assertThat(dreamt.width()).isEqualTo(53);
    assertThat(energy(dreamt)).isGreaterThan(1.1 * energy(picture));
    assertThat(values(dream(new LayerEnergy("deep"), options), DreamContent.of(picture)))
        .hasSize(6);
  }

  @Test
  void one_seed_gives_one_dream_and_another_seed_another() {
    ClassicDream dream = dream(new LayerEnergy("deep"), ClassicOptions.defaults());
    Picture first = dream.apply(DreamContent.of(picture).withSeed(3));
    assertThat(dream.apply(DreamContent.of(picture).withSeed(3))).isEqualTo(first);
    assertThat(dream.apply(DreamContent.of(picture).withSeed(4))).isNotEqualTo(first);
  }

  @Test
  void a_dream_stays_within_its_mask() {
    var mask = new float[40 * 53];
    Arrays.fill(mask, -1);
    Arrays.fill(mask, 20 * 53, mask.length, 1);
    Picture dreamt =
        dream(
                new LayerEnergy("deep"),
                ClassicOptions.defaults().withOctaves(new Octaves(1, 1.4, 4)))
            .apply(DreamContent.of(picture).withMask(new Picture(1, 40, 53, mask)));
    assertThat(dreamt.crop(0, 0, 20, 53)).isEqualTo(picture.crop(0, 0, 20, 53));
    assertThat(dreamt.crop(20, 0, 20, 53)).isNotEqualTo(picture.crop(20, 0, 20, 53));
  }

  @Test
  void tiles_have_the_gradient_of_the_whole_picture() {
    try (NDManager scope = NDManager.newBaseManager()) {
      NDArray x = DreamArrays.of(TinyEye.picture(150, 170), 3, new Octaves.Size(150, 170), scope);
      var objective = new LayerEnergy("wide").plus(0.5, ChannelMean.of("wide", 1));
      var whole = new Ascent(DreamFeatures.of(eye), objective, new Tiles(256, 32));
      var tiled = new Ascent(DreamFeatures.of(eye), objective, new Tiles(64, 32));
      float[] expected = scaled(whole.of(x, CounterRandom.of(1)).gradient());
      for (int seed = 0; seed < 3; seed++) {
        float[] actual = scaled(tiled.of(x, CounterRandom.of(seed)).gradient());
        double most = 0;
        for (int i = 0; i < expected.length; i++) {
          most = Math.max(most, Math.abs(actual[i] - expected[i]));
        }
        // The objective is a mean: margins are counted twice, everywhere alike.
        assertThat(most).as("seed %s", seed).isLessThan(1e-4);
      }
    }
  }

  private static float[] scaled(NDArray gradient) {
    return GradientBands.normalised(gradient, 1).toFloatArray();
  }

  @Test
  void a_feature_that_is_silent_everywhere_begins_to_answer() {
    // A grey picture through weights of mean 0 and a strongly negative shift: all is below zero.
    DreamFeatures silent = new ShiftedFeatures(DreamFeatures.of(eye), -40);
    var options =
        ClassicOptions.defaults().withOctaves(new Octaves(1, 1.4, 3)).withJitter(0).withBands(1);
    assertThatThrownBy(
            () ->
                new ClassicDream(
                        silent, new LayerEnergy("rectified"), options.withLeak(Leak.none()))
                    .apply(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no gradient");
    assertThat(
            new ClassicDream(
                    silent, ChannelMean.of("rectified", 0), options.withLeak(Leak.defaults()))
                .apply(picture))
        .isNotEqualTo(picture);
  }

  @Test
  void bands_of_a_gradient_have_equal_shares_and_their_sum_is_of_mean_one() {
    try (NDManager scope = NDManager.newBaseManager()) {
      for (long[] size : new long[][] {{1, 1}, {3, 8}, {17, 32}}) {
        var shape = new Shape(1, 3, size[0], size[1]);
        NDArray g =
            HostValues.toArray(scope, CounterRandom.of(2).gaussians((int) shape.size()), shape);
        NDArray normalised = GradientBands.normalised(g, 4);
        assertThat(normalised.getShape()).isEqualTo(shape);
        assertThat(normalised.abs().mean().getFloat()).isCloseTo(1, within(1e-4f));
      }
      NDArray zero = scope.zeros(new Shape(1, 3, 8, 8));
      assertThat(GradientBands.normalised(zero, 4).abs().sum().getFloat()).isZero();
    }
  }

  @Test
  void a_neuron_of_a_picture_in_tiles_is_refused() {
    var options = ClassicOptions.defaults().withTiles(new Tiles(32, 0));
    assertThatThrownBy(() -> dream(Neuron.of("deep", 0), options).apply(picture))
        .hasMessageContaining("a neuron is at one place");
  }

  @Test
  void a_listener_ends_it_with_the_picture_so_far() {
    var seen = new ArrayList<Long>();
    Picture dreamt =
        dream(
                new LayerEnergy("deep"),
                ClassicOptions.defaults().withOctaves(new Octaves(2, 1.2, 3)))
            .apply(
                DreamContent.of(picture)
                    .withProgress(
                        (done, steps, value, preview) -> {
                          seen.add(done);
                          assertThat(preview.get().channels()).isEqualTo(3);
                          return done < 2;
                        }));
    assertThat(seen).containsExactly(1L, 2L);
    assertThat(dreamt.height()).isEqualTo(40);
    assertThat(dreamt).isNotEqualTo(picture);
  }

  @Test
  void pictures_and_masks_that_do_not_suit_are_refused_in_a_sentence() {
    assertThatThrownBy(() -> DreamContent.of(TinyEye.picture(1, 1)))
        .hasMessageContaining("at least 16 pixels");
    assertThatThrownBy(() -> DreamContent.of(TinyEye.picture(1, 10_000)))
        .hasMessageContaining("got 1×10000");
    assertThatThrownBy(() -> DreamContent.of(picture).withMask(TinyEye.picture(40, 52)))
        .hasMessageContaining("a mask of the picture's size, 40×53");
    assertThatThrownBy(
            () -> DreamContent.of(picture).withMask(new Picture(1, 40, 53, black(40 * 53))))
        .hasMessageContaining("black everywhere");
    assertThatThrownBy(
            () -> dream(ChannelMean.of("deep", 5), ClassicOptions.defaults()).apply(picture))
        .hasMessageContaining("from 0 to 4, but was 5");
    assertThatThrownBy(() -> new ChannelMean("deep", Set.of()))
        .hasMessageContaining("at least one channel");
  }

  private static float[] black(int pixels) {
    var values = new float[pixels];
    Arrays.fill(values, -1);
    return values;
  }
}
