package org.atelier.nn;

import java.util.List;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * Instance norms whose statistics come from another picture, in evaluation mode (URST, Wang et al.,
 * arXiv:2103.11784): those of a thumbnail are {@link #measured}, and the parts of a large picture
 * are then normalised by them, so that the parts fit each other.
 *
 * <p>Both layers share the parameters of the tree that they are given, and may run beside it. Each
 * {@link InstanceNorm2d} without running statistics, each {@link ConditionalInstanceNorm2d} and
 * each {@link AdaptiveInstanceNorm2d} has one array of statistics (2, C), the mean and the variance
 * of its input (biased, but unbiased of the last), in the order in which the norms run.
 */
public final class InstanceStatistics {
  private InstanceStatistics() {}

  /**
   * Returns a layer from what {@code layers} takes, of one picture, to the statistics of its norms.
   */
  public static Layer measured(Layer layers) {
    return new Measured(layers);
  }

  /**
   * Returns a layer from what {@code layers} takes, followed by the statistics of its norms, to
   * what {@code layers} gives.
   *
   * @param inputs the number of inputs of {@code layers}: 1, and one for each conditioning input
   */
  public static Layer given(Layer layers, int inputs) {
    return new Given(layers, inputs);
  }

  private static final class Measured extends Layer {
    private final Layer layers;

    Measured(Layer layers) {
      this.layers = child("", layers);
    }

    @Override
    protected Values write(Script script, Values in) {
      List<Value> statistics = script.measuringNorms(layers, in);
      if (statistics.isEmpty()) {
        throw new IllegalArgumentException("expected instance norms, but there are none");
      }
      return Values.of(statistics);
    }
  }

  private static final class Given extends Layer {
    private final Layer layers;
    private final int inputs;

    Given(Layer layers, int inputs) {
      this.layers = child("", layers);
      this.inputs = inputs;
    }

    @Override
    protected Values write(Script script, Values in) {
      List<Value> all = in.all();
      int own = Math.min(inputs, all.size());
      return script.normalisingBy(
          all.subList(own, all.size()), layers, Values.of(all.subList(0, own)));
    }
  }
}
