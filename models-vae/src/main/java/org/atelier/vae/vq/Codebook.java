package org.atelier.vae.vq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.atelier.model.network.Network;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.optim.Sgd;

/**
 * The codebook e_1 … e_K of (D) each, updated by exponential moving averages instead of gradients
 * (van den Oord et al., arXiv:1711.00937, appendix A.1). Where e_k is the nearest code of n_k
 * encoder outputs of a batch, whose sum is s_k,
 *
 * <pre>
 * N_k ← γ N_k + (1 − γ) n_k,   m_k ← γ m_k + (1 − γ) s_k,   e_k = m_k / N_k
 * </pre>
 *
 * <p>with Laplace smoothing of N. Against codebook collapse, all codes are initialised by random
 * encoder outputs in the first step, and dead codes, which are hardly chosen, are re-initialised by
 * them in later steps (Łańcucki et al., arXiv:2005.08520).
 *
 * <p>It is a {@link Network} without parameters, whose buffers checkpoints save with the weights.
 */
final class Codebook extends Network {
  private static final String CODES = "codes";
  private static final String COUNTS = "counts";
  private static final String SUMS = "sums";
  private static final double EPSILON = 1e-5;

  /** argmin ‖z − e‖², without ‖z‖², which is the same for all codes. */
  private static final NativeFunction NEAREST =
      NativeFunction.of(
          "torch.argmin(torch.sum(torch.square(e), [1]) - 2 * torch.matmul(z, torch.t(e)), 1)",
          "z",
          "e");

  private static final NativeFunction CHOSEN = NativeFunction.of("torch.embedding(e, i)", "i", "e");

  /**
   * p: codes (K, D), counts (K), sums (K, D). z: encoder outputs (M, D), i: indices of their codes
   * (M), r: for each code the index of the output that re-initialises it if it is dead (K), with
   * the count of an average code.
   */
  private static final String UPDATE =
      """
          k = torch.size(p[0], 0)
          d = float(decay)
          chosen = torch.to(torch.one_hot(i, k), 6)
          counts = p[1] * d + torch.sum(chosen, [0]) * (1 - d)
          sums = p[2] * d + torch.matmul(torch.t(chosen), z) * (1 - d)
          average = torch.size(z, 0) / k
          dead = counts < float(share) * average
          fresh = torch.index_select(z, 0, r)
          wide = torch.unsqueeze(dead, 1)
          counts = torch.where(dead, torch.full_like(counts, average), counts)
          sums = torch.where(wide, fresh * average, sums)
          total = torch.sum(counts)
          smoothed = (counts + EPSILON) / (total + k * EPSILON) * total
          a = torch.copy_(p[0], torch.where(wide, fresh, sums / torch.unsqueeze(smoothed, 1)))
          b = torch.copy_(p[1], counts)
          c = torch.copy_(p[2], sums)
          return [torch.sum(torch.to(dead, 6))]
      """
          .replace("EPSILON", Double.toString(EPSILON));

  private static final class Update {
    static final NativeModule MODULE =
        NativeModule.compile(
            "z: Tensor, i: Tensor, r: Tensor, decay: Tensor, share: Tensor, p: List[Tensor]",
            "List[Tensor]",
            UPDATE);
  }

  private final CodebookOptions options;

  Codebook(CodebookOptions options) {
    super("codebook", new Held(options), Sgd.of(1), new Shape(options.dimension()));
    this.options = options;
  }

  /** Holds the buffers; its output is the codes, whatever its input. */
  private static final class Held extends Layer {
    private final Parameter codes;

    Held(CodebookOptions options) {
      var table = new Shape(options.codes(), options.dimension());
      Initialiser start = Initialiser.uniform(1.0 / options.codes());
      codes = buffer(CODES, Parameter.Type.OTHER, start);
      codes.setShape(table);
      buffer(COUNTS, Parameter.Type.OTHER, Initialiser.constant(1))
          .setShape(new Shape(options.codes()));
      buffer(SUMS, Parameter.Type.OTHER, Initialiser.constant(0)).setShape(table);
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.parameter(codes);
    }
  }

  /** The index of the nearest code of each row (M, D): (M), int64. */
  NDArray nearest(NDArray rows) {
    return NEAREST.apply(rows, buffers().get(CODES));
  }

  /** The codes (M, D) of indices (M). */
  NDArray chosen(NDArray indices) {
    return CHOSEN.apply(indices, buffers().get(CODES));
  }

  /** The moving average of how often each code is chosen in a batch, (K). */
  float[] counts() {
    try (NDManager scratch = NDManager.newBaseManager(buffers().get(COUNTS).getDevice())) {
      NDArray alias = buffers().get(COUNTS).stopGradient();
      alias.attach(scratch);
      return alias.toFloatArray();
    }
  }

  /**
   * Updates the codes by a batch.
   *
   * @param rows the encoder's outputs, (M, D)
   * @param indices of their nearest codes, (M)
   * @param replacements for each code the index of a row, (K)
   * @param first whether all codes are initialised
   * @return the number of codes that were re-initialised, a scalar
   */
  NDArray update(NDArray rows, NDArray indices, NDArray replacements, boolean first) {
    NDManager manager = rows.getManager();
    double share = first ? Double.POSITIVE_INFINITY : options.deadThreshold();
    try (var inputs = new Arguments();
        NDArray decay = HostValues.number(manager, options.decay());
        NDArray dead = HostValues.number(manager, share)) {
      for (NDArray array : new NDList(rows, indices, replacements, decay, dead)) {
        inputs.add(array);
      }
      for (String name : new String[] {CODES, COUNTS, SUMS}) {
        inputs.addToList("p[]", buffers().get(name));
      }
      return inputs.call(Update.MODULE, false).singletonOrThrow();
    }
  }
}
