package org.atelier.nn;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.engine.MemoryFormat;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * Self-attention of SAGAN (Zhang et al., arXiv:1805.08318): (N, C, H, W) to the same shape. Adds to
 * every pixel i the values h of all pixels j, weighted by the softmax of the query-key products:
 *
 * <pre>
 * y_i = x_i + γ · o( Σ_j β_ij h(x_j) ),   β_ij = softmax over j of ⟨g(x_i), f(x_j)⟩
 * </pre>
 *
 * <p>f (keys), g (queries), h (values) and o are 1×1 convolutions without bias, of C/8, C/8, C/2
 * and C filters. As in the authors' implementation, keys and values are max-pooled by 2×2, which
 * the paper does not mention; an odd last row or column is dropped. γ is learnt and initially 0, so
 * the layer starts as the identity.
 *
 * <p>The attention map β has N·(H·W)²/4 elements, so use the layer at low resolutions. In mixed
 * precision the softmax and the final sum are float32.
 */
public final class SelfAttention2d extends Layer {
  private final int channels;
  private final Layer keys;
  private final Layer queries;
  private final Layer values;
  private final Layer output;
  private final Parameter gamma;

  private SelfAttention2d(int channels, boolean spectralNorm) {
    this.channels = OptionChecks.atLeast(1, "channels", channels);
    keys = child("f", convolution(channels / 8, spectralNorm));
    queries = child("g", convolution(channels / 8, spectralNorm));
    values = child("h", convolution(channels / 2, spectralNorm));
    output = child("o", convolution(channels, spectralNorm));
    // Not of a norm's type, since networks initialise the gains of norms to 1.
    gamma = parameter("gamma", Parameter.Type.OTHER, Initialiser.constant(0));
    gamma.setShape(new Shape(1));
  }

  private static Layer convolution(int filters, boolean spectralNorm) {
    Layer convolution = Conv2d.of(Math.max(1, filters), 1).withoutBias();
    return spectralNorm ? SpectralNorm.of(convolution) : convolution;
  }

  /**
   * Creates a self-attention for this number of channels C, at least 1; keys and queries have
   * max(C/8, 1) channels.
   */
  public static SelfAttention2d of(int channels) {
    return new SelfAttention2d(channels, false);
  }

  /**
   * Returns a copy with spectral normalisation of each convolution, as in both networks of the
   * paper.
   */
  public SelfAttention2d withSpectralNorm() {
    return new SelfAttention2d(channels, true);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value x = in.only().expectPicture(channels);
    Value f = pooled(script, script.call("f", keys, x).only());
    Value g = script.call("g", queries, x).only();
    Value h = pooled(script, script.call("h", values, x).only());
    long pixels = x.size(2) * x.size(3);
    var pairs = new Shape(x.size(0), pixels, f.size(2) * f.size(3));
    Value suits =
        script.mixed(
            pairs,
            "torch.matmul(torch.permute(torch.flatten({0}, 2), [0, 2, 1]), torch.flatten({1}, 2))",
            g,
            f);
    Value beta = script.operand(script.line(pairs, "torch.softmax({0}, 2)", suits));
    // In the memory format of the values, so that only the order of axes changes.
    boolean channelsLast = script.format() == MemoryFormat.CHANNELS_LAST;
    Value gathered =
        script.mixed(
            new Shape(x.size(0), h.size(1), x.size(2), x.size(3)),
            channelsLast
                ? "torch.permute(torch.reshape(torch.matmul({1},"
                    + " torch.permute(torch.flatten({0}, 2), [0, 2, 1])), {2}), [0, 3, 1, 2])"
                : "torch.reshape(torch.matmul(torch.flatten({0}, 2),"
                    + " torch.permute({1}, [0, 2, 1])), {2})",
            h,
            beta,
            channelsLast
                ? new long[] {-1, x.size(2), x.size(3), h.size(1)}
                : new long[] {-1, h.size(1), x.size(2), x.size(3)});
    Value change = script.call("o", output, gathered).only();
    return script.line(
        x.shape(), "torch.add({0}, torch.mul({1}, {2}))", x, change, script.parameter(gamma));
  }

  private static Value pooled(Script script, Value x) {
    if (Math.min(x.size(2), x.size(3)) < 2) {
      throw new IllegalArgumentException(
          "expected pictures of sides of at least 2 pixels, but got "
              + x.size(2)
              + " and "
              + x.size(3));
    }
    return script.fresh(
        new Shape(x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2),
        "torch.max_pool2d({0}, [2, 2], [2, 2], [0, 0], [1, 1], False)",
        x);
  }
}
