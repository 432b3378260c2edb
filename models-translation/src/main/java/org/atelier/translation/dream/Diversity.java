package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.Arguments;
import org.atelier.engine.Gradients;
import org.atelier.engine.NativeModule;

/**
 * How different the pictures of a batch are in texture: minus the sum of the cosines between the
 * Gram matrices of each two of them, over their number (Olah, Mordvintsev and Schubert, "Feature
 * Visualization", Distill 2017). Added to another objective, it shows several kinds of what
 * maximises that. For batches of at least two pictures; of one picture it is 0.
 *
 * @param tap the tap's name
 */
public record Diversity(String tap) implements DreamObjective {
  private static final class Module {
    static final NativeModule COSINES =
        NativeModule.compile(
            "f: Tensor",
            "List[Tensor]",
            """
                flat = torch.flatten(f, 2)
                grams = torch.flatten(torch.matmul(flat, torch.transpose(flat, 1, 2)), 1)
                norms = torch.sqrt(torch.clamp(torch.sum(torch.square(grams), [1], True), 1e-12))
                unit = torch.div(grams, norms)
                cosines = torch.matmul(unit, torch.transpose(unit, 0, 1))
                others = torch.sub(torch.sum(cosines), torch.sum(torch.diagonal(cosines)))
                return [torch.neg(torch.div(others, torch.size(f, 0)))]
            """);
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    NDArray all = features.get(tap);
    TapShape.requireMap(tap, all);
    try (var arguments = new Arguments()) {
      arguments.add(all);
      NDList value = arguments.call(Module.COSINES, Gradients.isRecording());
      return value.singletonOrThrow();
    }
  }
}
