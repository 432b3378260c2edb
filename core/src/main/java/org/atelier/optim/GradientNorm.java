package org.atelier.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.atelier.engine.NativeModule;

/** The length of all gradients together, as one vector. */
public final class GradientNorm {
  private static final String BODY =
      """
          norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(d, 2)))
          torch._foreach_mul_(d, torch.clamp(torch.div(torch.to(h, 6), torch.add(norm, 1e-6)), None, 1.0))
          return [norm]
      """;

  private static final class Module {
    static final NativeModule CLIP =
        NativeModule.compile("h: Tensor, d: List[Tensor]", "List[Tensor]", BODY);
  }

  private GradientNorm() {}

  /**
   * Shortens gradients to a global norm (Pascanu et al., arXiv:1211.5063), in place.
   *
   * @param gradients empty arrays are passed over
   * @param most the longest norm allowed, positive
   * @return the norm before, a scalar
   */
  public static NDArray clip(NDList gradients, double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("The largest norm must be positive, but was " + most);
    }
    NDArray limit = gradients.head().getManager().create(new double[] {most});
    limit = limit.toDevice(gradients.head().getDevice(), false);
    var inputs = new NDList(limit);
    for (NDArray gradient : gradients) {
      if (!gradient.isEmpty()) {
        inputs.add(NativeModule.inList(gradient, "d[]"));
      }
    }
    return Module.CLIP.call(inputs, false).singletonOrThrow();
  }
}
