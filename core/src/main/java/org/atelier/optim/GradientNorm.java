package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;

/** The global norm of gradients, and gradient clipping by global norm. */
public final class GradientNorm {
  // Not in place: gradients may share memory (those of two addends are one tensor), and may be
  // expanded views of a single element.
  private static final String BODY =
      """
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(d, 2)))
          share = torch.clamp(torch.mul(torch.reciprocal(torch.add(norm, 1e-6)), float(h)), None, 1.0)
          return torch.add([norm], torch._foreach_mul(d, share))
      """;

  private static final class Module {
    static final NativeModule CLIP =
        NativeModule.compile("h: Tensor, d: List[Tensor]", "List[Tensor]", BODY);
    static final NativeModule NORM =
        NativeModule.compile(
            "d: List[Tensor]",
            "Tensor",
            "    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(d, 2)))\n");
  }

  private GradientNorm() {}

  /**
   * Computes the global norm: the Euclidean norm of all gradients concatenated.
   *
   * @param gradients at least one; empty arrays are ignored
   * @return a scalar
   */
  public static NDArray of(NDList gradients) {
    var inputs = new NDList();
    for (NDArray gradient : gradients) {
      if (!gradient.isEmpty()) {
        inputs.add(NativeModule.inList(gradient, "d[]"));
      }
    }
    return inputs.isEmpty()
        ? gradients.head().getManager().create(0f)
        : Module.NORM.call(inputs, false).singletonOrThrow();
  }

  /**
   * Clips gradients by their global norm (Pascanu et al., arXiv:1211.5063): each is multiplied by
   * min(1, maxNorm / norm).
   *
   * @param gradients the list whose elements are replaced by the clipped gradients; empty arrays
   *     are ignored
   * @param maxNorm the clipping threshold, positive
   * @return the global norm before clipping, a scalar
   */
  public static NDArray clip(NDList gradients, double maxNorm) {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("maxNorm must be positive, but was " + maxNorm);
    }
    NDManager manager = gradients.head().getManager();
    var present = new ArrayList<Integer>(gradients.size());
    try (NDArray limit = HostValues.number(manager, maxNorm)) {
      var inputs = new NDList(limit);
      for (int i = 0; i < gradients.size(); i++) {
        if (!gradients.get(i).isEmpty()) {
          present.add(i);
          inputs.add(NativeModule.inList(gradients.get(i), "d[]"));
        }
      }
      if (present.isEmpty()) {
        return manager.create(0f);
      }
      NDList results = Module.CLIP.call(inputs, false);
      for (int i = 0; i < present.size(); i++) {
        gradients.set(present.get(i), results.get(i + 1));
      }
      return results.head();
    }
  }
}
