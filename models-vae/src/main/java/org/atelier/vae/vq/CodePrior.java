package org.atelier.vae.vq;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atelier.random.CounterRandom;

/**
 * A simple autoregressive prior over the codes of a {@link VqVae}, to sample new pictures from: the
 * frequencies of a code given its position and the codes to its left and above it. Contexts with
 * few observations are interpolated with shorter ones (Witten and Bell, IEEE Trans. Inf. Theory 37,
 * 1991):
 *
 * <pre>
 * p(c | context) = (n(c, context) + k · p(c | shorter context)) / (n(context) + k)
 * </pre>
 *
 * <p>where n counts, and k is the number of different codes in the context. It models no
 * dependencies beyond the two neighbours, as a PixelCNN would, but needs no training.
 *
 * <pre>{@code
 * var prior = CodePrior.fit(model.encode(pictures));
 * List<Picture> samples = model.decode(prior.sample(64, 7));
 * }</pre>
 */
public final class CodePrior {
  /** Contexts from the shortest to the longest: none, the position, and left, and above. */
  private static final int LEVELS = 4;

  private static final int NONE = -1;

  private final Shape shape;
  private final List<Map<Context, Counts>> levels;

  /** What a code is conditioned on; NONE for what a shorter context leaves out. */
  private record Context(int position, int left, int above) {}

  /** How often each code was observed. */
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
   * Fits a prior to the codes of pictures.
   *
   * @param maps at least one, of positions (H, W)
   * @throws IllegalArgumentException if there is none, or they differ in shape
   */
  public static CodePrior fit(List<CodeMap> maps) {
    if (maps.isEmpty() || maps.get(0).shape().dimension() != 2) {
      throw new IllegalArgumentException(
          "Expected codes of positions (H, W), but got "
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
            "Expected codes of positions %s, but got some of %s".formatted(shape, map.shape()));
      }
      int[] codes = map.indices();
      for (int position = 0; position < codes.length; position++) {
        for (int level = 0; level < LEVELS; level++) {
          levels
              .get(level)
              .computeIfAbsent(context(codes, position, width, level), any -> new Counts())
              .add(codes[position]);
        }
      }
    }
    return new CodePrior(shape, levels);
  }

  private static Context context(int[] codes, int position, int width, int level) {
    int left = position % width == 0 ? NONE : codes[position - 1];
    int above = position < width ? NONE : codes[position - width];
    return new Context(
        level > 0 ? position : NONE, level > 1 ? left : NONE, level > 2 ? above : NONE);
  }

  /**
   * Samples from the prior: a function of the seed, the n-th being the same whatever the count.
   *
   * @param count how many
   * @param seed of the samples
   */
  public List<CodeMap> sample(int count, long seed) {
    int width = Math.toIntExact(shape.get(1));
    var maps = new ArrayList<CodeMap>(count);
    for (int n = 0; n < count; n++) {
      var random = CounterRandom.of(seed, n);
      var codes = new int[Math.toIntExact(shape.size())];
      for (int position = 0; position < codes.length; position++) {
        codes[position] = draw(codes, position, width, random);
      }
      maps.add(new CodeMap(shape, codes));
    }
    return maps;
  }

  /** From the longest context down: each level is used with probability n / (n + k). */
  private int draw(int[] codes, int position, int width, CounterRandom random) {
    for (int level = LEVELS - 1; level >= 0; level--) {
      Counts counts = levels.get(level).get(context(codes, position, width, level));
      if (counts == null) {
        continue;
      }
      double ofShorter = level == 0 ? 0 : counts.byCode.size();
      double left = random.nextDouble() * (counts.all + ofShorter);
      if (left < counts.all) {
        return chosen(counts, left);
      }
    }
    throw new IllegalStateException("The shortest context has every code");
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
