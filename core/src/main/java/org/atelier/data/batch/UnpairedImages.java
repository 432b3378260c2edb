package org.atelier.data.batch;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atelier.data.Contents;
import org.atelier.data.SkipOptions;
import org.atelier.data.SkippedExample;
import org.atelier.data.TrainingData;
import org.atelier.random.CounterRandom;

/**
 * A batch of unpaired pictures of two domains.
 *
 * @param a (N, C, H, W), float32 in [-1, 1]
 * @param b (N, C', H', W'), float32 in [-1, 1]
 */
public record UnpairedImages(NDArray a, NDArray b) {
  /**
   * Returns training data of two domains, as for CycleGAN (arXiv:1703.10593): an epoch has every
   * picture of the larger domain once, each with a randomly drawn picture of the smaller domain.
   *
   * @param a pictures of domain A
   * @param b pictures of domain B; the numbers may differ
   */
  public static TrainingData<UnpairedImages> of(TrainingData<Images> a, TrainingData<Images> b) {
    return new TwoDomains(a, b);
  }

  private record TwoDomains(TrainingData<Images> a, TrainingData<Images> b)
      implements TrainingData<UnpairedImages> {
    /** Purposes of random streams; negative, so that none equals an example's. */
    private static final long AUGMENTATION_A = -1;

    private static final long AUGMENTATION_B = -2;
    private static final long PARTNERS = -3;

    @Override
    public int size() {
      return Math.max(a.size(), b.size());
    }

    @Override
    public String fingerprint() {
      return "A: %s; B: %s".formatted(a.fingerprint(), b.fingerprint());
    }

    @Override
    public Map<String, String> contents() throws IOException {
      return Contents.join("A", a.contents(), "B", b.contents());
    }

    /** A partner is drawn, so each domain replaces its own pictures. */
    @Override
    public TrainingData<UnpairedImages> skippingUnreadable(SkipOptions options) {
      return new TwoDomains(a.skippingUnreadable(options), b.skippingUnreadable(options));
    }

    @Override
    public List<SkippedExample> skipped() {
      var all = new ArrayList<>(a.skipped());
      all.addAll(b.skipped());
      return List.copyOf(all);
    }

    @Override
    public Loaded<UnpairedImages> load(int[] indices, CounterRandom random) throws IOException {
      boolean byA = a.size() >= b.size();
      int[] partners = drawn(indices.length, byA ? b.size() : a.size(), random.fork(PARTNERS));
      var fromA = a.load(byA ? indices : partners, random.fork(AUGMENTATION_A));
      var fromB = b.load(byA ? partners : indices, random.fork(AUGMENTATION_B));
      return manager ->
          new UnpairedImages(fromA.toBatch(manager).images(), fromB.toBatch(manager).images());
    }

    private static int[] drawn(int count, int available, CounterRandom random) {
      var drawn = new int[count];
      for (int i = 0; i < count; i++) {
        drawn[i] = random.nextInt(available);
      }
      return drawn;
    }
  }
}
