package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atelier.engine.Arguments;
import org.atelier.engine.NativeModule;

/**
 * Normalises gradients: each band of a Laplacian pyramid over its mean absolute value, summed, and
 * the sum over its mean absolute value. So coarse forms grow as fast as fine ones, which have most
 * of a plain gradient (the notebook of TensorFlow's DeepDream). One band is the gradient itself
 * over its mean absolute value (google/deepdream). A gradient of 0 stays 0.
 *
 * <p>The pyramid: reduced by the kernel (1, 4, 6, 4, 1)/16 along both axes with a stride of 2,
 * borders repeated; enlarged by the transposed convolution of four times the kernel; a band is a
 * level without the next one, enlarged, and the last is the coarsest level.
 */
final class GradientBands {
  private static final Map<Integer, NativeModule> MODULES = new ConcurrentHashMap<>();

  private GradientBands() {}

  private static final String BODY =
      """
          c = torch.size(g, 1)
          row = torch.to(torch.tensor([1., 4., 6., 4., 1.]), g)
          kernel = torch.expand(torch.div(torch.reshape(torch.outer(row, row), [1, 1, 5, 5]), 256.), [c, 1, 5, 5])
          wide = torch.mul(kernel, 4.)
          low = g
          bands = annotate(List[Tensor], [])
          for i in range(MORE):
            small = torch.conv2d(torch.replication_pad2d(low, [2, 2, 2, 2]), kernel, None, [2, 2], [0, 0], [1, 1], c)
            odd = [torch.remainder(torch.size(low, 2), 2), torch.remainder(torch.size(low, 3), 2)]
            up = torch.conv_transpose2d(small, wide, None, [2, 2], [2, 2], [torch.sub(1, odd[0]), torch.sub(1, odd[1])], c, [1, 1])
            bands = torch.append(bands, torch.sub(low, up))
            low = small
          out = torch.div(low, torch.clamp(torch.mean(torch.abs(low)), 1e-30))
          for i in range(MORE):
            band = bands[torch.sub(torch.sub(MORE, 1), i)]
            odd = [torch.remainder(torch.size(band, 2), 2), torch.remainder(torch.size(band, 3), 2)]
            up = torch.conv_transpose2d(out, wide, None, [2, 2], [2, 2], [torch.sub(1, odd[0]), torch.sub(1, odd[1])], c, [1, 1])
            out = torch.add(up, torch.div(band, torch.clamp(torch.mean(torch.abs(band)), 1e-30)))
          return [torch.div(out, torch.clamp(torch.mean(torch.abs(out)), 1e-30))]
      """;

  /**
   * Normalises a gradient.
   *
   * @param gradient (N, C, H, W)
   * @param bands at least 1
   * @return of the same shape, of mean absolute value 1
   */
  static NDArray normalised(NDArray gradient, int bands) {
    NativeModule module =
        MODULES.computeIfAbsent(
            bands - 1,
            more ->
                NativeModule.compile(
                    "g: Tensor", "List[Tensor]", BODY.replace("MORE", String.valueOf(more))));
    try (var arguments = new Arguments()) {
      arguments.add(gradient);
      NDList result = arguments.call(module, false);
      return result.singletonOrThrow();
    }
  }
}
