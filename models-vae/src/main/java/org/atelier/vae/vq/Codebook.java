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
import org.atelier.model.Network;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Values;
import org.atelier.optim.Sgd;

/**
 * The codes e_1 … e_K, which learn by moving averages and not by gradients (van den Oord et al.,
 * arXiv:1711.00937, appendix A.1). For the n_k rows of a batch that chose e_k, whose sum is s_k,
 *
 * <pre>
 * N_k ← γ N_k + (1 − γ) n_k,   m_k ← γ m_k + (1 − γ) s_k,   e_k = m_k / N_k
 * </pre>
 *
 * <p>with Laplace's smoothing of N. In the first step all codes become rows that the encoder gave
 * (Łańcucki et al., arXiv:2005.08520), and so do later those that are dead: chosen too seldom to be
 * of use.
 *
 * <p>It is a {@link Network} that has no parameters, so that checkpoints save it with the weights.
 */
final class Codebook extends Network {
  private static final String CODES = "codes";
  private static final String COUNTS = "counts";
  private static final String SUMS = "sums";
  private static final double EPSILON = 1e-5;

  /** |z − e|² without |z|², which is the same for all codes. */
  private static final NativeFunction NEAREST =
      NativeFunction.of(
          "torch.argmin(torch.sum(torch.square(e), [1]) - 2 * torch.matmul(z, torch.t(e)), 1)",
          "z",
          "e");

  private static final NativeFunction CHOSEN = NativeFunction.of("torch.embedding(e, i)", "i", "e");

  /**
   * p: codes (K, D), counts (K), sums (K, D). z: rows (M, D), i: their choices (M), r: for each
   * code the row that it becomes if it is dead (K). A revived code counts as one of average use.
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

  private final Codes options;

  Codebook(Codes options) {
    super("codebook", new Held(options), Sgd.of(1), new Shape(options.size()));
    this.options = options;
  }

  /** Holds the arrays; gives the codes, whatever it is given. */
  private static final class Held extends Layer {
    private final Parameter codes;

    Held(Codes options) {
      var table = new Shape(options.count(), options.size());
      Initialiser start = Initialiser.uniform(1.0 / options.count());
      codes = buffer(CODES, Parameter.Type.OTHER, start);
      codes.setShape(table);
      buffer(COUNTS, Parameter.Type.OTHER, Initialiser.constant(1))
          .setShape(new Shape(options.count()));
      buffer(SUMS, Parameter.Type.OTHER, Initialiser.constant(0)).setShape(table);
    }

    @Override
    protected Values write(Script script, Values in) {
      return script.parameter(codes);
    }
  }

  /** The nearest code of every row (M, D): (M), int64. */
  NDArray nearest(NDArray rows) {
    return NEAREST.apply(rows, buffers().get(CODES));
  }

  /** The codes (M, D) of these numbers (M). */
  NDArray chosen(NDArray indices) {
    return CHOSEN.apply(indices, buffers().get(CODES));
  }

  /** How often each code is chosen, as the moving average has it. */
  float[] counts() {
    try (NDManager scratch = NDManager.newBaseManager(buffers().get(COUNTS).getDevice())) {
      NDArray alias = buffers().get(COUNTS).stopGradient();
      alias.attach(scratch);
      return alias.toFloatArray();
    }
  }

  /**
   * Learns from a batch.
   *
   * @param rows what the encoder gave, (M, D)
   * @param indices what they chose, (M)
   * @param replacements for each code a number of a row, (K)
   * @param first whether all codes become rows
   * @return how many codes were dead, a scalar
   */
  NDArray learn(NDArray rows, NDArray indices, NDArray replacements, boolean first) {
    NDManager manager = rows.getManager();
    double share = first ? Double.POSITIVE_INFINITY : options.deadShare();
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
