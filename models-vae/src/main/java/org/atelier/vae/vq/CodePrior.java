package org.atelier.vae.vq;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.random.CounterRandom;

/**
 * A simple prior of the codes of a {@link VqVae}, to draw new pictures from: how often each code
 * came at a place beside the codes to its left and above it. Where these were seldom seen together,
 * less of them is asked for (interpolation after Witten and Bell, IEEE Trans. Inf. Theory 37,
 * 1991):
 *
 * <pre>
 * p(c | context) = (n(c, context) + k · p(c | less of it)) / (n(context) + k)
 * </pre>
 *
 * <p>where n counts, and k is the number of different codes that came in the context. A network
 * (PixelCNN) would know more of what lies further away; this needs no training.
 *
 * <pre>{@code
 * var prior = CodePrior.fit(model.encode(pictures));
 * List<Picture> samples = model.decode(prior.sample(64, 7));
 * }</pre>
 */
public final class CodePrior {
  /** From the least to the most of the context: nothing, place, and left, and above. */
  private static final int LEVELS = 4;

  private static final int NONE = -1;

  private final Shape shape;
  private final List<Map<Context, Counts>> levels;

  /** What is known of the code to come; what is not asked for is NONE. */
  private record Context(int place, int left, int above) {}

  /** How often each code came. */
  private static final class Counts {
    private final Map<Integer, Integer> byCode = new HashMap<>();
    private int all;

    void add(int code) {
      byCode.merge(code, 1, Integer::sum);
      all++;
    }
  }

  private CodePrior(Shape shape, List<Map<Context, Counts>> levels) {
    this.shape = shape;
    this.levels = levels;
  }

  /**
   * The prior of some maps.
   *
   * @param maps at least one, of places (H, W)
   * @throws IllegalArgumentException if there is none, or they differ in shape
   */
  public static CodePrior fit(List<CodeMap> maps) {
    if (maps.isEmpty() || maps.get(0).shape().dimension() != 2) {
      throw new IllegalArgumentException(
          "Expected codes of places (H, W), but got "
              + (maps.isEmpty() ? "none" : maps.get(0).shape()));
    }
    Shape shape = maps.get(0).shape();
    var levels = new ArrayList<Map<Context, Counts>>();
    for (int level = 0; level < LEVELS; level++) {
      levels.add(new HashMap<>());
    }
    int width = Math.toIntExact(shape.get(1));
    for (CodeMap map : maps) {
      if (!map.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "Expected codes of places %s, but got some of %s".formatted(shape, map.shape()));
      }
      int[] codes = map.codes();
      for (int place = 0; place < codes.length; place++) {
        for (int level = 0; level < LEVELS; level++) {
          levels
              .get(level)
              .computeIfAbsent(context(codes, place, width, level), any -> new Counts())
              .add(codes[place]);
        }
      }
    }
    return new CodePrior(shape, levels);
  }

  private static Context context(int[] codes, int place, int width, int level) {
    int left = place % width == 0 ? NONE : codes[place - 1];
    int above = place < width ? NONE : codes[place - width];
    return new Context(level > 0 ? place : NONE, level > 1 ? left : NONE, level > 2 ? above : NONE);
  }

  /** Draws: a function of the seed, the n-th being the same whatever the count. */
  public List<CodeMap> sample(int count, long seed) {
    int width = Math.toIntExact(shape.get(1));
    var maps = new ArrayList<CodeMap>(count);
    for (int n = 0; n < count; n++) {
      var random = CounterRandom.of(seed, n);
      var codes = new int[Math.toIntExact(shape.size())];
      for (int place = 0; place < codes.length; place++) {
        codes[place] = draw(codes, place, width, random);
      }
      maps.add(new CodeMap(shape, codes));
    }
    return maps;
  }

  /** From the most of the context down: each level keeps n / (n + k) of the draws that reach it. */
  private int draw(int[] codes, int place, int width, CounterRandom random) {
    for (int level = LEVELS - 1; level >= 0; level--) {
      Counts counts = levels.get(level).get(context(codes, place, width, level));
      if (counts == null) {
        continue;
      }
      double ofLess = level == 0 ? 0 : counts.byCode.size();
      double left = random.nextDouble() * (counts.all + ofLess);
      if (left < counts.all) {
        return chosen(counts, left);
      }
    }
    throw new IllegalStateException("The lowest level knows every code");
  }

  private static int chosen(Counts counts, double left) {
    int last = 0;
    double rest = left;
    for (var entry : new TreeMap<>(counts.byCode).entrySet()) {
      last = entry.getKey();
      rest -= entry.getValue();
      if (rest < 0) {
        break;
      }
    }
    return last;
  }
}
