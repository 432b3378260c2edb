package org.atelier.translation.dream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.HostValues;
import org.atelier.image.Picture;
import org.atelier.random.CounterRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectivesTest {
  private static final int N = 3;
  private static final int C = 4;
  private static final int H = 5;
  private static final int W = 6;

  private final NDManager scope = NDManager.newBaseManager();
  private final float[] values = CounterRandom.of(8).gaussians(N * C * H * W);
  private final Map<String, NDArray> features =
      Map.of("f", HostValues.toArray(scope, values, new Shape(N, C, H, W)));

  @AfterEach
  void close() {
    scope.close();
  }

  private double at(int n, int c, int y, int x) {
    return values[((n * C + c) * H + y) * W + x];
  }

  /** The mean of a function of a position. */
  private double mean(Position of) {
    double sum = 0;
    for (int n = 0; n < N; n++) {
      for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
          sum += of.at(n, y, x);
        }
      }
    }
    return sum / (N * H * W);
  }

  @FunctionalInterface
  private interface Position {
    double at(int n, int y, int x);
  }

  private void assertValue(DreamObjective objective, double expected) {
    assertThat((double) objective.of(features).getFloat()).isCloseTo(expected, within(1e-4));
  }

  @Test
  void layer_channel_and_neuron_are_what_their_names_say() {
    assertValue(
        new LayerEnergy("f"),
        mean(
            (n, y, x) ->
                (sq(at(n, 0, y, x)) + sq(at(n, 1, y, x)) + sq(at(n, 2, y, x)) + sq(at(n, 3, y, x)))
                    / C));
    assertValue(ChannelMean.of("f", 2), mean((n, y, x) -> at(n, 2, y, x)));
    assertValue(
        new ChannelMean("f", Set.of(0, 3)),
        mean((n, y, x) -> (at(n, 0, y, x) + at(n, 3, y, x)) / 2));
    assertValue(Neuron.of("f", 1), (at(0, 1, 2, 3) + at(1, 1, 2, 3) + at(2, 1, 2, 3)) / N);
    assertValue(
        new Neuron("f", 1, new Place(1, 0)),
        (at(0, 1, 0, 5) + at(1, 1, 0, 5) + at(2, 1, 0, 5)) / N);
  }

  private static double sq(double x) {
    return x * x;
  }

  @Test
  void a_class_is_a_channel_of_logits() {
    NDArray logits = scope.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
    assertThat(ChannelMean.ofClass("logits", 1).of(Map.of("logits", logits)).getFloat())
        .isEqualTo(3.5f);
    assertThatThrownBy(() -> Neuron.of("logits", 1).of(Map.of("logits", logits)))
        .hasMessageContaining("a tap with positions");
  }

  @Test
  void directions_are_dot_products_with_a_power_of_the_cosine() {
    List<Double> v = List.of(0.5, -1.0, 0.0, 2.0);
    Position dot = (n, y, x) -> 0.5 * at(n, 0, y, x) - at(n, 1, y, x) + 2 * at(n, 3, y, x);
    assertValue(Direction.of("f", v), mean(dot));
    double length = Math.sqrt(5.25) + 1e-4;
    Position cosine =
        (n, y, x) -> {
          double norm = 0;
          for (int c = 0; c < C; c++) {
            norm += sq(at(n, c, y, x));
          }
          double cos = dot.at(n, y, x) / ((Math.sqrt(norm) + 1e-4) * length);
          return dot.at(n, y, x) * sq(Math.max(0.1, cos));
        };
    assertValue(Direction.of("f", v).withCosinePower(2), mean(cosine));
    assertValue(
        Direction.of("f", v).withCosinePower(2).at(Place.centre()),
        (cosine.at(0, 2, 3) + cosine.at(1, 2, 3) + cosine.at(2, 2, 3)) / N);
    assertThatThrownBy(() -> Direction.of("f", List.of(1.0)).of(features))
        .hasMessageContaining("a direction of 4 numbers");
  }

  @Test
  void sums_have_weights() {
    double first = mean((n, y, x) -> at(n, 0, y, x));
    double second = mean((n, y, x) -> at(n, 1, y, x));
    assertValue(
        ChannelMean.of("f", 0).times(3).plus(-0.5, ChannelMean.of("f", 1)),
        3 * first - 0.5 * second);
  }

  @Test
  void diversity_is_less_the_more_alike_the_pictures_are() {
    var grams = new double[N][C * C];
    for (int n = 0; n < N; n++) {
      for (int a = 0; a < C; a++) {
        for (int b = 0; b < C; b++) {
          for (int i = 0; i < H * W; i++) {
            grams[n][a * C + b] +=
                values[(n * C + a) * H * W + i] * (double) values[(n * C + b) * H * W + i];
          }
        }
      }
    }
    double sum = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        sum +=
            i == j
                ? 0
                : dot(grams[i], grams[j])
                    / Math.sqrt(dot(grams[i], grams[i]) * dot(grams[j], grams[j]));
      }
    }
    assertValue(new Diversity("f"), -sum / N);
    float[] same = Arrays.copyOf(values, 2 * C * H * W);
    System.arraycopy(same, 0, same, C * H * W, C * H * W);
    NDArray twice = HostValues.toArray(scope, same, new Shape(2, C, H, W));
    assertThat(new Diversity("f").of(Map.of("f", twice)).getFloat()).isCloseTo(-1, within(1e-5f));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void alignment_is_minus_the_differences_between_neighbours() {
    int each = C * H * W;
    double near = 0;
    double far = 0;
    for (int i = 0; i < each; i++) {
      near +=
          (sq(values[i] - values[each + i]) + sq(values[each + i] - values[2 * each + i])) / each;
      far += sq(values[i] - values[2 * each + i]) / each;
    }
    assertValue(Alignment.of("f"), -near / 2 - far / 4);
  }

  @Test
  void a_guide_gives_the_dot_product_of_the_best_match() {
    Picture guide = TinyEye.picture(24, 20);
    try (var eye = TinyEye.open()) {
      var seen = DreamFeatures.of(eye);
      NDArray x =
          DreamArrays.of(TinyEye.picture(20, 26).flipped(), 3, new Octaves.Size(20, 26), scope);
      DreamObjective guided = new GuidedBy("deep", guide).prepared(seen, x);
      float[] f = eye.of(x).get("deep").toFloatArray();
      float[] g =
          eye.of(DreamArrays.of(guide, 3, new Octaves.Size(24, 20), scope))
              .get("deep")
              .toFloatArray();
      int positions = f.length / 5;
      int others = g.length / 5;
      double sum = 0;
      for (int i = 0; i < positions; i++) {
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < others; j++) {
          double match = 0;
          for (int c = 0; c < 5; c++) {
            match += f[c * positions + i] * g[c * others + j];
          }
          best = Math.max(best, match);
        }
        sum += best;
      }
      assertThat((double) guided.of(eye.of(x)).getFloat()).isCloseTo(sum / positions, within(1e-4));
      assertThat(guided.prepared(seen, x)).isSameAs(guided);
    }
  }

  @Test
  void channels_are_chosen_by_how_much_they_answer() {
    DreamFeatures fixed = new FixedFeatures(features);
    var means = new double[C];
    for (int c = 0; c < C; c++) {
      int channel = c;
      means[c] = mean((n, y, x) -> at(n, channel, y, x));
    }
    Integer[] order = {0, 1, 2, 3};
    Arrays.sort(order, (a, b) -> Double.compare(means[b], means[a]));
    var strongest = ChosenChannels.of("f", ChosenChannels.Rank.STRONGEST, 2);
    assertThat(strongest.prepared(fixed, scope.zeros(new Shape(1))))
        .isEqualTo(new ChannelMean("f", Set.of(order[0], order[1])));
    assertThat(
            ChosenChannels.of("f", ChosenChannels.Rank.WEAKEST, 1)
                .among(Set.of(order[0], order[1]))
                .prepared(fixed, scope.zeros(new Shape(1))))
        .isEqualTo(ChannelMean.of("f", order[1]));
    DreamObjective again =
        strongest.withEachOctave(true).prepared(fixed, scope.zeros(new Shape(1)));
    assertValue(again, (means[order[0]] + means[order[1]]) / 2);
    assertThat(again.prepared(fixed, scope.zeros(new Shape(1)))).isEqualTo(again);
    assertThatThrownBy(
            () ->
                ChosenChannels.of("f", ChosenChannels.Rank.AVERAGE, 5)
                    .prepared(fixed, scope.zeros(new Shape(1))))
        .hasMessageContaining("at most 4 channels");
  }

  private record FixedFeatures(Map<String, NDArray> features) implements DreamFeatures {
    @Override
    public Map<String, NDArray> of(NDArray pictures, java.util.Collection<String> taps) {
      return Map.of("f", features.get("f").duplicate());
    }

    @Override
    public int channels() {
      return 3;
    }

    @Override
    public ai.djl.Device device() {
      return ai.djl.Device.cpu();
    }
  }
}
