package org.atelier.metrics.pairs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.atelier.engine.Gradients;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;

/**
 * Maps of the structural similarity of prepared pictures.
 *
 * @param similarity (N, C, H', W'): the product of luminance, contrast and structure
 * @param contrast (N, C, H', W'): the product of contrast and structure
 */
record SsimMaps(NDArray similarity, NDArray contrast) {
  /** Computes the five means of a window by one separable convolution. */
  private static final String BODY =
      """
          n = torch.size(x, 0)
          c = torch.size(x, 1)
          h = torch.size(x, 2)
          w = torch.size(x, 3)
          s = torch.cat([x, y, torch.mul(x, x), torch.mul(y, y), torch.mul(x, y)], 0)
          s1 = torch.reshape(s, [-1, 1, h, w])
          s2 = torch.conv2d(s1, torch.reshape(g, [1, 1, -1, 1]), None, [1, 1], [0, 0], [1, 1], 1)
          s3 = torch.conv2d(s2, torch.reshape(g, [1, 1, 1, -1]), None, [1, 1], [0, 0], [1, 1], 1)
          m = torch.reshape(s3, [5, n, c, torch.size(s3, 2), torch.size(s3, 3)])
          mx = torch.select(m, 0, 0)
          my = torch.select(m, 0, 1)
          vx = torch.mul(torch.sub(torch.select(m, 0, 2), torch.mul(mx, mx)), norm)
          vy = torch.mul(torch.sub(torch.select(m, 0, 3), torch.mul(my, my)), norm)
          vxy = torch.mul(torch.sub(torch.select(m, 0, 4), torch.mul(mx, my)), norm)
          cs = torch.div(torch.add(torch.mul(vxy, 2), c2), torch.add(torch.add(vx, vy), c2))
          l1 = torch.add(torch.mul(torch.mul(mx, my), 2), c1)
          l2 = torch.add(torch.add(torch.mul(mx, mx), torch.mul(my, my)), c1)
          return [torch.mul(torch.div(l1, l2), cs), cs]
      """;

  private static final class Module {
    static final NativeModule MAPS =
        NativeModule.compile(
            "x: Tensor, y: Tensor, g: Tensor, norm: Tensor, c1: Tensor, c2: Tensor",
            "List[Tensor]",
            SsimMaps.BODY);
  }

  static SsimMaps of(NDArray x, NDArray y, SsimOptions options) {
    int size = options.window().size();
    long least = Math.min(x.getShape().get(2), x.getShape().get(3));
    if (least < size) {
      throw new IllegalArgumentException(
          "Expected pictures with sides of at least %s pixels, the window's size, but got %s"
              .formatted(size, x.getShape()));
    }
    NDManager manager = x.getManager();
    double pixels = (double) size * size;
    double norm = options.sampleCovariance() ? pixels / (pixels - 1) : 1;
    var inputs =
        new NDList(
            x,
            y,
            manager.create(options.window().weights()),
            HostValues.number(manager, norm),
            HostValues.number(manager, options.k1() * options.k1()),
            HostValues.number(manager, options.k2() * options.k2()));
    NDList maps = Module.MAPS.call(inputs, Gradients.isRecording());
    return new SsimMaps(maps.get(0), maps.get(1));
  }
}
