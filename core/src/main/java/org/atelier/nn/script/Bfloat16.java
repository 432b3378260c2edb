package org.atelier.nn.script;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The operators that are known to compute in bfloat16, forward and backward; a test runs each of
 * them. In mixed precision, others are rejected with an error message, unless they are written by
 * {@link Script#line}, which computes in float32.
 *
 * <p>Known not to compute in bfloat16: antialiased resampling, Fourier transforms. Excluded for its
 * loss of accuracy: bicubic resampling.
 */
final class Bfloat16 {
  static final Set<String> OPERATORS =
      Set.of(
          "conv2d",
          "conv_transpose2d",
          "im2col",
          "col2im",
          "contiguous",
          "linear",
          "matmul",
          "batch_norm",
          "instance_norm",
          "relu",
          "hardtanh",
          "leaky_relu",
          "prelu",
          "elu",
          "silu",
          "gelu",
          "softplus",
          "tanh",
          "sigmoid",
          "dropout",
          "feature_dropout",
          "rand_like",
          "ge",
          "pad",
          "upsample_nearest2d",
          "upsample_bilinear2d",
          "pixel_shuffle",
          "pixel_unshuffle",
          "max_pool2d",
          "avg_pool2d",
          "adaptive_avg_pool2d",
          "mean",
          "sum",
          "amax",
          "flatten",
          "reshape",
          "view_as",
          "permute",
          "cat",
          "add",
          "sub",
          "mul",
          "neg");

  private static final Pattern OPERATOR = Pattern.compile("torch\\.(\\w+?)_?\\(");

  private Bfloat16() {}

  /**
   * Checks every operator of an expression.
   *
   * @throws IllegalArgumentException naming the first that is not known
   */
  static void expectKnown(String expression) {
    var operators = OPERATOR.matcher(expression);
    while (operators.find()) {
      if (!OPERATORS.contains(operators.group(1))) {
        throw new IllegalArgumentException(
            "torch."
                + operators.group(1)
                + " is not known to compute in bfloat16; write it with Script.line, which computes"
                + " in float32");
      }
    }
  }
}
