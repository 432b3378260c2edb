package org.atelier.translation.dream;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Set;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.Scale;
import org.atelier.options.OptionChecks;

/**
 * How alike neighbouring pictures of a batch are: minus the sum over distances d = 1 to 4 of the
 * mean squared differences of features of pictures that are d apart, over decay^d. Added to
 * objectives that change from picture to picture, it makes a smooth row of them (Mordvintsev et
 * al., "Differentiable Image Parameterizations", Distill 2018). Of one picture it is 0.
 *
 * @param tap the tap's name
 * @param decay by what each further step in the row counts less, positive
 */
public record Alignment(String tap, double decay) implements DreamObjective {
  private static final int FARTHEST = 4;

  private static final NativeFunction DIFFERENCE =
      NativeFunction.of(
          "torch.div(torch.sum(torch.square(torch.sub(torch.slice(f, 0, int(d)), torch.slice(f, 0, 0, torch.sub(torch.size(f, 0), int(d)))))), torch.div(torch.numel(f), torch.size(f, 0)))",
          "f",
          "d");

  /** Checks the decay. */
  public Alignment {
    OptionChecks.positive("decay", decay);
  }

  /** Each further step in the row counts half. */
  public static Alignment of(String tap) {
    return new Alignment(tap, 2);
  }

  @Override
  public Set<String> taps() {
    return Set.of(tap);
  }

  @Override
  public NDArray of(Map<String, NDArray> features) {
    NDArray all = features.get(tap);
    long pictures = all.getShape().get(0);
    NDArray sum = Scale.by(all.sum(), 0);
    for (int d = 1; d <= FARTHEST && d < pictures; d++) {
      sum = sum.sub(Scale.by(TapShape.withNumber(DIFFERENCE, all, d), Math.pow(decay, -d)));
    }
    return sum;
  }
}
