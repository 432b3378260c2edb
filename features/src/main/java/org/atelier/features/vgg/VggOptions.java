package org.atelier.features.vgg;

import java.util.List;
import org.atelier.options.OptionChecks;

/**
 * Which VGG network, and how its pictures are pooled and padded.
 *
 * @param depth 16 or 19 layers with weights
 * @param batchNorm whether there is a batch norm after each convolution
 * @param pooling how feature maps are halved; weights were trained with {@link Pooling#MAX}
 * @param replicateBorder whether the first convolution continues pictures by their border pixels in
 *     place of zeros, which show as a frame in optimised pictures
 * @param divisor a divisor of 64, by which the widths 64, 128, 256 and 512 are divided; 1 for
 *     published weights
 * @param classifier the sizes of the linear layers of the classifier, at least 1; empty for a
 *     network without one. Of published weights: 4096, 4096, 1000
 */
public record VggOptions(
    Depth depth,
    boolean batchNorm,
    Pooling pooling,
    boolean replicateBorder,
    int divisor,
    List<Integer> classifier) {
  private static final int FIRST_WIDTH = 64;

  /** The number of layers with weights. */
  public enum Depth {
    /** Configuration D: 2, 2, 3, 3 and 3 convolutions. */
    VGG16(2, 2, 3, 3, 3),
    /** Configuration E: 2, 2, 4, 4 and 4 convolutions. */
    VGG19(2, 2, 4, 4, 4);

    private final List<Integer> convolutions;

    Depth(Integer... convolutions) {
      this.convolutions = List.of(convolutions);
    }

    /** Returns the number of convolutions of each of the five stages. */
    public List<Integer> convolutions() {
      return convolutions;
    }
  }

  /** Checks the numbers, and copies the list. */
  public VggOptions {
    OptionChecks.atLeast(1, "divisor", divisor);
    if (FIRST_WIDTH % divisor != 0) {
      throw new IllegalArgumentException("divisor must divide 64, but was " + divisor);
    }
    classifier = List.copyOf(classifier);
    for (int size : classifier) {
      OptionChecks.atLeast(1, "classifier", size);
    }
  }

  /** VGG-19 without batch norm, as published: max pooling, zero padding, 1000 classes. */
  public static VggOptions defaults() {
    return new VggOptions(Depth.VGG19, false, Pooling.MAX, false, 1, List.of(4096, 4096, 1000));
  }

  /** Returns a copy with this depth. */
  public VggOptions withDepth(Depth depth) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }

  /** Returns a copy with or without batch norms. */
  public VggOptions withBatchNorm(boolean batchNorm) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }

  /** Returns a copy with this pooling. */
  public VggOptions withPooling(Pooling pooling) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }

  /** Returns a copy whose first convolution continues pictures by their border pixels, or not. */
  public VggOptions withReplicateBorder(boolean replicateBorder) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }

  /** Returns a copy with widths divided by this divisor of 64. */
  public VggOptions withDivisor(int divisor) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }

  /** Returns a copy with a classifier of linear layers of these sizes; none if empty. */
  public VggOptions withClassifier(List<Integer> classifier) {
    return new VggOptions(depth, batchNorm, pooling, replicateBorder, divisor, classifier);
  }
}
